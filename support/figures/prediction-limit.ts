import type { FigureKind } from '../metrics/figure-kind.ts';

/** Fewer earlier runs say nothing about how far good ones lie apart: `outerLimit` alone holds what follows them. */
export const LEAST_RUNS = 5;

/**
 * Student's t that one good run of 2,000 is beyond (0.9995, one-sided), by degrees of freedom from 4 on: Fisher and Yates,
 * Statistical Tables, table III (two-sided 0.001).
 */
const STUDENTS_T = [8.61, 6.869, 5.959, 5.408, 5.041, 4.781];

/** The spread is that of the latest runs: as many as the table has. */
export const MOST_RUNS = LEAST_RUNS + STUDENTS_T.length - 1;

/** What lies further on the good side than this many times the furthest on the bad one is a stroke of luck, and no spread. */
const LUCK = 3;

/** What a new value is held to. */
export interface Reference {
  readonly value: number;
  /** How many runs it is the middle of: the fewer, the less it says. */
  readonly runs: number;
}

/**
 * How far from the reference one more good run may lie, up or down, as a share of it (0.28: up to 28 % more; -0.22: down to
 * 22 % less): the prediction limit t(0.9995, n - 1) · sqrt(1 + 1 / runs) · s, with s the standard deviation of the
 * logarithms of the n earlier values, or of the values themselves where one is 0. Undefined for fewer than 5, and for a
 * reference of 0. Takes at most 10 values, all of them 0 or more.
 */
export function predictionLimit(
  { value, runs }: Reference,
  earlier: readonly number[],
  up: boolean,
  { unit }: FigureKind,
): number | undefined {
  const t = STUDENTS_T[earlier.length - LEAST_RUNS];
  if (t === undefined || value === 0) return undefined;
  const [way, inLogarithms] = [up ? 1 : -1, earlier.every((it) => it > 0)];
  const signed = earlier.map((it) => way * (inLogarithms ? Math.log(it) : it));
  const isCount = unit === '' || unit === '%';
  const reach = t * Math.sqrt(1 + 1 / runs) * deviationOf(isCount ? signed : withoutLuck(signed));
  if (inLogarithms) return Math.exp(way * reach) - 1;
  return Math.max(-1, (way * reach) / value);
}

/**
 * Values, the higher the worse, of which none lies far on the good side alone: one fast run would hide what is slow for ten.
 * Counts, and shares of them, are taken as they are, as many of them are the same.
 */
function withoutLuck(values: readonly number[]): number[] {
  const middle = medianOf(values);
  const worst = Math.max(...values) - middle;
  return values.map((it) => Math.max(it, middle - LUCK * worst));
}

function deviationOf(values: readonly number[]): number {
  const mean = values.reduce((sum, it) => sum + it, 0) / values.length;
  return Math.sqrt(values.reduce((sum, it) => sum + (it - mean) ** 2, 0) / (values.length - 1));
}

/** The median; NaN for no values. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
}
