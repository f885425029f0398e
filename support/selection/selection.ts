import { messageOf } from '../cluster/environment-error.ts';
import { InputProblems } from '../settings/problems.ts';
import type { DefinedScenario } from '../verdict/defined-scenarios.ts';
import type { Inventory } from '../verdict/inventory.ts';
import { decides, onlyProblems } from './only.ts';
import { type Place, placeText, type Repeat, repeatOf } from './repeat.ts';

/** The part of the scenarios that a run was asked for, besides the runner's own filters. */
export interface Selection {
  readonly repeat?: Repeat;
  /** Mistakes in what was asked for, given what the runner's filters left; one sentence each. */
  problems(scenarios: readonly DefinedScenario[], inventory: Inventory): string[];
  includes(scenario: DefinedScenario): boolean;
}

export interface SelectionOptions {
  /** Ids of checks or requirements. */
  readonly only: readonly string[];
  /** A run, as `findRun` reads it. */
  readonly rerun?: string;
}

/**
 * Reads `ONLY` and `RERUN`. Throws `InputProblems` for a run that does not exist, and for one of another target, other
 * releases or other defects than those of `here`: their verdicts would not be of one system.
 */
export async function readSelection({ only, rerun }: SelectionOptions, here: Place): Promise<Selection> {
  const repeat = rerun === undefined ? undefined : await repeated(rerun, placeText(here));
  return {
    ...(repeat && { repeat }),
    problems: (scenarios, inventory) => [
      ...onlyProblems(only, inventory, scenarios),
      ...(repeat && !scenarios.some(repeat.includes) ? [nothingLeft(repeat)] : []),
    ],
    includes: (scenario) =>
      (only.length === 0 || only.some((id) => decides(scenario, id))) && repeat?.includes(scenario) !== false,
  };
}

const nothingLeft = ({ run }: Repeat): string =>
  `run ${run} left nothing to repeat: nothing failed, was blocked or did not come to its end`;

async function repeated(rerun: string, here: string): Promise<Repeat> {
  const repeat = await repeatOf(rerun).catch((error: unknown) => {
    throw new InputProblems([`RERUN: ${messageOf(error)}`]);
  });
  if (repeat.place === undefined || repeat.place === here) {
    // Refused before a run begins: reports that are published stay, because they are what both runs would come to.
    if (!repeat.left) throw new InputProblems([nothingLeft(repeat)]);
    return repeat;
  }
  const sentence = `RERUN: run ${repeat.run} was on ${repeat.place}, and this one is on ${here}`;
  throw new InputProblems([
    `${sentence}: their verdicts are not of one system; choose the same TARGET and DEFECTS`,
  ]);
}
