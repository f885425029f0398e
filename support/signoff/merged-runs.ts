import { momentText } from '../amounts/moment-text.ts';
import type { VerdictInputs } from '../verdict/model.ts';

/** One of several runs that were judged as one. */
export interface MergedRun {
  readonly id: string;
  /** RFC 3339. */
  readonly startedAt: string;
}

/** The runs that were judged as one, in the order of their beginnings; none where it is only one. */
export function mergedRuns({ runFiles = [] }: Pick<VerdictInputs, 'runFiles'>): MergedRun[] {
  const runs = new Map(
    runFiles.map(({ settings: { run } }) => [run.id, { id: run.id, startedAt: run.startedAt }]),
  );
  if (runs.size < 2) return [];
  return [...runs.values()].sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));
}

/** `r1 (2026-11-16 10:00 UTC), r2 (2026-11-26 09:30 UTC)`; undefined for none. */
export const mergedRunsText = (runs: readonly MergedRun[]): string | undefined =>
  runs.length === 0
    ? undefined
    : runs.map(({ id, startedAt }) => `${id} (${momentText(startedAt)})`).join(', ');
