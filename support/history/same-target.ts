import type { RunFile } from '../settings/settings.ts';
import type { HistoryRecord } from './history-record.ts';

/** What tells the runs apart whose verdicts or figures may stand beside each other. */
export type Place = Pick<HistoryRecord, 'target' | 'context' | 'timeScale'> &
  Partial<Pick<HistoryRecord, 'machine'>>;

/** Where a run went, as it recorded that itself: who reports it may do so on another machine. */
export const placeOf = ({ settings: { target }, machine }: RunFile): Place => ({
  target: target.name,
  ...(target.context !== undefined && { context: target.context }),
  timeScale: target.timeScale,
  ...(machine !== undefined && { machine }),
});

/** Runs on the same target: their verdicts are of one system. */
export const onSameTarget = (records: readonly HistoryRecord[], place: Place): HistoryRecord[] =>
  records.filter(({ target, context }) => target === place.target && context === place.context);

/**
 * Runs on the same target by the same class of machine at the same speed: their figures may be compared. None where nobody
 * knows the class.
 */
export const comparable = (records: readonly HistoryRecord[], place: Place): HistoryRecord[] =>
  onSameTarget(records, place).filter(
    ({ machine, timeScale }) =>
      place.machine !== undefined && machine === place.machine && timeScale === place.timeScale,
  );

/** Runs that began before a moment. */
export const before = (records: readonly HistoryRecord[], moment: Date): HistoryRecord[] =>
  records.filter(({ startedAt }) => new Date(startedAt) < moment);
