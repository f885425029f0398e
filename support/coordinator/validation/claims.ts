import type { DefinedScenario } from '../../verdict/defined-scenarios.ts';
import { checksById, type Inventory } from '../../verdict/inventory.ts';
import { nearest } from './nearest.ts';

/** One sentence for each claim of a check that does not exist, or whose requirement the scenario does not carry. */
export function claimProblems(scenarios: Iterable<DefinedScenario>, inventory: Inventory): string[] {
  const checks = checksById(inventory);
  const problems = new Set<string>();
  for (const scenario of scenarios) {
    for (const { check, line } of scenario.claims) {
      const requirement = checks.get(check);
      const place = `${scenario.uri}:${line}`;
      if (!requirement) {
        const meant = nearest(check, checks.keys());
        problems.add(`${place}: unknown check ${check}${meant ? `; did you mean ${meant}?` : ''}`);
      } else if (!scenario.requirementIds.includes(requirement.id))
        problems.add(
          `${place}: check ${check} belongs to ${requirement.id}, but the scenario at line ${scenario.line} has no tag @${requirement.id}`,
        );
    }
    if (scenario.requirementIds.length > 0 && scenario.priority === undefined)
      problems.add(
        `${scenario.uri}:${scenario.line}: the scenario has no priority: add @P0, @P1, @P2 or @P3`,
      );
  }
  return [...problems];
}
