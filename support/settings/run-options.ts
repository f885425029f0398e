import type { GroupField } from './field.ts';
import { listOf, parseEnvironment } from './read-environment.ts';
import { readShard } from './read-shard.ts';
import type { Settings } from './settings.ts';

/** Variables of one run, besides those of the target's fields. */
export const RUN_FIELDS: GroupField = {
  type: 'group',
  meaning: 'one run',
  fields: {
    target: { type: 'text', env: 'TARGET', default: 'embedded', meaning: 'name or file of the target' },
    keep: {
      type: 'text',
      env: 'KEEP',
      choices: ['never', 'on-failure', 'always'],
      default: 'never',
      meaning: 'what stays on the cluster after a scenario',
    },
    require: { type: 'texts', env: 'REQUIRE', meaning: 'capabilities whose absence is an error, not a skip' },
    only: {
      type: 'texts',
      env: 'ONLY',
      meaning: 'ids of checks or requirements: only scenarios that decide one of them run',
    },
    rerun: {
      type: 'text',
      env: 'RERUN',
      meaning:
        'a run (id, directory, or `last`) whose failed, blocked and unfinished scenarios run again, merged with it',
    },
    shard: {
      type: 'text',
      env: 'SHARD',
      meaning: 'the part of the feature files to run, with the control groups of their systems: `2/4`',
    },
    shardRun: {
      type: 'text',
      env: 'SHARD_RUN',
      meaning:
        'what the parts of one run have in common, shards or not, and no other run has; else the number of the pipeline, where CI sets one',
    },
    seed: {
      type: 'number',
      env: 'SEED',
      least: 0,
      most: 4_294_967_295,
      integer: true,
      meaning: 'seed of everything random; drawn and printed when not given',
    },
    order: {
      type: 'text',
      env: 'ORDER',
      choices: ['defined', 'random'],
      default: 'defined',
      meaning: 'order of feature files and of scenarios in them; random follows the seed',
    },
    preflight: {
      type: 'text',
      env: 'PREFLIGHT',
      choices: ['stop', 'continue'],
      default: 'stop',
      meaning: 'whether a failed control group blocks the rest of its system',
    },
    parallel: {
      type: 'number',
      env: 'PARALLEL',
      least: 0,
      most: 16,
      integer: true,
      meaning: 'workers; 0 runs in one process',
    },
    retry: {
      type: 'number',
      env: 'RETRY',
      least: 0,
      most: 5,
      integer: true,
      default: 0,
      meaning: 'more attempts of a scenario that failed; one that then passes counts as flaky',
    },
    defects: {
      type: 'texts',
      env: 'DEFECTS',
      meaning: 'defects that the embedded cluster has in this run (proof runs)',
    },
  },
};

/** The options of a run; numbers that were not given are absent. */
export interface RunOptions
  extends Pick<Settings, 'keep' | 'require' | 'preflight' | 'shard' | 'commonRun' | 'job' | 'attempt'> {
  readonly seed?: number;
  readonly order: 'defined' | 'random';
  readonly parallel?: number;
  readonly retry: number;
  readonly defects: readonly string[];
  /** Ids of checks or requirements; empty for no restriction. */
  readonly only: readonly string[];
  readonly rerun?: string;
}

/** Reads the variables of a run; mistakes become sentences in `problems`. */
export function readRunOptions(env: NodeJS.ProcessEnv, problems: string[]): RunOptions {
  const read = <Value>(name: string, otherwise: Value): Value => {
    const field = RUN_FIELDS.fields[name];
    return ((field && parseEnvironment(field, env, problems)) as Value | undefined) ?? otherwise;
  };
  const seed = read<number | undefined>('seed', undefined);
  const parallel = read<number | undefined>('parallel', undefined);
  const named = (variable: string): string[] => readList(variable, env[variable] ?? '', problems);
  return {
    keep: read<Settings['keep']>('keep', 'never'),
    require: named('REQUIRE'),
    preflight: read('preflight', 'stop') === 'stop',
    order: read<RunOptions['order']>('order', 'defined'),
    retry: read('retry', 0),
    defects: named('DEFECTS'),
    only: named('ONLY'),
    ...(env.RERUN && { rerun: env.RERUN }),
    ...(seed !== undefined && { seed }),
    ...(parallel !== undefined && { parallel }),
    ...readShard(env, problems),
  };
}

/** `a,,b` or a lone comma names nothing somewhere: a list that came out empty would mean no restriction at all. */
function readList(variable: string, text: string, problems: string[]): string[] {
  if (text !== '' && text.split(',').some((part) => part.trim() === ''))
    problems.push(
      `${variable} must be words with commas between them, got "${text}"; leave the empty one out, or unset it`,
    );
  return listOf(text);
}
