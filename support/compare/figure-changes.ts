import { baselineOf } from '../history/baseline.ts';
import { figuresOf, wasMeasured } from '../history/figures.ts';
import type { HistoryRecord } from '../history/history-record.ts';
import { type FigureChange as Judged, judgeFigure } from '../history/judge-figure.ts';
import { machineDoubt, placeOfAll } from '../history/measured-on.ts';
import { before, comparable } from '../history/same-target.ts';
import { kindOf } from '../metrics/figure-kind.ts';
import { isSimulated } from '../settings/simulated.ts';
import type { Side } from './side.ts';

/** A figure that both runs measured, or that the later one lacks though it ran what measures it. */
export interface FigureComparison {
  readonly id: string;
  readonly name: string;
  readonly from: number;
  /** Absent where it is missing. */
  readonly to?: number;
  readonly judged?: Judged;
}

export interface FigureChanges {
  readonly figures: readonly FigureComparison[];
  /** Of a simulated cluster: they say nothing about a product. */
  readonly simulated: boolean;
  /** Why the figures are shown and not judged. */
  readonly incomparable?: string;
}

/** Judges the figures of the later run against those of the earlier one, with the noise of the runs before it. */
export function figureChanges(a: Side, b: Side, history: readonly HistoryRecord[]): FigureChanges {
  const [fileA, fileB] = [a.verdicts.inputs.runFile, b.verdicts.inputs.runFile];
  const simulated = [fileA, fileB].some(isSimulated);
  const incomparable = differenceOf(a, b);
  const place = placeOfAll(b.verdicts.inputs);
  const earlier =
    place && fileB && incomparable === undefined
      ? before(comparable(history, place), new Date(fileB.settings.run.startedAt))
      : [];
  const later = new Map(figuresOf(b.verdicts).map((figure) => [figure.id, figure]));
  const figures = figuresOf(a.verdicts).flatMap(({ id, name, value: from }): FigureComparison[] => {
    const to = later.get(id)?.value;
    if (to === undefined)
      return wasMeasured(id, (check) => b.checks.get(check)?.verdict) ? [{ id, name, from }] : [];
    const values = baselineOf(id, earlier);
    return [{ id, name, from, to, judged: judgeFigure(from, to, values, kindOf(name)) }];
  });
  return { figures, simulated, ...(incomparable !== undefined && { incomparable }) };
}

/** Figures of different targets, speeds or machines are no comparison. */
function differenceOf(a: Side, b: Side): string | undefined {
  const [one, other] = [a, b].map((side) => placeOfAll(side.verdicts.inputs));
  if (!one || !other) return 'it is not known where one of the runs ran';
  if (one.target !== other.target || one.context !== other.context)
    return 'the runs are of different targets';
  if (one.timeScale !== other.timeScale) return 'the runs are of different time scales';
  const doubt = machineDoubt(a.verdicts.inputs) ?? machineDoubt(b.verdicts.inputs);
  if (doubt !== undefined) return doubt;
  return one.machine === other.machine ? undefined : 'the runs are of different machines';
}
