import { attemptOf, commonRunOf } from '../settings/common-run.ts';
import type { RunFile } from '../settings/settings.ts';
import type { ScenarioVerdict, VerdictInputs } from './model.ts';

/**
 * One sentence for each run of a job that was tried again, where the other jobs of its common run were not and no earlier attempt
 * at what it ran is given: pipelines put the later result in place of the one that failed. Where all jobs began
 * anew nothing is forgotten that a new run would not forget.
 */
export function forgottenAttempts(
  { runFiles = [], recordings = [] }: Pick<VerdictInputs, 'runFiles' | 'recordings'>,
  scenarios: readonly Pick<ScenarioVerdict, 'scenario'>[],
): string[] {
  const runOf = new Map(recordings.map(({ messages, run = messages }) => [messages, run]));
  const selected = (run: string) =>
    scenarios.filter(({ scenario }) => scenario.selectedBy?.some((messages) => runOf.get(messages) === run));
  return runFiles.flatMap((file) => {
    const earlier = runFiles.filter((other) => isEarlier(other, file)).map(({ settings }) => settings.run.id);
    const tried = new Set(earlier.flatMap(selected));
    if (earlier.length === 0 || selected(file.settings.run.id).every((it) => tried.has(it))) return [];
    return [sentenceOf(file)];
  });
}

/** Both are of one common run, and the first of an earlier attempt at its jobs. */
function isEarlier({ settings: one }: RunFile, { settings: other }: RunFile): boolean {
  const name = commonRunOf(other);
  return name !== undefined && commonRunOf(one) === name && attemptOf(one) < attemptOf(other);
}

const sentenceOf = ({ settings }: RunFile): string =>
  `run ${settings.run.id} is attempt ${attemptOf(settings)} of its job in the common run "${commonRunOf(settings)}", and no earlier attempt at its scenarios is among the recordings: what failed then would be forgotten; give the recording of each attempt`;
