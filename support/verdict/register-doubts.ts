import { git } from '../suite/git.ts';
import { committedFolder, whyUntold } from '../suite/working-tree.ts';
import type { RunSuite } from './suite-doubts.ts';

/** What decides beside the recording, in the folder of the features. */
const INVENTORY = 'requirements.yaml';
const REGISTERS: readonly string[] = [INVENTORY, 'exceptions.yaml', 'coverage.yaml'];

/** What is to be said of the inventory and the registers that verdicts rest on. */
export interface AboutRegister {
  /** One sentence for each file with changes that no commit holds, and for what cannot be told. */
  readonly doubts: readonly string[];
  /** One sentence for each file that was changed by a commit since a run. */
  readonly notes: readonly string[];
}

/**
 * A recording can be judged again, and by then another inventory or register: what no commit holds nobody can look up,
 * and what a commit has changed since the run is said. Where git cannot tell, that is a doubt.
 */
export async function aboutRegister(
  features: string,
  suites: readonly Pick<RunSuite, 'run' | 'suite'>[],
): Promise<AboutRegister> {
  const committed = await committedFolder(features, INVENTORY);
  if (committed?.changes === undefined) return { doubts: [await untold(features)], notes: [] };
  const changed = committed.changes.filter((file) => REGISTERS.includes(file));
  const since = await Promise.all(suites.map((suite) => changesSince(features, suite)));
  return {
    doubts: [
      ...changed.map(
        (file) =>
          `${features}/${file} has changes that no commit holds: nobody can look up by what was judged`,
      ),
      ...new Set(since.flatMap(({ doubts }) => doubts)),
    ],
    notes: [...new Set(since.flatMap(({ notes }) => notes))],
  };
}

async function untold(features: string): Promise<string> {
  const why = await whyUntold(features);
  const reason = why === undefined ? '' : ` (${why})`;
  return `git cannot say whether a commit holds ${features}/${INVENTORY} and the registers beside it as they are${reason}: nobody can look up by what was judged`;
}

/** What commits have changed since a run; a run that names no commit is a doubt already. */
async function changesSince(
  features: string,
  { run, suite }: Pick<RunSuite, 'run' | 'suite'>,
): Promise<AboutRegister> {
  if (suite?.commit === undefined) return { doubts: [], notes: [] };
  const trees = ['--end-of-options', suite.commit, 'HEAD', '--', ...REGISTERS];
  const changed = await git(features, ['diff-tree', '-r', '-z', '--name-only', '--relative', ...trees]);
  if (changed === undefined)
    return {
      doubts: [
        `commit ${suite.commit} of run ${run} is not here (git fetch gets it): nobody can say which suite judged, and whether its register was this one`,
      ],
      notes: [],
    };
  return {
    doubts: [],
    notes: changed
      .split('\0')
      .filter((file) => file !== '')
      .map(
        (file) =>
          `${features}/${file} has changed since run ${run} (commit ${suite.commit}): it is judged by what stands there now`,
      ),
  };
}
