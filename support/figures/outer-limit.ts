import type { FigureKind } from '../metrics/figure-kind.ts';
import { mostByChance } from './by-chance.ts';

/**
 * A time, a ratio, a size or a rate that is so many times as bad is worse, however far earlier runs lie apart, and however few
 * they are. A figure that spreads by 30 % is so behind a single run in 1 good run of 2,000: exp(3.29 · 0.3 · √2) is 4.04.
 */
const MOST_TIMES = 4;

/** The most failures behind runs that had none, however few these were. */
const MOST_BEHIND_NONE = 4;

/** Percent of failures: the most behind runs without any, and what is not too much yet behind others. */
const [SHARE_BEHIND_NONE, LEAST_SHARE] = [5, 10];

/**
 * The worst value that a figure may have, whatever the spread of the earlier runs: four times the reference for a time, a ratio
 * or a size, a quarter of it for a rate. Failures are held to four times as many or to what chance makes of them, where that is
 * more, and to 4 where there were none; a share of them to four times as much or 10 %, and to 5 % where there were none; a
 * share of successes by the failures that it leaves. Undefined for a time or a rate of 0, which says that nothing was measured.
 *
 * What this and the prediction limit hold together, measured by test/figures/false-alarms.test.ts: so many times as bad is
 * refused 9 times in 10, by the earlier runs and the spread of good ones (the standard deviation of the logarithm).
 *
 *     earlier runs    1    2    3    4    5    6    7    8    9   10
 *     3 %           4.3  4.3  4.3  4.3  1.5  1.4  1.3  1.3  1.3  1.2
 *     10 %          4.8  4.8  4.8  4.7  3.7  2.8  2.4  2.2  2.1  2.0
 *     20 %          5.8  5.6  5.6  5.4  5.3  5.1  4.8  4.5  4.2  3.9
 *     30 %          6.9  6.7  6.5  6.3  6.3  6.3  6.1  5.9  5.8  5.8
 *
 * Of good runs at most 2 in 1,000 are refused at these spreads, 7 at 40 %, and 25 at 50 % behind one run alone (11 behind 5);
 * of such with failures at most 1 in 300, and behind one run alone 1 in 100, where 3 in a run are usual.
 */
export function outerLimit(
  reference: number,
  earlier: readonly number[],
  { unit, better }: FigureKind,
): number | undefined {
  const runs = earlier.length > 0 ? earlier : [reference];
  if (unit === '') return mostFailures(reference, runs);
  if (unit === '%')
    return better === 'lower' ? mostShare(reference, runs) : 100 - mostShare(100 - reference, runs.map(rest));
  if (reference === 0) return undefined;
  return better === 'lower' ? reference * MOST_TIMES : reference / MOST_TIMES;
}

const rest = (share: number): number => 100 - share;

function mostFailures(reference: number, runs: readonly number[]): number {
  const byChance = mostByChance(runs);
  return hadNone(runs) ? Math.min(byChance, MOST_BEHIND_NONE) : Math.max(reference * MOST_TIMES, byChance);
}

const mostShare = (reference: number, runs: readonly number[]): number =>
  hadNone(runs) ? SHARE_BEHIND_NONE : Math.max(reference * MOST_TIMES, LEAST_SHARE);

const hadNone = (runs: readonly number[]): boolean => runs.every((value) => value === 0);
