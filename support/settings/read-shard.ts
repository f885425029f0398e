import { readAttempt, readCommonRun, readJob } from './common-run.ts';
import type { Settings } from './settings.ts';

/** Reads `SHARD`, and of which run that is a part; mistakes become sentences in `problems`. */
export function readShard(
  env: NodeJS.ProcessEnv,
  problems: string[],
): Pick<Settings, 'shard' | 'commonRun' | 'job' | 'attempt'> {
  const run = readCommonRun(env, problems);
  const attempt = readAttempt(env);
  const job = readJob(env);
  const common = { ...(run && { commonRun: run }), ...(job && { job }), ...(attempt && { attempt }) };
  const { SHARD: text } = env;
  if (!text) return common;
  const [, index = 0, count = 0] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (index >= 1 && index <= count) return { ...common, shard: { index, count, ...(run && { run }) } };
  problems.push(`environment variable SHARD must be i/n with i from 1 to n, got "${text}"`);
  return common;
}

/** What is better known before a run than when its recording is merged with others. */
export const shardNotes = ({ shard, attempt = 1 }: Pick<Settings, 'shard' | 'attempt'>): string[] => [
  ...(shard && shard.count > 1 && shard.run === undefined
    ? [
        'note: SHARD without SHARD_RUN: merged with the other shards this run is PARTIAL at best, because nobody will know whether they belong together',
      ]
    : []),
  ...(attempt > 1
    ? [
        `note: this is attempt ${attempt} of its job: without the recording of every earlier one it is PARTIAL at best, because what failed there would be forgotten`,
      ]
    : []),
];
