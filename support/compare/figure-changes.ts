import { baselineOf } from '../figures/baseline.ts';
import { figuresOf, isMissing } from '../figures/figures.ts';
import { judgeFigure } from '../figures/judge-figure.ts';
import { judgesOf, machineDoubt, measuringRun } from '../figures/measured-on.ts';
import { kindOf } from '../metrics/figure-kind.ts';
import type { HistoryRecord } from '../runs/history-record.ts';
import { before, placeOf } from '../runs/same-target.ts';
import { isSimulated } from '../settings/simulated.ts';
import type { FigureChange as Judged } from '../verdict/metrics-model.ts';
import type { Side } from './side.ts';

/** A figure that both runs measured, or that the later one lacks though it ran what measures it. */
export interface FigureComparison {
  readonly id: string;
  readonly name: string;
  readonly from: number;
  /** Absent where it is missing. */
  readonly to?: number;
  /** Absent where it is missing, or was measured on another class of machine. */
  readonly judged?: Judged;
}

export interface FigureChanges {
  readonly figures: readonly FigureComparison[];
  /** Of a simulated cluster: they say nothing about a product. */
  readonly simulated: boolean;
  /** Why the figures are shown and not judged. */
  readonly incomparable?: string;
}

/** Judges the figures of the later run against those of the earlier one, with what the runs before it say of one more good run. */
export function figureChanges(a: Side, b: Side, history: readonly HistoryRecord[]): FigureChanges {
  const [of, by] = [a.verdicts.inputs, b.verdicts.inputs];
  const incomparable = differenceOf(a, b);
  const begun = by.runFile && new Date(by.runFile.settings.run.startedAt);
  const earlier = begun && incomparable === undefined ? before(history, begun) : [];
  const later = new Map(figuresOf(b.verdicts).map((figure) => [figure.id, figure]));
  const figures = figuresOf(a.verdicts).flatMap(({ id, name, value: from, run }): FigureComparison[] => {
    const found = later.get(id);
    if (found === undefined) return isMissing(id, b.verdicts) ? [{ id, name, from }] : [];
    const to = found.value;
    if (measuringRun(of, run)?.machine !== measuringRun(by, found.run)?.machine)
      return [{ id, name, from, to }];
    const values = baselineOf(id, judgesOf(earlier, by, found.run));
    return [{ id, name, from, to, judged: judgeFigure(from, to, values, kindOf(name), 1) }];
  });
  const simulated = [of.runFile, by.runFile].some(isSimulated);
  return { figures, simulated, ...(incomparable !== undefined && { incomparable }) };
}

/** Figures of different targets, clusters, speeds or unknown machines are no comparison. */
function differenceOf(a: Side, b: Side): string | undefined {
  const [one, other] = [a, b].map(({ verdicts }) => verdicts.inputs.runFile);
  if (!one || !other) return 'it is not known where one of the runs ran';
  const [from, to] = [placeOf(one), placeOf(other)];
  if (from.target !== to.target || from.context !== to.context) return 'the runs are of different targets';
  if (from.cluster !== undefined && to.cluster !== undefined && from.cluster !== to.cluster)
    return 'the runs are of different clusters';
  if (from.timeScale !== to.timeScale) return 'the runs are of different time scales';
  return machineDoubt(a.verdicts.inputs) ?? machineDoubt(b.verdicts.inputs);
}
