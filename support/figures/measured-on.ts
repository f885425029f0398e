import type { HistoryRecord } from '../runs/history-record.ts';
import { before, comparable, onSameTarget, placeOf } from '../runs/same-target.ts';
import type { RunFile } from '../settings/settings.ts';
import { isSimulated } from '../settings/simulated.ts';
import type { VerdictInputs } from '../verdict/model.ts';

type Runs = Pick<VerdictInputs, 'runFile' | 'runFiles'>;

/** Every run that some verdicts are of. */
export const runsOf = ({ runFile, runFiles = [] }: Runs): readonly RunFile[] =>
  runFiles.length > 0 || runFile === undefined ? runFiles : [runFile];

/** The class of machine of all of some runs; undefined where one does not say it, or they differ. */
export function machineOf(runs: Runs): string | undefined {
  const [machine, ...others] = new Set(runsOf(runs).map((run) => run.machine));
  return others.length > 0 ? undefined : machine;
}

/** The run that measured something, by the id that its recording says; where it says none, the one that is told as the run. */
export const measuringRun = (runs: Runs, run: string | undefined): RunFile | undefined =>
  runsOf(runs).find(({ settings }) => settings.run.id === run) ?? runs.runFile;

/** Earlier runs of the same target: what they measured a run must measure, too, on whatever machine. A simulated cluster is another. */
export const earlierOnTarget = (history: readonly HistoryRecord[], run: RunFile): HistoryRecord[] =>
  onSameTarget(history, placeOf(run)).filter(({ simulated }) => simulated === isSimulated(run));

/** Earlier runs that the figures of a run may be judged by. */
export const earlierComparable = (history: readonly HistoryRecord[], run: RunFile): HistoryRecord[] =>
  comparable(earlierOnTarget(history, run), placeOf(run));

/**
 * What stands in the history before the run that measured a figure, of its class of machine, also of runs that are merged with
 * it: an older one that is given beside it takes no measure away.
 */
export function judgesOf(
  history: readonly HistoryRecord[],
  runs: Runs,
  run: string | undefined,
): HistoryRecord[] {
  const own = measuringRun(runs, run);
  if (own === undefined) return [];
  const earlier = earlierComparable(history, own);
  return own.settings.run.id === run ? before(earlier, new Date(own.settings.run.startedAt)) : earlier;
}

/** Why figures of some runs cannot be judged by those of earlier ones; undefined where all can. */
export function machineDoubt(runs: Runs): string | undefined {
  const silent = runsOf(runs).find(({ machine }) => machine === undefined);
  return (
    silent &&
    `run ${silent.settings.run.id} does not say on which class of machine it measured (its run.json is of an earlier suite): figures are judged by no earlier run`
  );
}
