import { counted } from '../amounts/counted.ts';
import { clusterUid } from '../settings/cluster-uid.ts';
import type { RunFile } from '../settings/settings.ts';
import { isSimulated } from '../settings/simulated.ts';
import type { HistoryRecord } from './history-record.ts';

/** What tells the runs apart whose verdicts or figures may stand beside each other. */
export type Place = Pick<HistoryRecord, 'target' | 'context' | 'timeScale'> &
  Partial<Pick<HistoryRecord, 'machine' | 'cluster'>>;

/** Where a run went, as it recorded that itself: who reports it may do so on another machine. */
export function placeOf(runFile: RunFile): Place {
  const { settings, machine } = runFile;
  const { target } = settings;
  const cluster = realCluster(runFile);
  return {
    target: target.name,
    ...(target.context !== undefined && { context: target.context }),
    ...(cluster !== undefined && { cluster }),
    timeScale: target.timeScale,
    ...(machine !== undefined && { machine }),
  };
}

/** What the history knows a cluster by: a simulated one is made anew for each run, and the same for all that. */
export const realCluster = (runFile: RunFile): string | undefined =>
  isSimulated(runFile) ? undefined : clusterUid(runFile);

/**
 * Runs on the same target: their verdicts are of one system. A cluster that was made anew under the name of another is
 * another, with nodes and a load of its own; where the cluster of a run is not known its name has to do.
 */
export const onSameTarget = (records: readonly HistoryRecord[], place: Place): HistoryRecord[] =>
  byName(records, place).filter((record) => !isOfOtherCluster(record, place));

/**
 * One sentence where every earlier run by the name of this target was on another cluster: figures that nothing judges look like
 * those of a first run.
 */
export function firstOnCluster(records: readonly HistoryRecord[], place: Place): string[] {
  const named = byName(records, place);
  if (named.length === 0 || !named.every((record) => isOfOtherCluster(record, place))) return [];
  return [
    `${counted(named.length, 'earlier run')} by the name of this target ${named.length === 1 ? 'was' : 'were'} on another cluster (namespace kube-system had another uid): no figure is judged by ${named.length === 1 ? 'it' : 'them'}`,
  ];
}

const byName = (records: readonly HistoryRecord[], place: Place): HistoryRecord[] =>
  records.filter(({ target, context }) => target === place.target && context === place.context);

const isOfOtherCluster = ({ cluster }: HistoryRecord, place: Place): boolean =>
  cluster !== undefined && place.cluster !== undefined && cluster !== place.cluster;

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
