import { createHash } from 'node:crypto';
import type { Envelope } from '@cucumber/messages';
import { FAILING } from './lost-results.ts';
import type { MessageStream } from './message-stream.ts';
import { causeOf, plainText } from './plain-text.ts';
import { boundsOf } from './run-bounds.ts';

/** Message files of which each feature counts with one text only. */
export interface CurrentTexts {
  readonly streams: readonly MessageStream[];
  /** One sentence for each result that counts no more and that no later run replaces. */
  readonly damages: readonly string[];
  /** One sentence for each failure that counts no more because its scenario did not fail so under the latest text. */
  readonly failures: readonly string[];
}

interface Text {
  readonly stream: MessageStream;
  readonly sha256: string;
}

/**
 * Of a feature that changed between the merged runs only the latest text counts: a verdict about other sentences is no
 * attempt at these. What failed under an older text is told all the same: a new text must not take a failure away. Runs
 * with the latest text keep what they say of it.
 */
export function currentTexts(streams: readonly MessageStream[]): CurrentTexts {
  const newestFirst = streams.toSorted((a, b) => startOf(b) - startOf(a));
  const texts = Map.groupBy(newestFirst.flatMap(textsIn), ({ uri }) => uri);
  const outdated = new Map<MessageStream, Set<string>>();
  const damages: string[] = [];
  const failures: string[] = [];
  for (const [uri, [current, ...older]] of texts) {
    const others = older.filter(({ sha256 }) => sha256 !== current?.sha256);
    if (others.length === 0) continue;
    for (const { stream } of others) outdated.set(stream, (outdated.get(stream) ?? new Set()).add(uri));
    const replaced = older.filter(({ sha256 }) => sha256 === current?.sha256);
    const counting = [...(current ? [current] : []), ...replaced];
    damages.push(...lostIn(uri, others, counting));
    failures.push(...failedBefore(uri, others, counting));
  }
  return {
    streams: streams.map((stream) => {
      const uris = outdated.get(stream);
      return uris ? without(stream, uris) : stream;
    }),
    damages,
    failures,
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
    source
      ? [{ stream, uri: source.uri, sha256: createHash('sha256').update(source.data).digest('hex') }]
      : [],
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

/** One sentence for each failure under an older text of a scenario that ran under the current one and has not failed so there. */
function failedBefore(uri: string, older: readonly Text[], current: readonly Text[]): string[] {
  const ran = new Set(current.flatMap(({ stream }) => scenariosOf(stream, uri, startedCases(stream))));
  const told = new Set(
    current.flatMap(({ stream }) =>
      failuresIn(stream, uri).map(({ scenario, message }) => `${scenario} ${message}`),
    ),
  );
  return older.flatMap(({ stream }) =>
    failuresIn(stream, uri)
      .filter(({ scenario, message }) => ran.has(scenario) && !told.has(`${scenario} ${message}`))
      .map(
        ({ scenario, message }) =>
          `${uri} ${scenario} failed in ${stream.file} under an older text: ${message}`,
      ),
  );
}

/** What failed of a feature in a run, with what it said: another failure of the same scenario is another one. */
const failuresIn = (stream: MessageStream, uri: string): { scenario: string; message: string }[] =>
  [...failedCases(stream)].flatMap(([failed, message]) =>
    scenariosOf(stream, uri, [failed]).map((scenario) => ({ scenario, message })),
  );

/** The test cases of a run of which a step failed, each with what the first one said. */
function failedCases({ envelopes }: MessageStream): ReadonlyMap<Envelope, string> {
  const messages = new Map<string, string>();
  for (const { testStepFinished } of envelopes) {
    const { testCaseStartedId: id = '', testStepResult: result } = testStepFinished ?? {};
    if (!FAILING.includes(result?.status ?? '') || messages.has(id)) continue;
    messages.set(id, causeOf(plainText(result?.message ?? 'no message')));
  }
  const failed = new Map<string | undefined, string>();
  for (const { testCaseStarted: it } of envelopes) {
    const message = messages.get(it?.id ?? '');
    if (it && message !== undefined) failed.set(it.testCaseId, failed.get(it.testCaseId) ?? message);
  }
  return new Map(
    envelopes.flatMap((envelope) => {
      const message = failed.get(envelope.testCase?.id);
      return message === undefined ? [] : [[envelope, message] as const];
    }),
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
