import { nearest } from '../spelling/nearest.ts';
import type { DefinedScenario } from '../verdict/defined-scenarios.ts';
import { checksById, type Inventory } from '../verdict/inventory.ts';

/** One sentence for each id that is no check and no requirement of the inventory, or that no scenario decides. */
export function onlyProblems(
  ids: readonly string[],
  inventory: Inventory,
  scenarios: readonly DefinedScenario[],
): string[] {
  const known = new Set([...checksById(inventory).keys(), ...inventory.requirements.map(({ id }) => id)]);
  return ids.flatMap((id) => {
    if (known.has(id))
      return scenarios.some((scenario) => decides(scenario, id))
        ? []
        : [`ONLY names ${id}, which no scenario of the selected features decides`];
    const meant = nearest(id.toUpperCase(), known);
    return [
      `ONLY names ${id}, which is no check and no requirement${meant ? `; did you mean ${meant}?` : ''}`,
    ];
  });
}

/** Whether a scenario claims the check, or carries or claims anything of the requirement. */
export const decides = ({ claims, requirementIds }: DefinedScenario, id: string): boolean =>
  requirementIds.includes(id) || claims.some(({ check }) => check === id || check.startsWith(`${id}.`));
