import type { DefinedScenario } from './defined-scenarios.ts';

/**
 * What names each scenario in the history: the first check that it and no scenario before it claims, so that a new
 * title or place loses nothing; its title where it claims none. By the key of the scenario.
 */
export function scenarioIds(scenarios: Iterable<DefinedScenario>): Map<string, string> {
  const taken = new Set<string>();
  const ids = new Map<string, string>();
  for (const { key, name, claims } of [...scenarios].sort(byPlace)) {
    const id = claims.map(({ check }) => check).find((check) => !taken.has(check)) ?? name;
    taken.add(id);
    ids.set(key, id);
  }
  return ids;
}

const byPlace = (a: DefinedScenario, b: DefinedScenario): number =>
  a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : a.line - b.line;
