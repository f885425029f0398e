import type { FigureKind } from '../metrics/figure-kind.ts';

/** Fewer earlier runs say nothing about how far good ones lie apart: `outerLimit` alone holds what follows them. */
export const LEAST_RUNS = 5;

/**
 * Student's t that one good run of 2,000 is beyond (0.9995, one-sided), by degrees of freedom from 3 on: Fisher and Yates,
 * Statistical Tables, table III (two-sided 0.001).
 */
const STUDENTS_T = [12.924, 8.61, 6.869, 5.959, 5.408, 5.041, 4.781];

const LEAST_FREEDOM = 3;

/** The spread is that of the latest runs: as many as the table has. */
export const MOST_RUNS = LEAST_FREEDOM + STUDENTS_T.length;

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
 * 22 % less): the prediction limit t(0.9995) · sqrt(1 + 1 / runs) · s, with s the standard deviation of the logarithms of the
 * n earlier values about their mean, or about the line along which they go that way, whichever limit is nearer; where a value
 * is 0, of the values themselves about their mean. Undefined for fewer than 5, and for a reference of 0. Takes at most 10
 * values, all of them 0 or more, oldest first.
 */
export function predictionLimit(
  { value, runs }: Reference,
  earlier: readonly number[],
  up: boolean,
  { unit }: FigureKind,
): number | undefined {
  if (earlier.length < LEAST_RUNS || value === 0) return undefined;
  const [way, inLogarithms] = [up ? 1 : -1, earlier.every((it) => it > 0)];
  const signed = earlier.map((it) => way * (inLogarithms ? Math.log(it) : it));
  const isCount = unit === '' || unit === '%';
  const values = isCount ? signed : withoutLuck(signed);
  const wider = Math.sqrt(1 + 1 / runs);
  if (!inLogarithms) return Math.max(-1, (way * wider * aboutMean(values)) / value);
  return Math.exp(way * wider * Math.min(aboutMean(values), aboutRise(values))) - 1;
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

/** How far from their mean one more of some values lies at most. */
function aboutMean(values: readonly number[]): number {
  const mean = meanOf(values);
  return mostApart(
    values.map((it) => it - mean),
    values.length - 1,
  );
}

/** The same from the line along which they rise, run by run: a creep is no spread. No bound where they do not rise. */
function aboutRise(values: readonly number[]): number {
  const [mean, middle] = [meanOf(values), (values.length - 1) / 2];
  const along = values.map((_, run) => run - middle);
  const slope = sumOf(along.map((it, run) => it * (values[run] ?? 0))) / sumOf(along.map((it) => it ** 2));
  if (slope <= 0) return Number.POSITIVE_INFINITY;
  return mostApart(
    values.map((it, run) => it - mean - slope * (run - middle)),
    values.length - 2,
  );
}

/** Student's t times the standard deviation, by what is left of values and its degrees of freedom. */
function mostApart(rests: readonly number[], freedom: number): number {
  const t = STUDENTS_T[freedom - LEAST_FREEDOM] ?? Number.NaN;
  return t * Math.sqrt(sumOf(rests.map((it) => it ** 2)) / freedom);
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, it) => sum + it, 0);

const meanOf = (values: readonly number[]): number => sumOf(values) / values.length;

/** The median; NaN for no values. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
}
