import { kindOf } from '../metrics/figure-kind.ts';
import type { HistoryRecord } from './history-record.ts';
import { judgeFigure, medianOf } from './judge-figure.ts';

type Known = Pick<HistoryRecord, 'figures' | 'simulated' | 'checks' | 'accepted'>;

/**
 * The values of a figure (`RK-001.21 median latency`) by which a later one is judged, oldest first: of the runs that
 * measured it, those that were not refused for it. A regression that was refused does not become the noise of the next run,
 * nor does a value of a check that failed. Simulated runs are refused for no figure. A value that a waiver excused is the new
 * level: those before it say nothing any more.
 */
export function baselineOf(id: string, records: readonly Known[]): number[] {
  const [check = ''] = id.split(' ');
  const kind = kindOf(id.slice(check.length + 1));
  let accepted: number[] = [];
  for (const { figures, simulated, checks, accepted: waived = [] } of records) {
    const value = figures[id];
    if (value === undefined) continue;
    const failed = checks.failed?.includes(check);
    if (waived.includes(id) && !failed) accepted = [];
    const refused = failed || judgeFigure(medianOf(accepted), value, accepted, kind).verdict === 'worse';
    if (simulated || !refused) accepted.push(value);
  }
  return accepted;
}
