import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** Which suite judged. */
export interface Suite {
  readonly version: string;
  /** Absent outside a git checkout. */
  readonly commit?: string;
  /** Something differed from the commit. */
  readonly modified?: boolean;
}

/** `0.1.0, commit 8979d3d with changes`. */
export function suiteText({ version, commit, modified }: Suite): string {
  return commit ? `${version}, commit ${commit}${modified ? ' with changes' : ''}` : version;
}

const run = promisify(execFile);
/** A repository on a slow disk must not hold up the end of a run (ms). */
const GIT_LIMIT = 10_000;

/** Version and commit of the suite in the working directory. */
export async function suiteHere(): Promise<Suite> {
  const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
  const [commit, changes] = await Promise.all([
    git('rev-parse', '--verify', 'HEAD'),
    git('status', '--porcelain'),
  ]);
  if (!commit) return { version };
  return { version, commit, ...(changes !== undefined && { modified: changes !== '' }) };
}

/** The suite in the working directory, as far as it can be told. */
export const knownSuite = (): Promise<{ suite?: Suite }> =>
  suiteHere().then(
    (suite) => ({ suite }),
    () => ({}),
  );

/** What git says; undefined where there is no git or no repository. */
export async function git(...args: string[]): Promise<string | undefined> {
  try {
    const { stdout } = await run('git', args, { timeout: GIT_LIMIT });
    return stdout.trim();
  } catch {
    return undefined;
  }
}
