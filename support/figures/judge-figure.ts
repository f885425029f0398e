import { counted } from '../amounts/counted.ts';
import type { FigureKind } from '../metrics/figure-kind.ts';
import type { FigureChange } from '../verdict/metrics-model.ts';
import { LEAST_RUNS, MOST_RUNS, medianOf, predictionLimit } from './prediction-limit.ts';

/** A change of this share of the value before is one that counts (document 001: "fail if performance degrades > 10%"). */
const TOLERANCE = 0.1;

/**
 * Judges how a figure changed. Up to 10 % is `same`; more is `better` or `worse` where it is also beyond what the earlier runs
 * say of one more good run, `inconclusive` where it is within, where fewer than 5 earlier runs are known, or where it was 0
 * before, and `changed` for a figure of which neither direction is better. What it was before is the middle of the earlier
 * runs, or of so many as are given.
 */
export function judgeFigure(
  before: number,
  after: number,
  earlier: readonly number[],
  kind: FigureKind,
  runsBefore?: number,
): FigureChange {
  const latest = earlier.slice(-MOST_RUNS);
  const runs = latest.length;
  const judged = kind.better !== undefined;
  if (before === 0 && after !== 0) return { verdict: judged ? 'inconclusive' : 'changed', runs };
  const change = after === before ? 0 : (after - before) / Math.abs(before);
  const reference = { value: before, runs: runsBefore ?? runs };
  const limit = judged ? limitOf(predictionLimit(reference, latest, change > 0, kind), change) : undefined;
  const result = { change, runs, ...(limit !== undefined && { limit }) };
  if (Math.abs(change) <= TOLERANCE) return { verdict: 'same', ...result };
  if (!judged) return { verdict: 'changed', ...result };
  if (limit === undefined || Math.abs(change) <= Math.abs(limit))
    return { verdict: 'inconclusive', ...result };
  return { verdict: change > 0 === (kind.better === 'higher') ? 'better' : 'worse', ...result };
}

/** Where earlier runs lie closer together than what counts, that is the limit. */
const limitOf = (predicted: number | undefined, change: number): number | undefined =>
  predicted === undefined || Math.abs(predicted) > TOLERANCE ? predicted : (change > 0 ? 1 : -1) * TOLERANCE;

/**
 * What a figure is held to: the median of the earlier runs, or of the latest 10 of them where that is better. What got
 * better is not given up again, and what got worse little by little is held to where it began. NaN for no values.
 */
export function referenceOf(earlier: readonly number[], { better }: FigureKind): number {
  const [all, latest] = [earlier, earlier.slice(-MOST_RUNS)].map(medianOf) as [number, number];
  if (better === undefined) return all;
  return better === 'lower' ? Math.min(all, latest) : Math.max(all, latest);
}

const percentOf = (share: number): string => `${share > 0 ? '+' : ''}${Math.round(share * 100)} %`;

/** In words: `+35 % (good runs lie up to +28 % by 10 runs)`. */
export function changeText({ change, limit, runs }: FigureChange): string {
  if (change === undefined)
    return 'up from 0 (of which there is no share: only the limits in its feature hold it)';
  const few = runs < LEAST_RUNS ? ', too few to judge by' : '';
  const known =
    limit === undefined
      ? `${counted(runs, 'run')}${few}`
      : `good runs lie ${limit > 0 ? 'up' : 'down'} to ${percentOf(limit)} by ${counted(runs, 'run')}`;
  return `${percentOf(change)} (${known})`;
}
