import { attemptOf, commonRunOf } from '../settings/common-run.ts';
import type { RunFile } from '../settings/settings.ts';
import type { ScenarioVerdict, VerdictInputs } from './model.ts';

/** Attempts that a sentence names. */
const MOST_NAMED = 5;

/**
 * One sentence for each run of a job that was tried again of which an earlier attempt is not given: each was tried again because
 * something had failed, and pipelines put the later result in its place. Attempts are counted by scenario, because a job does not say which one it is.
 */
export function forgottenAttempts(
  { runFiles = [], recordings = [] }: Pick<VerdictInputs, 'runFiles' | 'recordings'>,
  scenarios: readonly Pick<ScenarioVerdict, 'scenario'>[],
): string[] {
  const runOf = new Map(recordings.map(({ messages, run = messages }) => [messages, run]));
  const selections = scenarios.map(
    ({ scenario }) => new Set(scenario.selectedBy?.map((messages) => runOf.get(messages))),
  );
  return runFiles.flatMap(({ settings }) => {
    const given = selections
      .filter((selecting) => selecting.has(settings.run.id))
      .map((selecting) => attemptsIn(commonRunOf(settings), selecting, runFiles));
    const lost: number[] = [];
    for (let number = 1; number < attemptOf(settings) && lost.length <= MOST_NAMED; number += 1)
      if (given.some((attempts) => !attempts.has(number))) lost.push(number);
    return lost.length === 0 ? [] : [sentenceOf(settings, lost)];
  });
}

/** The attempts of a common run among some runs. */
const attemptsIn = (
  name: string | undefined,
  runs: ReadonlySet<string | undefined>,
  runFiles: readonly RunFile[],
): Set<number> =>
  new Set(
    runFiles.flatMap(({ settings }) =>
      runs.has(settings.run.id) && commonRunOf(settings) === name ? [attemptOf(settings)] : [],
    ),
  );

function sentenceOf(settings: RunFile['settings'], lost: readonly number[]): string {
  const named = [...lost.slice(0, MOST_NAMED), ...(lost.length > MOST_NAMED ? ['…'] : [])].join(', ');
  const [attempts, are] = lost.length === 1 ? ['attempt', 'is'] : ['attempts', 'are'];
  return `run ${settings.run.id} is attempt ${attemptOf(settings)} of its job in the common run "${commonRunOf(settings) ?? ''}", and ${attempts} ${named} of its scenarios ${are} not among the recordings: what failed there would be forgotten; give the recording of every attempt, or begin a new pipeline`;
}
