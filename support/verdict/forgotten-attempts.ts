import { attemptOf, commonRunOf } from '../settings/common-run.ts';
import { repeatsOf } from '../settings/repeated-runs.ts';
import type { RunFile } from '../settings/settings.ts';
import { extentsOf } from './extents.ts';
import type { ScenarioVerdict, VerdictInputs } from './model.ts';
import { isSamePart } from './unbegun-attempts.ts';

/** Attempts that a sentence names. */
const MOST_NAMED = 5;

/**
 * One sentence for each run of a job that was tried again of which an earlier attempt is not given: each was tried again because
 * something had failed, and pipelines put the later result in its place. An attempt of the same job has its name, where the
 * pipeline tells it, and was to run the same scenarios: another job of the pipeline may have run them, too. A repeat rests on what
 * it repeats, and is one more attempt of that.
 */
export function forgottenAttempts(
  {
    runFiles = [],
    recordings = [],
    unbegun = [],
  }: Pick<VerdictInputs, 'runFiles' | 'recordings' | 'unbegun'>,
  scenarios: readonly Pick<ScenarioVerdict, 'scenario'>[],
): string[] {
  const own = runFiles.filter(({ settings }) => repeatsOf(settings).named.length === 0);
  const extents = extentsOf(recordings, scenarios);
  const jobOf = ({ settings }: RunFile): string =>
    JSON.stringify([commonRunOf(settings), settings.job, extents.get(settings.run.id)]);
  const jobs = Map.groupBy(own, jobOf);
  return own.flatMap((runFile) => {
    const ofJob = jobs.get(jobOf(runFile)) ?? [];
    const repeats = runFiles.filter((other) => repeatsOneOf(other, ofJob));
    const idle = unbegun.filter(({ settings }) => isSamePart(settings, runFile.settings));
    const given = new Set([...ofJob, ...repeats, ...idle].map((it) => attemptOf(it.settings)));
    const lost: number[] = [];
    for (let number = 1; number < attemptOf(runFile.settings) && lost.length <= MOST_NAMED; number += 1)
      if (!given.has(number)) lost.push(number);
    return lost.length === 0 ? [] : [sentenceOf(runFile.settings, lost)];
  });
}

const repeatsOneOf = ({ settings }: RunFile, runs: readonly RunFile[]): boolean =>
  repeatsOf(settings).named.some(({ run }) => runs.some((it) => it.settings.run.id === run));

function sentenceOf(settings: RunFile['settings'], lost: readonly number[]): string {
  const named = [...lost.slice(0, MOST_NAMED), ...(lost.length > MOST_NAMED ? ['…'] : [])].join(', ');
  const [attempts, are] = lost.length === 1 ? ['attempt', 'is'] : ['attempts', 'are'];
  return `run ${settings.run.id} is attempt ${attemptOf(settings)} of its job in the common run "${commonRunOf(settings) ?? ''}", and ${attempts} ${named} of that ${are} not among the recordings: what failed there would be forgotten; give the recording of every attempt, or begin a new pipeline`;
}
