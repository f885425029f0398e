import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** A repository on a slow disk must not hold up the end of a run (ms). */
const GIT_LIMIT = 10_000;

/** What points git to another repository than that of a folder: a hook of git sets some of them (`git rev-parse --local-env-vars`). */
const ELSEWHERE: readonly string[] = [
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_COMMON_DIR',
  'GIT_CONFIG',
  'GIT_DIR',
  'GIT_GRAFT_FILE',
  'GIT_IMPLICIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_NAMESPACE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_PREFIX',
  'GIT_REPLACE_REF_BASE',
  'GIT_SHALLOW_FILE',
  'GIT_WORK_TREE',
];

const ofTheFolder = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(env).filter(([name]) => !ELSEWHERE.includes(name))),
  LC_ALL: 'C',
});

const output = async (folder: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> =>
  (await run('git', ['--no-replace-objects', '-C', folder, ...args], { timeout: GIT_LIMIT, env })).stdout;

/**
 * What git says in a folder, of commits as they are and not of what `git replace` shows for them; undefined where there is no
 * git, no repository or no such thing. `env` replaces the variables of this process.
 */
export async function git(
  folder: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = ofTheFolder(process.env),
): Promise<string | undefined> {
  try {
    return await output(folder, args, env);
  } catch {
    return undefined;
  }
}

/** Why git refuses a folder for its owner, and the command that allows it; undefined where it does not. */
export async function refusedOwner(folder: string): Promise<string | undefined> {
  try {
    await output(folder, ['rev-parse', '--git-dir'], ofTheFolder(process.env));
    return undefined;
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string };
    const [allow] = /git config --global --add safe\.directory .*/.exec(stderr) ?? [];
    return allow && `the checkout belongs to another user, and git refuses it until: ${allow.trim()}`;
  }
}
