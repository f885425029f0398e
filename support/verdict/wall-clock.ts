import type { Verdicts } from './model.ts';
import type { RecordedRun } from './recorded-run.ts';

/** Real time in which the run, or any of the merged runs, was going on, in milliseconds. */
export const wallClock = ({ inputs: { run } }: Verdicts): number => timeIn(run.spans);

/** How long any of some spans was going on, in milliseconds: what they share counts once. */
export function timeIn(spans: RecordedRun['spans']): number {
  let total = 0;
  let until = 0;
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    total += Math.max(0, end - Math.max(start, until));
    until = Math.max(until, end);
  }
  return total;
}
