import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { loadRelease } from './load-release.ts';
import { loadTarget, unreadVariables } from './load-target.ts';
import { InputProblems } from './problems.ts';
import { shardNotes } from './read-shard.ts';
import { type RunOptions, readRunOptions } from './run-options.ts';
import type { Release, Settings, Target } from './settings.ts';

/** Settings of a run, and the options that only its coordinator needs. */
export interface LoadedSettings {
  readonly settings: Settings;
  readonly options: RunOptions;
  /** Variables that look like the suite's own and are not read, one sentence each. */
  readonly notes: readonly string[];
}

/** Reads target, releases and variables. Throws `InputProblems` with every mistake of all of them. */
export function loadSettings(env: NodeJS.ProcessEnv, now: Date): LoadedSettings {
  const problems: string[] = [];
  const options = readRunOptions(env, problems);
  const target = collect(problems, () => loadTarget(env));
  const releases: Record<string, Release> = {};
  for (const [system, name] of Object.entries(target?.releases ?? {})) {
    const release = collect(problems, () => loadRelease(system, name));
    if (release) releases[system] = release;
  }
  if (target?.namespace.mode === 'pool' && options.keep !== 'never')
    problems.push(
      `KEEP is "${options.keep}", but the namespaces of the target are a pool: what is kept in one keeps it from all other scenarios; unset KEEP`,
    );
  if (!target || problems.length > 0) throw new InputProblems(problems);
  return {
    settings: settingsOf(target, releases, options, now),
    options,
    notes: [...unreadVariables(env), ...shardNotes(options)],
  };
}

function settingsOf(
  target: Target,
  releases: Record<string, Release>,
  options: RunOptions,
  now: Date,
): Settings {
  const id = newRunId(now);
  return {
    run: {
      id,
      seed: options.seed ?? randomInt(0, 4_294_967_295),
      startedAt: now.toISOString(),
      directory: join('reports', 'runs', id),
    },
    target: withControllers(target, releases),
    releases,
    keep: options.keep,
    require: options.require,
    preflight: options.preflight,
    ...(options.defects.length > 0 && { defects: options.defects }),
    ...(options.shard && { shard: options.shard }),
    ...(options.commonRun && { commonRun: options.commonRun }),
    ...(options.job && { job: options.job }),
    ...(options.attempt && { attempt: options.attempt }),
  };
}

/** Controllers are where the release has them, unless the target says that they are elsewhere: `LLM service`, or `llm-service` where a variable does. */
function withControllers(target: Target, releases: Record<string, Release>): Target {
  const promised = Object.values(releases).flatMap(({ controllers }) => Object.entries(controllers));
  const variable = (word: string): string => word.toLowerCase().replaceAll(' ', '-');
  const known = promised.map(([word]) => word);
  const own = Object.entries(target.controllers).map(
    ([word, place]) => [known.find((one) => variable(one) === variable(word)) ?? word, place] as const,
  );
  return { ...target, controllers: Object.fromEntries([...promised, ...own]) };
}

/** Sorts by time, fits in names of namespaces: seconds and three random characters, in base 36. */
function newRunId(now: Date): string {
  const random = randomInt(0, 36 ** 3)
    .toString(36)
    .padStart(3, '0');
  return `${Math.floor(now.getTime() / 1_000).toString(36)}${random}`;
}

function collect<Loaded>(problems: string[], load: () => Loaded): Loaded | undefined {
  try {
    return load();
  } catch (error) {
    if (!(error instanceof InputProblems)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}
