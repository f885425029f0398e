import { medianOf } from '../figures/prediction-limit.ts';
import { HISTORY, readHistory } from '../runs/history-file.ts';
import type { HistoryRecord } from '../runs/history-record.ts';
import { comparable, placeOf } from '../runs/same-target.ts';
import type { RunFile } from '../settings/settings.ts';
import type { DefinedScenario } from '../verdict/defined-scenarios.ts';
import { scenarioIds } from '../verdict/scenario-ids.ts';

/** Older runs say less about how long something takes than the latest. */
const LATEST = 10;

/** How long scenarios took in the latest runs. */
export interface Estimates {
  /** Median seconds, by the key of the scenario; scenarios that never ran are absent. */
  readonly seconds: ReadonlyMap<string, number>;
  /** Mean of those that are known: what one that never ran is taken to need. 0 where nothing is known. */
  readonly usual: number;
  /** Runs that the estimates come from. */
  readonly runs: number;
}

/** Estimates for scenarios on the target of a run, from the history of the project. */
export async function readEstimates(runFile: RunFile, all: Iterable<DefinedScenario>): Promise<Estimates> {
  const { records } = await readHistory(HISTORY);
  return estimatesFrom(comparable(records, placeOf(runFile)), all);
}

/** Estimates for some scenarios from comparable runs. `all` are the scenarios that the project defines. */
export function estimatesFrom(records: readonly HistoryRecord[], all: Iterable<DefinedScenario>): Estimates {
  const seconds = new Map<string, number>();
  for (const [key, id] of scenarioIds(all)) {
    const took = records.flatMap((record) => record.took[id] ?? []).slice(-LATEST);
    if (took.length > 0) seconds.set(key, medianOf(took));
  }
  const known = [...seconds.values()];
  const usual = known.length > 0 ? known.reduce((sum, value) => sum + value, 0) / known.length : 0;
  return { seconds, usual, runs: records.length };
}

/** One scenario that is still to run. */
export interface Ahead {
  readonly seconds: number;
  /** It runs when nothing else does. */
  readonly alone?: boolean;
}

/**
 * Seconds that some scenarios take with so many workers, begun in this order: each worker takes the next one when it
 * is free, and those that need the cluster alone come after all others.
 */
export function secondsTogether(scenarios: readonly Ahead[], workers: number): number {
  const free = Array.from({ length: Math.max(1, workers) }, () => 0);
  for (const { seconds, alone } of scenarios) {
    if (alone) continue;
    const next = free.indexOf(Math.min(...free));
    free[next] = (free[next] ?? 0) + seconds;
  }
  const alone = scenarios.reduce((sum, scenario) => sum + (scenario.alone ? scenario.seconds : 0), 0);
  return Math.max(...free) + alone;
}

/** `about 3 min`, `about 40 s`, `less than 10 s`. */
export function aboutText(seconds: number): string {
  if (seconds < 10) return 'less than 10 s';
  if (seconds < 90) return `about ${Math.round(seconds / 10) * 10} s`;
  return `about ${Math.round(seconds / 60)} min`;
}
