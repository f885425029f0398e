import { messageOf } from '../cluster/environment-error.ts';
import { InputProblems } from '../settings/problems.ts';
import type { DefinedScenario } from '../verdict/defined-scenarios.ts';
import type { Inventory } from '../verdict/inventory.ts';
import { decides, onlyProblems } from './only.ts';
import { type Repeat, repeatOf } from './repeat.ts';

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

/** Reads `ONLY` and `RERUN`. Throws `InputProblems` for a run that does not exist. */
export async function readSelection({ only, rerun }: SelectionOptions): Promise<Selection> {
  const repeat = rerun === undefined ? undefined : await repeated(rerun);
  return {
    ...(repeat && { repeat }),
    problems: (scenarios, inventory) => [
      ...onlyProblems(only, inventory, scenarios),
      ...(repeat && !scenarios.some(repeat.includes)
        ? [`run ${repeat.run} left nothing to repeat: nothing failed, was blocked or did not come to its end`]
        : []),
    ],
    includes: (scenario) =>
      (only.length === 0 || only.some((id) => decides(scenario, id))) && repeat?.includes(scenario) !== false,
  };
}

async function repeated(rerun: string): Promise<Repeat> {
  try {
    return await repeatOf(rerun);
  } catch (error) {
    throw new InputProblems([`RERUN: ${messageOf(error)}`]);
  }
}
