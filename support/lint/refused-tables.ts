import type { DefinedScenario } from '../verdict/defined-scenarios.ts';
import { readFeatureSource } from './feature-source.ts';
import { readWords, type Words } from './project.ts';
import { findingsOfTables } from './rules/tables.ts';

/**
 * One sentence for everything in the tables of the scenarios that their steps would refuse when a run reaches them. Whether
 * a step has a table at all is not looked at here.
 */
export function refusedTables(scenarios: readonly DefinedScenario[], words: Words = readWords()): string[] {
  const withTables = scenarios.flatMap((scenario) => {
    const steps = scenario.steps.filter(({ table, text }) => table && text.endsWith(':'));
    return steps.length > 0 ? [{ ...scenario, steps }] : [];
  });
  const byFile = Map.groupBy(withTables, ({ uri }) => uri);
  return [...byFile].flatMap(([uri, own]) =>
    findingsOfTables({ ...readFeatureSource(uri), scenarios: own }, words).map(
      ({ line, problem, fix }) => `${uri}:${line}: ${problem}${fix === undefined ? '' : `; ${fix}`}`,
    ),
  );
}
