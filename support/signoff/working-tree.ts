import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** A repository on a slow disk must not hold up the end of a run (ms). */
const GIT_LIMIT = 10_000;

/**
 * What git says in a folder, of commits as they are and not of what `git replace` shows for them; undefined where there is no
 * git, no repository or no such thing.
 */
export async function git(
  folder: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<string | undefined> {
  try {
    const { stdout } = await run('git', ['--no-replace-objects', '-C', folder, ...args], {
      timeout: GIT_LIMIT,
      env,
    });
    return stdout;
  } catch {
    return undefined;
  }
}

/** A folder as a commit has it. */
export interface CommittedFolder {
  readonly commit: string;
  /** Files that differ from the commit or are not in it, relative to the folder; absent where that cannot be told. */
  readonly changes?: readonly string[];
}

/** The commit that a folder is checked out of; undefined unless that commit holds a file of the folder. */
export async function committedFolder(folder: string, file: string): Promise<CommittedFolder | undefined> {
  const names = ['HEAD^{commit}', 'HEAD:./', `HEAD:./${file}`];
  const told = await git(folder, ['rev-parse', '--git-path', 'objects', ...names]);
  const [objects, commit, tree] = (told ?? '').split('\n');
  if (!objects || !commit || !tree) return undefined;
  const own = await mkdtemp(path.join(os.tmpdir(), 'acceptance-git-'));
  try {
    const changes = await changesSince(tree, folder, path.resolve(folder, objects), own);
    return { commit, ...(changes && { changes }) };
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

/**
 * Compares by a repository of its own that borrows the objects of the real one: neither the index of that (files assumed
 * unchanged, a sparse checkout) nor its configuration, excludes, attributes and replacements can hide a change. Only what the
 * committed `.gitignore` of the folder names is left out.
 */
async function changesSince(
  tree: string,
  folder: string,
  objects: string,
  own: string,
): Promise<string[] | undefined> {
  const env = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: os.devNull,
    GIT_ATTR_NOSYSTEM: '1',
    GIT_DIR: own,
    GIT_WORK_TREE: path.resolve(folder),
    GIT_OBJECT_DIRECTORY: objects,
  };
  const ask = (...args: string[]): Promise<string | undefined> => git(folder, args, env);
  if ((await ask('init', '--quiet', '--template=')) === undefined) return undefined;
  if ((await ask('read-tree', tree)) === undefined) return undefined;
  const ignored = path.join(own, 'ignored');
  await writeFile(ignored, (await ask('cat-file', 'blob', `${tree}:.gitignore`)) ?? '');
  const changed = await ask('ls-files', '-z', '--modified', '--others', `--exclude-from=${ignored}`);
  return changed === undefined ? undefined : [...new Set(changed.split('\0'))].filter((file) => file !== '');
}
