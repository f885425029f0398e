import type { DefinedScenario } from '../verdict/defined-scenarios.ts';
import { type FeatureSource, readFeatureSource } from './feature-source.ts';
import type { Finding } from './finding.ts';
import { readWords, type Words } from './project.ts';
import { absenceFindings, mayNameAbsence } from './rules/absences.ts';
import { findingsOfTables } from './rules/tables.ts';

/**
 * One sentence for everything in the tables of the scenarios that their steps would refuse when a run reaches them, and for
 * each absence that cannot fail. Whether a step has a table at all is not looked at here.
 */
export function refusedTables(scenarios: readonly DefinedScenario[], words: Words = readWords()): string[] {
  const byFile = Map.groupBy(
    scenarios.filter(({ steps }) => steps.some(mayNameAbsence)),
    ({ uri }) => uri,
  );
  return [...byFile].flatMap(([uri, own]) =>
    refusedIn({ ...readFeatureSource(uri), scenarios: own }, words).map(
      ({ line, problem, fix }) => `${uri}:${line}: ${problem}${fix === undefined ? '' : `; ${fix}`}`,
    ),
  );
}

function refusedIn(feature: FeatureSource, words: Words): Finding[] {
  const withTables = feature.scenarios.flatMap((scenario) => {
    const steps = scenario.steps.filter(({ table, text }) => table && text.endsWith(':'));
    return steps.length > 0 ? [{ ...scenario, steps }] : [];
  });
  return [
    ...findingsOfTables({ ...feature, scenarios: withTables }, words),
    ...absenceFindings(feature, words),
  ];
}
