import { nearest } from '../spelling/nearest.ts';
import type { DefinedScenario } from '../verdict/defined-scenarios.ts';
import { checksById, type Inventory } from '../verdict/inventory.ts';

/**
 * One sentence for each claim of a check that does not exist, or whose requirement the scenario does not carry, and for
 * each scenario without a priority. A misspelt tag that may be the missing one is not counted twice.
 */
export function claimProblems(
  scenarios: Iterable<DefinedScenario>,
  inventory: Inventory,
  known: ReadonlySet<string>,
): string[] {
  const checks = checksById(inventory);
  const problems = new Set<string>();
  for (const scenario of scenarios) {
    const misspelt = scenario.tags.map(({ name }) => name.slice(1)).filter((name) => !known.has(name));
    const untagged = new Set<string>();
    for (const { check, line } of scenario.claims) {
      const requirement = checks.get(check);
      const place = `${scenario.uri}:${line}`;
      if (!requirement) problems.add(`${place}: unknown check ${check}${instead(check, inventory)}`);
      else if (
        !scenario.requirementIds.includes(requirement.id) &&
        !misspelt.some(isLikeAnId) &&
        !untagged.has(requirement.id)
      ) {
        untagged.add(requirement.id);
        problems.add(
          `${place}: check ${check} belongs to ${requirement.id}, but the scenario at line ${scenario.line} has no tag @${requirement.id}`,
        );
      }
    }
    if (
      scenario.requirementIds.length > 0 &&
      scenario.priority === undefined &&
      !misspelt.some((name) => /^p\d*$/i.test(name))
    )
      problems.add(
        `${scenario.uri}:${scenario.line}: the scenario has no priority: add @P0, @P1, @P2 or @P3`,
      );
  }
  return [...problems];
}

const isLikeAnId = (name: string): boolean => /^[a-z]+-?[a-z]*-?\d+/i.test(name);

/** What there is instead: the checks of the requirement that was meant, or the nearest id. */
function instead(check: string, { requirements }: Inventory): string {
  if (/[;\s]/.test(check)) return `; separate checks by commas: ${check.split(/[;\s]+/).join(', ')}`;
  const capitals = check.toUpperCase();
  const own = requirements.find(({ id }) => capitals.startsWith(`${id}.`))?.checks ?? [];
  if (own.some(({ id }) => id === capitals)) return `; did you mean ${capitals}?`;
  const [first, last] = [own[0]?.id, own.at(-1)?.id];
  if (first !== undefined && first !== last) return `; it has the checks ${first} to ${last}`;
  const meant =
    first ??
    nearest(
      capitals,
      requirements.flatMap(({ checks }) => checks.map(({ id }) => id)),
    );
  return meant === undefined ? '; features/requirements.yaml lists the checks' : `; did you mean ${meant}?`;
}
