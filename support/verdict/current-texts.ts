import { createHash } from 'node:crypto';
import type { Envelope } from '@cucumber/messages';
import type { MessageStream } from './message-stream.ts';

/** Message files of which each feature counts with one text only. */
export interface CurrentTexts {
  readonly streams: readonly MessageStream[];
  /** One sentence for each result that counts no more and that no later run replaces. */
  readonly damages: readonly string[];
}

interface Text {
  readonly stream: MessageStream;
  readonly sha256: string;
}

/**
 * Of a feature that changed between the merged runs only the latest text counts: a verdict about other sentences
 * is no attempt at these. Runs that know a feature by the same text keep what they say of it.
 */
export function currentTexts(streams: readonly MessageStream[]): CurrentTexts {
  const newestFirst = streams.toSorted((a, b) => startOf(b) - startOf(a));
  const texts = Map.groupBy(newestFirst.flatMap(textsIn), ({ uri }) => uri);
  const outdated = new Map<MessageStream, Set<string>>();
  const damages: string[] = [];
  for (const [uri, [current, ...older]] of texts) {
    const others = older.filter(({ sha256 }) => sha256 !== current?.sha256);
    for (const { stream } of others) outdated.set(stream, (outdated.get(stream) ?? new Set()).add(uri));
    const lost = others.find(({ stream }) => ran(stream, uri));
    if (current && lost && !ran(current.stream, uri))
      damages.push(`${uri} has changed since ${lost.stream.file}: what that run says of it does not count`);
  }
  return {
    streams: streams.map((stream) => {
      const uris = outdated.get(stream);
      return uris ? { ...stream, envelopes: stream.envelopes.filter((it) => !isOf(it, uris)) } : stream;
    }),
    damages,
  };
}

const textsIn = (stream: MessageStream): (Text & { uri: string })[] =>
  stream.envelopes.flatMap(({ source }) =>
    source
      ? [{ stream, uri: source.uri, sha256: createHash('sha256').update(source.data).digest('hex') }]
      : [],
  );

function startOf({ envelopes }: MessageStream): number {
  const started = envelopes.find(({ testRunStarted }) => testRunStarted)?.testRunStarted?.timestamp;
  return started ? started.seconds + started.nanos / 1e9 : 0;
}

/** Whether a run selected anything of a feature. */
function ran({ envelopes }: MessageStream, uri: string): boolean {
  const pickles = new Set(envelopes.flatMap(({ pickle }) => (pickle?.uri === uri ? [pickle.id] : [])));
  return envelopes.some(({ testCase }) => testCase !== undefined && pickles.has(testCase.pickleId));
}

const isOf = ({ source, gherkinDocument, pickle }: Envelope, uris: ReadonlySet<string>): boolean =>
  uris.has((source ?? gherkinDocument ?? pickle)?.uri ?? '');
