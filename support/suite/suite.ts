import { readFile } from 'node:fs/promises';
import { counted } from '../amounts/counted.ts';
import { committedFolder } from './working-tree.ts';

/** Which suite judged. */
export interface Suite {
  readonly version: string;
  /** Absent where no repository holds the suite. */
  readonly commit?: string;
  /** Something differed from the commit; absent where nobody could tell. */
  readonly modified?: boolean;
}

/** `0.1.0, commit 8979d3d with changes`. */
export function suiteText({ version, commit, modified }: Suite): string {
  return commit ? `${version}, commit ${commit}${modified ? ' with changes' : ''}` : version;
}

const PACKAGE = 'package.json';

/** Version and commit of the suite in the working directory. */
export async function suiteHere(): Promise<Suite> {
  const version = await versionHere();
  const folder = await committedFolder('.', PACKAGE);
  if (!folder) return { version };
  const { commit, changes } = folder;
  return { version, commit, ...(changes && { modified: changes.length > 0 }) };
}

async function versionHere(): Promise<string> {
  const { version } = JSON.parse(await readFile(PACKAGE, 'utf8')) as { version: string };
  return version;
}

/** Files that a sentence names. */
const MOST_NAMED = 3;

/** Which files of the working directory its commit does not hold as they are, in words. */
export async function changedHere(): Promise<string> {
  const changes = (await committedFolder('.', PACKAGE))?.changes ?? [];
  const others = changes.length - MOST_NAMED;
  const more = others > 0 ? [counted(others, 'other file')] : [];
  return [...changes.slice(0, MOST_NAMED), ...more].join(', ') || 'files that are as they were again';
}

/** The suite that judges a recording again. */
export interface Judge {
  readonly version: string;
  /** Absent where no repository holds it. */
  readonly commit?: string;
  /** Files of it that no commit holds as they are; absent where nobody could tell. */
  readonly edited?: readonly string[];
}

/** What judges; features, inventory and registers are looked at by themselves, and recordings may lie anywhere. */
const JUDGING = /^(?:support\/|package(?:-lock)?\.json$)/;

/** The suite in the working directory as the judge of recordings of other runs. */
export async function judgeHere(): Promise<Judge> {
  const version = await versionHere();
  const folder = await committedFolder('.', PACKAGE);
  if (!folder) return { version };
  const { commit, changes } = folder;
  return { version, commit, ...(changes && { edited: changes.filter((file) => JUDGING.test(file)) }) };
}

/** The suite in the working directory, as far as it can be told. */
export const knownSuite = (): Promise<{ suite?: Suite }> =>
  suiteHere().then(
    (suite) => ({ suite }),
    () => ({}),
  );
