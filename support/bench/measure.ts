import { percentilesOf } from '../traffic/percentiles.ts';

/** One line of `reports/bench.json`. */
export interface Measurement {
  name: string;
  value: number;
  unit: string;
  /** The goal, in words; absent where there is none. */
  goal?: string;
  /** How it was measured, in one sentence. */
  how: string;
}

export const medianOf = (values: readonly number[]): number => percentilesOf(values).p50;

/** Rounds to three significant digits. */
export const rounded = (value: number): number => Number(value.toPrecision(3));
