import type { Envelope } from '@cucumber/messages';
import { sha256Of } from '../sha256.ts';
import type { MessageStream } from './message-stream.ts';
import { plainText } from './plain-text.ts';
import { boundsOf } from './run-bounds.ts';

/** Message files of which each feature counts with one text only. */
export interface CurrentTexts {
  readonly streams: readonly MessageStream[];
  /** One sentence for each result that counts no more and that no later run replaces. */
  readonly damages: readonly string[];
  /** What counts no more, with what counts in its place. */
  readonly outdated: readonly OutdatedText[];
}

/** A feature in a run of an older text. */
export interface OutdatedText {
  readonly uri: string;
  readonly stream: MessageStream;
  /** The runs of its latest text. */
  readonly current: readonly MessageStream[];
}

interface Text {
  readonly stream: MessageStream;
  readonly sha256: string;
}

/**
 * Of a feature that changed between the merged runs only the latest text counts: a verdict about other sentences is no
 * attempt at these. What failed under an older text is kept apart: a new text must not take a failure away. Runs with the
 * latest text keep what they say of it.
 */
export function currentTexts(streams: readonly MessageStream[]): CurrentTexts {
  const newestFirst = streams.toSorted((a, b) => startOf(b) - startOf(a));
  const texts = Map.groupBy(newestFirst.flatMap(textsIn), ({ uri }) => uri);
  const older = new Map<MessageStream, Set<string>>();
  const damages: string[] = [];
  const outdated: OutdatedText[] = [];
  for (const [uri, [latest, ...before]] of texts) {
    const others = before.filter(({ sha256 }) => sha256 !== latest?.sha256);
    if (others.length === 0) continue;
    for (const { stream } of others) older.set(stream, (older.get(stream) ?? new Set()).add(uri));
    const same = before.filter(({ sha256 }) => sha256 === latest?.sha256);
    const counting = [...(latest ? [latest] : []), ...same];
    damages.push(...lostIn(uri, others, counting));
    const current = counting.map(({ stream }) => stream);
    outdated.push(...others.map(({ stream }) => ({ uri, stream, current })));
  }
  return {
    streams: streams.map((stream) => {
      const uris = older.get(stream);
      return uris ? without(stream, uris) : stream;
    }),
    damages,
    outdated,
  };
}

function without(stream: MessageStream, uris: ReadonlySet<string>): MessageStream {
  const { mark } = stream;
  const planned = mark?.planned.filter((key) => !uris.has(key.replace(/:\d+$/, '')));
  return {
    ...stream,
    envelopes: stream.envelopes.filter((it) => !isOf(it, uris)),
    ...(mark && planned && { mark: { ...mark, planned } }),
  };
}

const textsIn = (stream: MessageStream): (Text & { uri: string })[] =>
  stream.envelopes.flatMap(({ source }) =>
    source ? [{ stream, uri: source.uri, sha256: sha256Of(source.data) }] : [],
  );

function startOf({ envelopes }: MessageStream): number {
  return boundsOf(envelopes).started?.getTime() ?? 0;
}

/** One sentence for each scenario that runs of an older text selected and no run of the current text has run. */
function lostIn(uri: string, older: readonly Text[], current: readonly Text[]): string[] {
  const known = new Set(current.flatMap(({ stream }) => scenariosOf(stream, uri, startedCases(stream))));
  return older.flatMap(({ stream }) =>
    scenariosOf(stream, uri, stream.envelopes)
      .filter((scenario) => !known.has(scenario) && known.add(scenario))
      .map(
        (scenario) =>
          `${uri} has changed since ${stream.file}: ${scenario} has not run since, and what that run says of it does not count`,
      ),
  );
}

/** The test cases of a run that it began. */
function startedCases({ envelopes }: MessageStream): Envelope[] {
  const started = new Set(envelopes.map(({ testCaseStarted }) => testCaseStarted?.testCaseId));
  return envelopes.filter(({ testCase }) => testCase !== undefined && started.has(testCase.id));
}

/**
 * The scenarios of a feature that some test cases are of, by title: lines move when a text changes. Of several with one
 * title (rows of Examples) each is told by its position.
 */
function scenariosOf({ envelopes }: MessageStream, uri: string, cases: readonly Envelope[]): string[] {
  const taken = new Set(cases.map(({ testCase }) => testCase?.pickleId));
  const titles = new Map<string, number>();
  return envelopes.flatMap(({ pickle }) => {
    if (pickle?.uri !== uri) return [];
    const position = (titles.get(pickle.name) ?? 0) + 1;
    titles.set(pickle.name, position);
    const number = position === 1 ? '' : ` (${position})`;
    return taken.has(pickle.id) ? [`"${plainText(pickle.name)}"${number}`] : [];
  });
}

const isOf = ({ source, gherkinDocument, pickle }: Envelope, uris: ReadonlySet<string>): boolean =>
  uris.has((source ?? gherkinDocument ?? pickle)?.uri ?? '');
