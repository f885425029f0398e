import type { Attempt, StepStatus } from '../verdict/attempts.ts';
import type { DefinedFeature } from '../verdict/defined-scenarios.ts';
import type { ScenarioVerdict, Verdicts } from '../verdict/model.ts';

/** A feature file with the scenarios of it that the run selected. */
export interface ReportedFeature {
  readonly uri: string;
  readonly feature: DefinedFeature;
  readonly scenarios: readonly ScenarioVerdict[];
}

/** The features of a run in the order of their files; what was filtered out is left out. */
export function featuresOf({ scenarios }: Verdicts): ReportedFeature[] {
  const selected = scenarios.filter(({ scenario }) => scenario.selected);
  const byUri = Map.groupBy(selected, ({ scenario }) => scenario.defined.uri);
  return [...byUri].flatMap(([uri, group]) => {
    const feature = group[0]?.scenario.defined.feature;
    return feature ? [{ uri, feature, scenarios: group }] : [];
  });
}

/** The attempt that decides: the last one. Undefined for a scenario that never started. */
export const decidedAttempt = ({ scenario }: ScenarioVerdict): Attempt | undefined =>
  scenario.attempts.at(-1);

/** A status in the words of cucumber's JSON, which has none for what never ended: nobody judged it. */
export const statusWord = (status: StepStatus): string =>
  status === 'unfinished' || status === 'unknown' ? 'skipped' : status;

/** The command that repeats a scenario: `npx cucumber-js features/x.feature:12`. */
export const repeatCommand = ({ scenario }: ScenarioVerdict): string =>
  `npx cucumber-js ${scenario.defined.key}`;

/** `12.3 s`, `4 min 05 s`. */
export function shortDuration(milliseconds: number): string {
  if (milliseconds < 60_000) return `${(milliseconds / 1_000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1_000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}
