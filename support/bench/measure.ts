import { percentilesOf } from '../traffic/percentiles.ts';

/** One line of `reports/bench.json`. */
export interface Measurement {
  name: string;
  value: number;
  unit: string;
  /** What DESIGN section 12 asks for, in words; absent where nothing is asked. */
  goal?: string;
  /** How it was measured, in one sentence. */
  how: string;
}

/** Runs something several times and returns the wall-clock ms of each run. */
export async function timesOf(runs: number, action: () => Promise<void>): Promise<number[]> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const started = performance.now();
    await action();
    times.push(performance.now() - started);
  }
  return times;
}

export const medianOf = (values: readonly number[]): number => percentilesOf(values).p50;

/** Rounds to three significant digits. */
export const rounded = (value: number): number => Number(value.toPrecision(3));
