import type { Settings } from './settings.ts';

/**
 * What CI systems call a pipeline, the same for all of its jobs and for one that is tried again, another for the next one; by
 * which variable they say which job it is, at which attempt that is, and from where that counts.
 */
const PIPELINES = [
  { run: 'GITHUB_RUN_ID', job: 'GITHUB_JOB', attempt: 'GITHUB_RUN_ATTEMPT', first: 1 },
  { run: 'CI_PIPELINE_ID', job: 'CI_JOB_NAME', attempt: 'CI_JOB_RETRY_COUNT', first: 0 },
  { run: 'BUILD_BUILDID', job: 'SYSTEM_JOBNAME', attempt: 'SYSTEM_JOBATTEMPT', first: 1 },
  {
    run: 'BUILDKITE_BUILD_ID',
    job: 'BUILDKITE_STEP_KEY',
    attempt: 'BUILDKITE_RETRY_COUNT',
    first: 0,
  },
] as const;
/** How `BUILD_TAG` begins in Jenkins (`jenkins-JOB-NUMBER`); elsewhere it is the tag of an image, and the same for many runs. */
const OF_JENKINS = 'jenkins-';

/** Reads of which common run this one is a part, whatever cuts it; a mistake becomes a sentence in `problems`. */
export function readCommonRun(env: NodeJS.ProcessEnv, problems: string[]): string | undefined {
  const { SHARD_RUN: own, BUILD_TAG: tag } = env;
  if (own && !/^[\w.:/@+-]{1,100}$/.test(own))
    problems.push(
      `environment variable SHARD_RUN must be up to 100 letters, digits and characters of . : / @ + - _, got "${own}"`,
    );
  const jenkins = tag?.startsWith(OF_JENKINS) ? tag : undefined;
  return [own, ...PIPELINES.map(({ run }) => env[run]), jenkins].find(Boolean);
}

/** At which attempt the job is, from 1, where the pipeline says that; undefined elsewhere. */
export function readAttempt(env: NodeJS.ProcessEnv): number | undefined {
  const said = PIPELINES.map(({ attempt, first }) => ({ number: env[attempt] ?? '', first })).find(
    ({ number, first }) => /^\d{1,9}$/.test(number) && Number(number) >= first,
  );
  return said && Number(said.number) - said.first + 1;
}

/** What the pipeline calls the job, the same for every attempt of it; undefined where nothing says it. */
export const readJob = (env: NodeJS.ProcessEnv): string | undefined =>
  PIPELINES.map(({ job }) => env[job]).find(Boolean);

/** The attempt that a run was; the first where nothing says it. */
export function attemptOf({ attempt }: Pick<Settings, 'attempt'>): number {
  const number: unknown = attempt;
  return Number.isInteger(number) ? Number(number) : 1;
}

/** The common run that a run names; those of earlier suites name it as shards only. */
export function commonRunOf({ commonRun, shard }: Pick<Settings, 'commonRun' | 'shard'>): string | undefined {
  const name: unknown = shard ? shard.run : commonRun;
  return typeof name === 'string' ? name : undefined;
}
