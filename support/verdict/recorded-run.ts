import type { Envelope } from '@cucumber/messages';
import { sha256Of } from '../sha256.ts';
import type { Attempt, MessageIndex } from './attempts.ts';
import { cleanUpFailures } from './clean-up-failures.ts';
import { currentTexts } from './current-texts.ts';
import type { DefinedScenario } from './defined-scenarios.ts';
import { failuresOfNobody, neverStarted, unrecorded, untoldFailures } from './lost-results.ts';
import { indexOf, scenariosIn } from './message-index.ts';
import type { MessageStream } from './message-stream.ts';
import { type OutdatedScenario, troubledBefore } from './outdated-scenarios.ts';
import { causeOf, plainText } from './plain-text.ts';
import { boundsOf, completed, earlier, spanOf } from './run-bounds.ts';

/** The type of the exception that ends the stream of a run that came to no scenario. */
export const NEVER_BEGAN = 'NeverBegan';

/** A scenario with everything that was recorded of it; `selected` is false where the run filtered it out. */
export interface RecordedScenario {
  readonly defined: DefinedScenario;
  readonly selected: boolean;
  /** The message files whose runs selected it. */
  readonly selectedBy?: readonly string[];
  /** The run ended before it selected anything: no filter left this one out. */
  readonly unbegun?: boolean;
  /** The recording is damaged: what it does not say of this one may be lost. */
  readonly damaged?: boolean;
  /** In the order of their start; the last one decides. */
  readonly attempts: readonly Attempt[];
}

/** What one or several message files hold, as one run. */
export interface RecordedRun {
  readonly scenarios: readonly RecordedScenario[];
  readonly startedAt?: Date;
  /** When the latest of several runs began: by then every entry that speaks for them must hold. */
  readonly lastStartedAt?: Date;
  readonly endedAt?: Date;
  /** When each file's run began and what was last heard of it, in milliseconds since 1970. */
  readonly spans: readonly { readonly start: number; readonly end: number }[];
  /** A file has no end of its run (interrupted, killed or cut off), and no later one brought to an end what it left. */
  readonly interrupted: boolean;
  /**
   * Failures outside every scenario that counts, one sentence each: hooks and clean-up of the whole run, features that do
   * not parse.
   */
  readonly failures: readonly string[];
  /** What went wrong under an older text of a feature, and has not gone wrong so under the latest one. */
  readonly outdated: readonly OutdatedScenario[];
  readonly damages: readonly string[];
  /** The feature files as they ran: uri and SHA-256 of the text; several where merged runs differ. */
  readonly sources: readonly { readonly uri: string; readonly sha256: string }[];
}

/** Joins message files into one run: shards add up, repeats become attempts, each attempt counts once. */
export function recordedRun(files: readonly MessageStream[]): RecordedRun {
  const { streams, damages, outdated } = currentTexts(files);
  const read = streams.map((stream) => ({ stream, index: indexOf(stream.envelopes) }));
  const { all, lost } = joined(read);
  const failures = [
    ...new Set([
      ...failuresOfNobody(files),
      ...read.flatMap(({ stream, index }) => failuresIn(index, stream.envelopes)),
    ]),
  ];
  const times = timesOf(read, all);
  // Behind a failure of the whole run, and where a run has no end, it is known why scenarios did not start.
  const unstarted = !times.interrupted && failures.length === 0 ? neverStarted(all) : [];
  return {
    scenarios: all,
    ...times,
    failures,
    outdated: troubledBefore(outdated),
    damages: [
      ...streams.flatMap((stream) => stream.damages),
      ...damages,
      ...lost,
      ...unstarted,
      ...untoldFailures(files),
    ],
    sources: sourcesIn(streams),
  };
}

/** A message file and its index. */
interface ReadStream {
  readonly stream: MessageStream;
  readonly index: MessageIndex;
}

/** The scenarios of some files, each once, and one sentence for each that a file has lost or tells otherwise. */
function joined(read: readonly ReadStream[]): { all: RecordedScenario[]; lost: string[] } {
  const scenarios = new Map<string, RecordedScenario>();
  const lost: string[] = [];
  for (const { stream, index } of read) {
    const own = scenariosIn(index, stream.mark);
    lost.push(...unrecorded(stream, own));
    for (const scenario of own) {
      lost.push(...toldOtherwise(scenarios.get(scenario.defined.key), scenario, stream.file));
      merge(scenarios, scenario, stream.file);
    }
  }
  return { all: [...scenarios.values()], lost };
}

/** When the runs of some files began and ended, and whether one was left without an end. */
function timesOf(
  read: readonly ReadStream[],
  all: readonly RecordedScenario[],
): Pick<RecordedRun, 'startedAt' | 'lastStartedAt' | 'endedAt' | 'spans' | 'interrupted'> {
  const bounds = read.map(({ stream, index }) => ({ ...boundsOf(stream.envelopes), index }));
  const starts = bounds.flatMap(({ started }) => started ?? []).sort(earlier);
  const endedAt = bounds
    .flatMap(({ finished }) => finished ?? [])
    .sort(earlier)
    .at(-1);
  const [startedAt] = starts;
  const lastStartedAt = starts.at(-1);
  const open = bounds.filter(({ finished }) => finished === undefined);
  return {
    ...(startedAt && { startedAt }),
    ...(lastStartedAt && { lastStartedAt }),
    ...(endedAt && { endedAt }),
    spans: bounds.flatMap(({ started, finished, index }) =>
      started ? [spanOf(started, finished, index)] : [],
    ),
    interrupted: read.length === 0 || open.some((it) => !completed(it, all, starts)),
  };
}

function sourcesIn(streams: readonly MessageStream[]): RecordedRun['sources'] {
  const seen = new Map<string, { uri: string; sha256: string }>();
  for (const { source } of streams.flatMap(({ envelopes }) => envelopes)) {
    if (source === undefined) continue;
    const sha256 = sha256Of(source.data);
    seen.set(`${source.uri} ${sha256}`, { uri: source.uri, sha256 });
  }
  return [...seen.values()];
}

/** One sentence for each attempt that another recording tells in another way: an attempt counts once, and only one is true. */
function toldOtherwise(
  known: RecordedScenario | undefined,
  { attempts, defined }: RecordedScenario,
  file: string,
): string[] {
  const statuses = ({ steps }: Attempt): string => steps.map(({ status }) => status).join();
  const other = attempts.filter((attempt) =>
    known?.attempts.some((it) => it.id === attempt.id && statuses(it) !== statuses(attempt)),
  );
  return other.map(
    () =>
      `${file} tells an attempt of ${defined.key} "${defined.name}" otherwise than another recording of it: one of them is not as it was written`,
  );
}

function merge(into: Map<string, RecordedScenario>, scenario: RecordedScenario, file: string): void {
  const known = into.get(scenario.defined.key);
  const fresh = scenario.attempts.filter(({ id }) => !known?.attempts.some((attempt) => attempt.id === id));
  into.set(scenario.defined.key, {
    defined: known?.defined ?? scenario.defined,
    selected: scenario.selected || known?.selected === true,
    selectedBy: [...(known?.selectedBy ?? []), ...(scenario.selected ? [file] : [])],
    attempts: [...(known?.attempts ?? []), ...fresh].sort((a, b) => earlier(a.startedAt, b.startedAt)),
  });
}

function failuresIn(index: MessageIndex, envelopes: readonly Envelope[]): string[] {
  const hookOf = new Map(envelopes.flatMap(({ testRunHookStarted: it }) => (it ? [[it.id, it.hookId]] : [])));
  return envelopes.flatMap(({ testRunHookFinished, testRunFinished, parseError, attachment }) => {
    if (attachment) return cleanUpFailures({ attachment });
    if (parseError) return [`${parseError.source.uri} does not parse: ${plainText(parseError.message)}`];
    const { type, message: exception } = testRunFinished?.exception ?? {};
    if (exception)
      return [
        `the run ${type === NEVER_BEGAN ? 'never began' : 'ended with an exception'}: ${causeOf(plainText(exception))}`,
      ];
    if (!testRunHookFinished || ['PASSED', 'SKIPPED'].includes(testRunHookFinished.result.status)) return [];
    const source = index.hooks.get(
      hookOf.get(testRunHookFinished.testRunHookStartedId) ?? '',
    )?.sourceReference;
    const place = source?.uri ? ` at ${source.uri}:${source.location?.line ?? '?'}` : '';
    return [
      `a hook of the whole run${place} failed: ${causeOf(plainText(testRunHookFinished.result.message ?? ''))}`,
    ];
  });
}
