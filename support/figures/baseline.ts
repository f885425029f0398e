import { type FigureKind, kindOf } from '../metrics/figure-kind.ts';
import type { HistoryRecord } from '../runs/history-record.ts';
import { judgeFigure, referenceOf } from './judge-figure.ts';
import { atLevel, beginningAnew, type Level, valuesOf } from './level.ts';

type Known = Pick<HistoryRecord, 'figures' | 'simulated' | 'checks' | 'accepted' | 'ofFailedSteps'>;

/** A check that came out so did not hold: what it measured is no measure. Lines of earlier suites tell only this of a step. */
const NOT_HELD = ['failed', 'known'];

/**
 * The values of a figure (`RK-001.21 median latency`) by which a later one is judged, oldest first: of the runs that
 * measured it, those that were not refused for it, from where its level began. A regression that was refused does not become
 * the noise of the next run, nor does a value of a step of which any row failed. Simulated runs are refused for no figure. A
 * value that a waiver excused is the new level: those before it are put there, so that what is worse than it is refused right
 * behind it.
 */
export function baselineOf(id: string, records: readonly Known[]): number[] {
  const [check = ''] = id.split(' ');
  const kind = kindOf(id.slice(check.length + 1));
  let level: Level = { borrowed: [], own: [] };
  for (const { figures, simulated, checks, accepted = [], ofFailedSteps = [] } of records) {
    const value = figures[id];
    if (value === undefined) continue;
    const failed = ofFailedSteps.includes(id) || NOT_HELD.some((verdict) => checks[verdict]?.includes(check));
    if (accepted.includes(id) && !failed) level = atLevel(level, value, kind);
    const refused = failed || isWorse(value, valuesOf(level), kind);
    if (simulated || !refused) level = beginningAnew({ ...level, own: [...level.own, value] }, kind);
  }
  return valuesOf(level);
}

/** Behind no values nothing is worse. */
const isWorse = (value: number, values: readonly number[], kind: FigureKind): boolean =>
  values.length > 0 && judgeFigure(referenceOf(values, kind), value, values, kind).verdict === 'worse';
