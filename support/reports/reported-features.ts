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
