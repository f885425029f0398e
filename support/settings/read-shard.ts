import type { Shard } from './settings.ts';

/** What CI systems call a pipeline: the same for all of its jobs and for one that is tried again, another for the next one. */
const PIPELINES = [
  'GITHUB_RUN_ID',
  'CI_PIPELINE_ID',
  'BUILD_BUILDID',
  'BUILDKITE_BUILD_ID',
  'BUILD_TAG',
] as const;

/** Reads `SHARD` and of which run that is a part; mistakes become sentences in `problems`. */
export function readShard(env: NodeJS.ProcessEnv, problems: string[]): Shard | undefined {
  const { SHARD: text, SHARD_RUN: own } = env;
  if (own && !/^[\w.:/@+-]{1,100}$/.test(own))
    problems.push(
      `environment variable SHARD_RUN must be up to 100 letters, digits and characters of . : / @ + - _, got "${own}"`,
    );
  if (!text) return undefined;
  const [, index = 0, count = 0] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  const run = [own, ...PIPELINES.map((name) => env[name])].find(Boolean);
  if (index >= 1 && index <= count) return { index, count, ...(run && { run }) };
  problems.push(`environment variable SHARD must be i/n with i from 1 to n, got "${text}"`);
  return undefined;
}

/** What is better known before a run than when its shards are merged. */
export const shardNotes = ({ shard }: { readonly shard?: Shard }): string[] =>
  shard && shard.count > 1 && shard.run === undefined
    ? [
        'note: SHARD without SHARD_RUN: merged with the other shards this run is PARTIAL at best, because nobody will know whether they belong together',
      ]
    : [];
