import { counted } from '../amounts/counted.ts';
import { momentText } from '../amounts/moment-text.ts';
import type { HistoryRecord } from '../runs/history-record.ts';
import { VERDICTS, wasTried } from './verdicts.ts';

/** When something last passed on a target: a run, or none of the runs that looked at it. */
export interface LastPassed {
  readonly run?: string;
  readonly startedAt?: string;
  readonly commit?: string;
  /** Earlier runs on the target that came to a verdict about it. */
  readonly looked: number;
}

/** Verdicts of runs that went for a check. */
const TRIED = VERDICTS.filter(wasTried);

/**
 * When all of some checks last passed in one run, of the earlier runs on the same target. Undefined where there are no
 * checks or no run looked at any of them.
 */
export function lastPassed(
  checks: readonly string[],
  earlier: readonly HistoryRecord[],
): LastPassed | undefined {
  if (checks.length === 0) return undefined;
  const looking = earlier.filter((record) =>
    TRIED.some((verdict) => record.checks[verdict]?.some((id) => checks.includes(id))),
  );
  if (looking.length === 0) return undefined;
  const found = looking.findLast(({ checks: { passed = [] } }) => checks.every((id) => passed.includes(id)));
  if (!found) return { looked: looking.length };
  const { run, startedAt, suite } = found;
  return { run, startedAt, ...(suite.commit && { commit: suite.commit }), looked: looking.length };
}

/** `2026-11-20 22:03 in run totn85tt4 (suite 7407d54)`, or `never in 4 runs on this target`. */
export function lastPassedText({ run, startedAt = '', commit, looked }: LastPassed): string {
  if (run === undefined) return `never in ${counted(looked, 'earlier run')} on this target`;
  const suite = commit ? ` (suite ${commit.slice(0, 7)})` : '';
  return `${momentText(startedAt)} in run ${run}${suite}`;
}
