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

/** Positions of runs in a history, in their order, by the id of a check. */
type Runs = ReadonlyMap<string, readonly number[]>;

/** Which runs of a history went for each check, and in which of them it passed. */
interface Looked {
  readonly tried: Runs;
  readonly passed: Runs;
}

/** Every check of a run is looked up in the same history: it is gone through once. */
const LOOKED = new WeakMap<readonly HistoryRecord[], Looked>();

/**
 * When all of some checks last passed in one run, of the earlier runs on the same target. Undefined where there are no
 * checks or no run looked at any of them. Of the runs only those that count are asked; by default all.
 */
export function lastPassed(
  checks: readonly string[],
  earlier: readonly HistoryRecord[],
  counts: (run: HistoryRecord) => boolean = () => true,
): LastPassed | undefined {
  const { tried, passed } = lookedIn(earlier);
  const isAsked = (position: number): boolean => {
    const record = earlier[position];
    return record !== undefined && counts(record);
  };
  const looked = [...new Set(checks.flatMap((id) => tried.get(id) ?? []))].filter(isAsked).length;
  if (looked === 0) return undefined;
  const [first = [], ...others] = checks.map((id) => passed.get(id) ?? []);
  const found = first.findLast(
    (position) => isAsked(position) && others.every((other) => other.includes(position)),
  );
  const record = found === undefined ? undefined : earlier[found];
  if (!record) return { looked };
  const { run, startedAt, suite } = record;
  return { run, startedAt, ...(suite.commit && { commit: suite.commit }), looked };
}

function lookedIn(earlier: readonly HistoryRecord[]): Looked {
  const known = LOOKED.get(earlier);
  if (known) return known;
  const looked = { tried: runsWith(TRIED, earlier), passed: runsWith(['passed'], earlier) };
  LOOKED.set(earlier, looked);
  return looked;
}

function runsWith(verdicts: readonly string[], earlier: readonly HistoryRecord[]): Runs {
  const runs = new Map<string, number[]>();
  for (const [position, { checks }] of earlier.entries())
    for (const id of verdicts.flatMap((verdict) => checks[verdict] ?? [])) {
      const own = runs.get(id);
      if (own === undefined) runs.set(id, [position]);
      else if (own.at(-1) !== position) own.push(position);
    }
  return runs;
}

/** `2026-11-20 22:03 in run totn85tt4 (suite 7407d54)`, or `never in 4 runs on this target`. */
export function lastPassedText({ run, startedAt = '', commit, looked }: LastPassed): string {
  if (run === undefined) return `never in ${counted(looked, 'earlier run')} on this target`;
  const suite = commit ? ` (suite ${commit.slice(0, 7)})` : '';
  return `${momentText(startedAt)} in run ${run}${suite}`;
}
