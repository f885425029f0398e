import { counted } from '../amounts/counted.ts';
import type { FigureKind } from '../metrics/figure-kind.ts';
import type { FigureChange } from '../verdict/metrics-model.ts';
import { outerLimit } from './outer-limit.ts';
import { LEAST_RUNS, MOST_RUNS, medianOf, predictionLimit } from './prediction-limit.ts';

/** A change of this share of the value before is one that counts (document 001: "fail if performance degrades > 10%"). */
export const TOLERANCE = 0.1;

/**
 * Judges how a figure changed. Up to 10 % is `same`; more is `better` or `worse` where it is also beyond what the earlier runs
 * say of one more good run, `inconclusive` where it is within, and `changed` for a figure of which neither direction is better.
 * What is beyond `outerLimit` is `worse` whatever they say: behind fewer than 5 runs it alone tells, and behind a 0. What it was
 * before is the middle of the first of the earlier runs, or of so many as are given; how many failures are too many is told by
 * these first ones as well, how far good runs lie apart by the latest.
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
  const outer = judged ? outerLimit(before, firstOf(earlier), kind) : undefined;
  if (before === 0 && after !== 0)
    return judged ? behindNone(after, outer, kind, runs) : { verdict: 'changed', runs };
  const change = after === before ? 0 : (after - before) / Math.abs(before);
  const reference = { value: before, runs: runsBefore ?? runs };
  const isBetter = change > 0 === (kind.better === 'higher');
  const outerShare = outer === undefined || isBetter ? undefined : outer / before - 1;
  // A success rate that falls from 100 to 91 falls by less than counts, and leaves more failures than may be.
  if (outerShare !== undefined && Math.abs(change) > Math.abs(outerShare))
    return { verdict: 'worse', change, runs, limit: outerShare };
  const predicted = judged ? predictionLimit(reference, latest, change > 0, kind) : undefined;
  const limit = limitOf(nearer(predicted, outerShare), change);
  const result = { change, runs, ...(limit !== undefined && { limit }) };
  if (Math.abs(change) <= TOLERANCE) return { verdict: 'same', ...result };
  if (!judged) return { verdict: 'changed', ...result };
  if (limit === undefined || Math.abs(change) <= Math.abs(limit))
    return { verdict: 'inconclusive', ...result };
  return { verdict: isBetter ? 'better' : 'worse', ...result };
}

/** Failures behind runs of none are worse once they are too many; a time or a rate of 0 was none, and says nothing. */
function behindNone(
  after: number,
  most: number | undefined,
  { better }: FigureKind,
  runs: number,
): FigureChange {
  if (most === undefined || better !== 'lower') return { verdict: 'inconclusive', runs };
  return { verdict: after > most ? 'worse' : 'inconclusive', runs, most };
}

/** Of two limits on the same side, where both are known, the one that is passed first. */
function nearer(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return Math.abs(one) < Math.abs(other) ? one : other;
}

/** Where earlier runs lie closer together than what counts, that is the limit. */
const limitOf = (told: number | undefined, change: number): number | undefined =>
  told === undefined || Math.abs(told) > TOLERANCE ? told : (change > 0 ? 1 : -1) * TOLERANCE;

/**
 * What a figure is held to: the median of the first 10 of the earlier runs at its level, whatever came later: what got worse
 * little by little is held to where it began. Of one that cannot be worse it is the median of all. NaN for no values.
 */
export const referenceOf = (earlier: readonly number[], { better }: FigureKind): number =>
  medianOf(better === undefined ? earlier : firstOf(earlier));

const firstOf = (earlier: readonly number[]): readonly number[] => earlier.slice(0, MOST_RUNS);

const percentOf = (share: number): string => `${share > 0 ? '+' : ''}${Math.round(share * 100)} %`;

/** In words: `+35 % (good runs lie up to +28 % by 10 runs)`, `+500 % (judged by 2 runs only, which let up to +300 % pass)`. */
export function changeText({ change, limit, most, runs }: FigureChange): string {
  if (change === undefined)
    return most === undefined
      ? 'up from 0 (of which there is no share: only the limits in its feature hold it)'
      : `up from 0 (${boundText(`up to ${most}`, runs)})`;
  if (limit === undefined) return `${percentOf(change)} (${counted(runs, 'run')}${fewText(runs)})`;
  return `${percentOf(change)} (${boundText(`${limit > 0 ? 'up' : 'down'} to ${percentOf(limit)}`, runs)})`;
}

const fewText = (runs: number): string => (runs < LEAST_RUNS ? ', too few to judge by' : '');

/** Fewer than 5 runs do not tell where good ones lie. */
const boundText = (bound: string, runs: number): string =>
  runs < LEAST_RUNS
    ? `judged by ${counted(runs, 'run')} only, ${runs === 1 ? 'which lets' : 'which let'} ${bound} pass`
    : `good runs lie ${bound} by ${counted(runs, 'run')}`;
