import { readFileSync } from 'node:fs';
import path from 'node:path';
import { shellCommand } from '../shell.ts';

/** npm takes the beginning of the name of one of its own options for that option. */
const COMPLETED: Readonly<Record<string, string>> = { to: 'token-description' };

/** Options that npm has as well: they may be set for it. */
const OF_NPM = ['only', 'name', 'dry-run', 'help'];

/** npm kept options of a command, which so never got them. */
export class KeptByNpm extends Error {
  /** What npm got for each, by the name of the option; `true` where it got nothing. */
  readonly values: Readonly<Record<string, string>>;

  constructor(sentence: string, values: Readonly<Record<string, string>>) {
    super(sentence);
    this.name = 'KeptByNpm';
    this.values = values;
  }
}

/**
 * What there is to say where npm kept options that stand before `--`: the command would never know of them and do something else.
 * npm hands what it keeps on as variables, as it does with its settings: what a file of these sets is none, nor is an option
 * that the command got as well, or that npm itself has (`--only`, `--dry-run`). `script` is the file that runs.
 */
export function swallowedOptions(
  names: readonly string[],
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
  script: string = process.argv[1] ?? '',
): KeptByNpm | undefined {
  const { npm_lifecycle_event: event, npm_lifecycle_script: line = '' } = env;
  if (event === undefined || !line.endsWith(`/${path.basename(script)}`)) return undefined;
  const set = settingsIn(env);
  const kept = names.flatMap((name) => {
    if (OF_NPM.includes(name) || args.some((argument) => argument.split('=')[0] === `--${name}`)) return [];
    const keys = [name, COMPLETED[name] ?? name].filter((key) => !set.has(key));
    const value = keys.map((key) => env[`npm_config_${key.replaceAll('-', '_')}`]).find(Boolean);
    return value === undefined ? [] : [{ name, option: `--${name}`, value }];
  });
  if (kept.length === 0) return undefined;
  const options = kept.map(({ option }) => option).join(' and ');
  const all = kept.flatMap(({ option, value }) => (value === 'true' ? [option] : [option, value]));
  return new KeptByNpm(
    `npm kept ${options} for itself: options of the command stand behind "--", write ${shellCommand({}, `npm run ${event}`, [...all, ...args])}`,
    Object.fromEntries(kept.map(({ name, value }) => [name, value])),
  );
}

/** The names that the files of npm's settings set. */
function settingsIn(env: NodeJS.ProcessEnv): Set<string> {
  const own = path.join(env.npm_config_local_prefix ?? '.', '.npmrc');
  const files = [own, env.npm_config_userconfig, env.npm_config_globalconfig];
  return new Set(files.flatMap((file) => (file === undefined ? [] : namesIn(file))));
}

function namesIn(file: string): string[] {
  try {
    return [...readFileSync(file, 'utf8').matchAll(/^\s*([\w-]+)\s*(?:=|$)/gm)].map(([, name = '']) => name);
  } catch {
    return [];
  }
}
