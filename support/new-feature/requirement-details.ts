import { type Check, type Requirement, readInventory } from '../verdict/inventory.ts';

/** A requirement with what only its writer needs of the inventory. */
export interface WrittenRequirement extends Requirement {
  readonly given?: readonly string[];
  readonly related?: readonly string[];
  readonly notes?: readonly string[];
  readonly checks: readonly WrittenCheck[];
}

export interface WrittenCheck extends Check {
  /** The step or section of the document. */
  readonly step?: string;
  /** The state named in `expect` must not be found. */
  readonly negative?: boolean;
  /** The check applies only under this condition. */
  readonly when?: string;
}

/** The requirements of the inventory with all their fields. */
export const readRequirements = async (file: string): Promise<readonly WrittenRequirement[]> =>
  (await readInventory(file)).requirements as readonly WrittenRequirement[];
