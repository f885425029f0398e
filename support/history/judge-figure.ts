import { counted } from '../amounts/counted.ts';
import type { FigureKind } from '../metrics/figure-kind.ts';

/** A change of this share of the value before is one that counts (document 001: "fail if performance degrades > 10%"). */
const TOLERANCE = 0.1;
/** Fewer earlier runs say nothing about the noise. */
const LEAST_RUNS = 5;
/** The noise is that of the latest runs. */
const MOST_RUNS = 10;

export type FigureVerdict = 'same' | 'better' | 'worse' | 'inconclusive' | 'changed';

export interface FigureChange {
  readonly verdict: FigureVerdict;
  /** Share of the value before: 0.25 is a quarter more. */
  readonly change: number;
  /** From the lowest to the highest of the earlier runs, as a share of their median; absent with fewer than 5 runs. */
  readonly noise?: number;
  /** Earlier runs that the noise was read from. */
  readonly runs: number;
}

/**
 * Judges how a figure changed. Up to 10 % is `same`; more is `better` or `worse` where it is also more than the noise
 * of the earlier runs, `inconclusive` where it is not or where fewer than 5 earlier runs are known, and `changed` for a
 * figure of which neither direction is better. However much the earlier runs differ, what is more than 10 % beyond the worst
 * of them is `worse`.
 */
export function judgeFigure(
  before: number,
  after: number,
  earlier: readonly number[],
  { better }: FigureKind,
): FigureChange {
  const change = shareOf(after - before, before);
  const latest = earlier.slice(-MOST_RUNS);
  const noise = noiseOf(latest);
  const result = { change, runs: latest.length, ...(noise !== undefined && { noise }) };
  if (Math.abs(change) <= TOLERANCE) return { verdict: 'same', ...result };
  if (better === undefined) return { verdict: 'changed', ...result };
  if (noise === undefined) return { verdict: 'inconclusive', ...result };
  const worse = change > 0 !== (better === 'higher');
  if (worse && isBeyond(after, latest, better)) return { verdict: 'worse', ...result };
  if (Math.abs(change) <= noise) return { verdict: 'inconclusive', ...result };
  return { verdict: worse ? 'worse' : 'better', ...result };
}

/** Whether a value is worse by more than 10 % than the worst of some others. */
function isBeyond(value: number, others: readonly number[], better: 'lower' | 'higher'): boolean {
  const worst = better === 'lower' ? Math.max(...others) : Math.min(...others);
  const beyond = better === 'lower' ? value - worst : worst - value;
  return beyond > TOLERANCE * Math.abs(worst);
}

/**
 * What a figure is held to: the median of the earlier runs, or of the latest 10 of them where that is better. What got
 * better is not given up again, and what got worse little by little is held to where it began. NaN for no values.
 */
export function referenceOf(earlier: readonly number[], { better }: FigureKind): number {
  const [all, latest] = [earlier, earlier.slice(-MOST_RUNS)].map(medianOf) as [number, number];
  if (better === undefined) return all;
  return better === 'lower' ? Math.min(all, latest) : Math.max(all, latest);
}

/** The noise of some runs; undefined for fewer than 5. */
export function noiseOf(values: readonly number[]): number | undefined {
  if (values.length < LEAST_RUNS) return undefined;
  const middle = medianOf(values);
  return shareOf(Math.max(...values) - Math.min(...values), middle);
}

/** The median; NaN for no values. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
}

/** From nothing to something is all of it. */
const shareOf = (part: number, whole: number): number =>
  whole === 0 ? Math.sign(part) : part / Math.abs(whole);

/** In words: `+35 % (noise 12 % of 8 runs)`. */
export function changeText({ change, noise, runs }: FigureChange): string {
  const percent = `${change > 0 ? '+' : ''}${Math.round(change * 100)} %`;
  const known =
    noise === undefined
      ? `noise unknown, ${counted(runs, 'run')}`
      : `noise ${Math.round(noise * 100)} % of ${counted(runs, 'run')}`;
  return `${percent} (${known})`;
}
