import type { Attempt } from './attempts.ts';
import type { OutdatedText } from './current-texts.ts';
import { troubleWords } from './decide.ts';
import { indexOf, scenariosIn } from './message-index.ts';
import type { MessageStream } from './message-stream.ts';
import type { RecordedScenario } from './recorded-run.ts';

/** A scenario as it went wrong under a text of its feature that counts no more. */
export interface OutdatedScenario {
  /** As the older text has it, with the attempts in which something went wrong. */
  readonly scenario: RecordedScenario;
  /** `"A title" (2)`: the line has moved since; of several with one title (rows of Examples) each is told by its position. */
  readonly called: string;
  /** The recording that holds it. */
  readonly file: string;
  /** Where it begins in the latest text: `features/x.feature:12`. */
  readonly now: string;
}

type Called = Pick<OutdatedScenario, 'scenario' | 'called'>;

/**
 * The scenarios in which something went wrong under an older text of their feature, and that ran under the latest one
 * without going wrong so. What has not run since is lost, and told as that.
 */
export function troubledBefore(outdated: readonly OutdatedText[]): OutdatedScenario[] {
  const read = new Map<MessageStream, Map<string, Called[]>>();
  const calledIn = (stream: MessageStream, uri: string): readonly Called[] => {
    const byFile = read.get(stream) ?? scenariosByFile(stream);
    read.set(stream, byFile);
    return byFile.get(uri) ?? [];
  };
  return outdated.flatMap(({ uri, stream, current }) => {
    const now = Map.groupBy(
      current.flatMap((it) => calledIn(it, uri)),
      ({ called }) => called,
    );
    return calledIn(stream, uri).flatMap(({ scenario, called }) => {
      const latest = now.get(called) ?? [];
      const since = latest.flatMap((it) => it.scenario.attempts);
      const key = latest[0]?.scenario.defined.key;
      if (since.length === 0 || key === undefined) return [];
      const attempts = scenario.attempts.filter((attempt) => !isToldBy(since, attempt));
      return attempts.length === 0
        ? []
        : [{ scenario: { ...scenario, attempts }, called, file: stream.file, now: key }];
    });
  });
}

/** Everything that went wrong in an attempt went wrong later in the same words: another failure of a scenario is another one. */
function isToldBy(later: readonly Attempt[], attempt: Attempt): boolean {
  const told = new Set(later.flatMap(troubleWords));
  return troubleWords(attempt).every((words) => told.has(words));
}

function scenariosByFile(stream: MessageStream): Map<string, Called[]> {
  const titles = new Map<string, number>();
  const all = scenariosIn(indexOf(stream.envelopes), stream.mark).map((scenario): Called => {
    const { uri, name } = scenario.defined;
    const position = (titles.get(`${uri} ${name}`) ?? 0) + 1;
    titles.set(`${uri} ${name}`, position);
    return { scenario, called: `"${name}"${position === 1 ? '' : ` (${position})`}` };
  });
  return Map.groupBy(all, ({ scenario }) => scenario.defined.uri);
}
