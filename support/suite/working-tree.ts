import { rmSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { git, refusedOwner } from './git.ts';

/** A folder as a commit has it. */
export interface CommittedFolder {
  readonly commit: string;
  /** Files that differ from the commit, are not in it, or are links there, relative to the folder; absent where that cannot be told. */
  readonly changes?: readonly string[];
}

/** The commit that a folder is checked out of; undefined unless that commit holds a file of the folder. */
export async function committedFolder(folder: string, file: string): Promise<CommittedFolder | undefined> {
  const names = ['HEAD^{commit}', 'HEAD:./', `HEAD:./${file}`];
  const told = await git(folder, ['rev-parse', '--git-path', 'objects', ...names]);
  const [objects, commit, tree] = (told ?? '').split('\n');
  if (!objects || !commit || !tree) return undefined;
  const changes = await inTemporaryFolder((own) =>
    changesSince(tree, folder, path.resolve(folder, objects), own),
  );
  return { commit, ...(changes && { changes }) };
}

/** Why nobody can tell whether a commit holds a folder as it is, in words; undefined where that is not known. */
export const whyUntold = async (folder: string): Promise<string | undefined> =>
  (await refusedOwner(folder)) ??
  (await inTemporaryFolder(
    () => Promise.resolve(undefined),
    () => `no temporary folder can be made in ${os.tmpdir()}`,
  ));

/** Does a job with a folder that is gone afterwards, also when the process is ended meanwhile. */
async function inTemporaryFolder<Result>(
  job: (own: string) => Promise<Result | undefined>,
  otherwise: () => Result | undefined = () => undefined,
): Promise<Result | undefined> {
  let own: string;
  try {
    own = await mkdtemp(path.join(os.tmpdir(), 'acceptance-git-'));
  } catch {
    return otherwise();
  }
  const remove = (): void => rmSync(own, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    return await job(own);
  } finally {
    process.off('exit', remove);
    remove();
  }
}

/** What of the configuration of a checkout says how its files differ from what is committed though nobody changed them. */
async function settingsOf(folder: string): Promise<string[]> {
  const fileMode = await git(folder, ['config', '--type=bool', '--get', 'core.fileMode']);
  const autocrlf = await git(folder, ['config', '--get', 'core.autocrlf']);
  return [
    ...['-c', `core.fileMode=${fileMode?.trim() || 'true'}`],
    ...['-c', `core.autocrlf=${autocrlf?.trim() || 'false'}`],
  ];
}

/** A pattern that names a folder means no link to one; packages may be installed beside the checkout. */
const withLinkedPackages = (ignored: string): string =>
  /^\/?node_modules\/\s*$/m.test(ignored) ? `${ignored}\n/node_modules\n` : ignored;

/**
 * Compares by a repository of its own that borrows the objects of the real one: neither the index of that (files assumed
 * unchanged, a sparse checkout) nor its configuration, excludes, attributes and replacements can hide a change. Only how the
 * file system keeps modes and line ends is asked of it, and what the committed `.gitignore` of the folder names is left out.
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
  await writeFile(ignored, withLinkedPackages((await ask('cat-file', 'blob', `${tree}:.gitignore`)) ?? ''));
  const asked = ['ls-files', '-z', '--modified', '--others', `--exclude-from=${ignored}`];
  const changed = await ask(...(await settingsOf(folder)), ...asked);
  const staged = await ask('ls-files', '-z', '--stage');
  if (changed === undefined || staged === undefined) return undefined;
  return [...new Set([...changed.split('\0'), ...heldElsewhere(staged)])].filter((file) => file !== '');
}

/** Files of which the commit holds only where they lie: links, and other repositories. What stands there it does not hold. */
const heldElsewhere = (staged: string): string[] =>
  staged.split('\0').flatMap((entry) => {
    const [, mode = '', file = ''] = /^(\d+) \w+ \d\t(.*)$/s.exec(entry) ?? [];
    return mode.startsWith('100') ? [] : [file];
  });
