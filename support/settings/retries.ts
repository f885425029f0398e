import { readRunOptions } from './run-options.ts';

/** How many more attempts a scenario that failed gets. Settings that are wrong are reported by the run itself. */
export const retries = (env: NodeJS.ProcessEnv): number => readRunOptions(env, []).retry;
