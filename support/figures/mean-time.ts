import type { HistoryRecord } from '../runs/history-record.ts';
import type { MeanTime } from '../verdict/metrics-model.ts';

const OBSERVED = 'observed pod time';
const FAILURES = 'failures of pods';

type Figures = HistoryRecord['figures'];

const sumOf = (figures: Figures, name: string): number =>
  Object.entries(figures).reduce((sum, [id, value]) => sum + (id.endsWith(` ${name}`) ? value : 0), 0);

/** Adds up what runs observed, by the figures that they kept; undefined when none observed a pod. */
export function meanTimeOf(runs: readonly Figures[]): MeanTime | undefined {
  const observing = runs.filter((figures) => sumOf(figures, OBSERVED) > 0);
  if (observing.length === 0) return undefined;
  const total = (name: string) => observing.reduce((sum, figures) => sum + sumOf(figures, name), 0);
  const [observed, failures] = [total(OBSERVED), total(FAILURES)];
  return {
    ...{ runs: observing.length, observed, failures },
    ...(failures > 0
      ? { meanTimeBetweenFailures: observed / failures }
      : { meanTimeBetweenFailuresAbove: observed }),
  };
}
