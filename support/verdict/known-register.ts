import { git } from '../signoff/suite.ts';
import type { RunSuite } from './known-suite.ts';

/** What decides beside the recording, in the folder of the features. */
const REGISTERS: readonly string[] = ['requirements.yaml', 'exceptions.yaml', 'coverage.yaml'];

/** What is to be said of the inventory and the registers that verdicts rest on. */
export interface KnownRegister {
  /** One sentence for each file with changes that no commit holds. */
  readonly doubts: readonly string[];
  /** One sentence for each file that was changed by a commit since a run. */
  readonly notes: readonly string[];
}

/**
 * A recording can be judged again, and by then another inventory or register: what no commit holds nobody can look up,
 * and what a commit has changed since the run is said. Outside a git checkout nothing is known, and nothing said.
 */
export async function knownRegister(
  features: string,
  suites: readonly Pick<RunSuite, 'run' | 'suite'>[],
): Promise<KnownRegister> {
  const changed = await filesOf(
    features,
    'status',
    '--porcelain',
    '--untracked-files=all',
    '--',
    ...REGISTERS,
  );
  const since = suites.map(async ({ run, suite }) => {
    const different =
      suite?.commit === undefined
        ? []
        : await filesOf(features, 'diff', '--name-only', suite.commit, 'HEAD', '--', ...REGISTERS);
    return different.map(
      (file) =>
        `${file} has changed since run ${run} (commit ${suite?.commit ?? ''}): it is judged by what stands there now`,
    );
  });
  return {
    doubts: changed.map(
      (line) =>
        `${line.trim().replace(/^\S+\s+/, '')} has changes that no commit holds: nobody can look up by what was judged`,
    ),
    notes: [...new Set((await Promise.all(since)).flat())],
  };
}

/** Files that git names, asked in a folder. */
const filesOf = async (folder: string, ...args: readonly string[]): Promise<string[]> =>
  ((await git('-C', folder, ...args)) ?? '').split('\n').filter((line) => line !== '');
