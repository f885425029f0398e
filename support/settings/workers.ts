import { availableParallelism } from 'node:os';
import { loadTarget } from './load-target.ts';
import { InputProblems } from './problems.ts';
import { readRunOptions } from './run-options.ts';

/** Each worker costs about 85 MB and some seconds of start-up: more do not pay on usual machines. */
const MOST = 5;
/** Workers mostly wait for the cluster: so many share a core. */
const PER_CORE = 3;
/** `x.feature:12`, as editors run one scenario. */
const ONE_SCENARIO = /\.feature:\d+$/;

/**
 * How many workers a run gets; 0 runs in one process. By default three for each core, 5 at most, and no more than
 * the feature files that the target allows at one time. Settings that are wrong are reported by the run itself.
 */
export function workers(env: NodeJS.ProcessEnv, args: readonly string[] = process.argv): number {
  try {
    const { parallel } = readRunOptions(env, []);
    if (parallel !== undefined) return parallel;
    if (args.some((argument) => ONE_SCENARIO.test(argument))) return 0;
    const { limits, namespace } = loadTarget(env);
    // A pool is too small to be shared by workers that do not know of each other.
    if (namespace.mode === 'pool') return 0;
    const count = Math.min(MOST, PER_CORE * availableParallelism(), limits.files);
    return count > 1 ? count : 0;
  } catch (error) {
    if (error instanceof InputProblems) return 0;
    throw error;
  }
}
