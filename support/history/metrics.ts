import { type Clock, clockOf } from '../metrics/figure-names.ts';
import { isSimulated } from '../settings/simulated.ts';
import type { Verdicts } from '../verdict/model.ts';
import { baselineOf } from './baseline.ts';
import { figureText, kindOf } from './figure-kind.ts';
import { figuresOf, wasMeasured } from './figures.ts';
import { HISTORY } from './history-file.ts';
import type { HistoryRecord } from './history-record.ts';
import { changeText, type FigureChange, type FigureVerdict, judgeFigure, medianOf } from './judge-figure.ts';
import { type MeanTime, meanTimeOf } from './mean-time.ts';
import { machineClass } from './record.ts';
import { comparable, placeOf } from './same-target.ts';

/** `metrics.json`: what a run measured, against the earlier runs of the same machine class on the same target. */
export interface Metrics {
  readonly run?: string;
  readonly target?: string;
  /** True on a simulated cluster: these figures say nothing about a product and never gate a release. */
  readonly simulated: boolean;
  /** How many times as fast as the wall clock that of the cluster goes. */
  readonly timeScale?: number;
  readonly machine: string;
  readonly metrics: readonly Metric[];
  /** Figures of earlier comparable runs that this one lacks though it ran the step that measures them. */
  readonly missing: readonly MissingFigure[];
  /** Over this run and all earlier ones that it can be compared with. */
  readonly reliability?: MeanTime;
}

export interface MissingFigure {
  readonly id: string;
  /** The latest run that measured it. */
  readonly run: string;
}

export interface Metric {
  readonly id: string;
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly better?: 'lower' | 'higher';
  /** By which clock a time or a rate was taken. */
  readonly clock?: Clock;
  readonly requirements: readonly string[];
  readonly scenario: string;
  readonly at: string;
  /** Absent in the first run that measured it. */
  readonly against?: FigureChange & { readonly median: number };
}

type Judged = Pick<Verdicts, 'inputs' | 'scenarios' | 'requirements'>;

/**
 * What the figures of a run mean for the gate, one sentence each: regressions and missing figures stand against GO, what
 * the noise leaves open is to know. Simulated figures mean nothing for it.
 */
export function figuresForGate(judged: Judged): { blockers: string[]; notes: string[] } {
  const { simulated, metrics, missing } = metricsOf(judged);
  if (simulated) return { blockers: [], notes: [] };
  const sentences = (wanted: FigureVerdict): string[] =>
    metrics.flatMap(({ id, name, value, against }) =>
      against?.verdict === wanted
        ? [
            `figure ${id} is ${wanted}: ${figureText(value, kindOf(name))}, ${changeText(against)} against the median of the earlier runs that were not refused for it`,
          ]
        : [],
    );
  return {
    blockers: [...sentences('worse'), ...missing.map(missingText)],
    notes: sentences('inconclusive'),
  };
}

/** Collects the figures of a run and judges each against the median of the earlier runs. */
export function metricsOf(verdicts: Judged): Metrics {
  const { runFile, history = [] } = verdicts.inputs;
  const earlier = runFile ? comparable(history, placeOf(runFile)) : [];
  const figures = figuresOf(verdicts);
  const metrics = figures.map(({ id, name, value, requirements, scenario, at }) => {
    const kind = kindOf(name);
    const clock = clockOf(name, kind.unit);
    const values = baselineOf(id, earlier);
    const median = medianOf(values);
    return {
      ...{ id, name, value, ...kind, ...(clock && { clock }), requirements, scenario, at },
      ...(values.length > 0 && { against: { median, ...judgeFigure(median, value, values, kind) } }),
    };
  });
  const own = Object.fromEntries(figures.map(({ id, value }) => [id, value]));
  const reliability = meanTimeOf([...earlier.map((record) => record.figures), own]);
  return {
    ...(runFile && { run: runFile.settings.run.id, target: runFile.settings.target.name }),
    ...(runFile && { timeScale: runFile.settings.target.timeScale }),
    simulated: isSimulated(runFile),
    machine: machineClass(),
    metrics,
    missing: missingOf(verdicts, earlier, own),
    ...(reliability && { reliability }),
  };
}

/** One sentence about a missing figure. */
export const missingText = ({ id, run }: MissingFigure): string =>
  `figure ${id}, which run ${run} measured, is missing; where the suite measures it no longer, remove it from ${HISTORY}`;

/**
 * A figure is missing only if the step that measures it passed or failed: what did not run measures nothing. Any earlier
 * run tells of a figure, so a run of a part between, or one that was refused for lacking it, makes nothing forgotten.
 */
function missingOf(
  { requirements }: Judged,
  earlier: readonly HistoryRecord[],
  own: HistoryRecord['figures'],
): MissingFigure[] {
  const checks = new Map(
    requirements.flatMap((it) => it.checks.map(({ check, verdict }) => [check.id, verdict])),
  );
  const measured = earlier.flatMap(({ run, figures }) =>
    Object.keys(figures).map((id) => [id, run] as const),
  );
  return [...new Map(measured)]
    .filter(([id]) => own[id] === undefined && wasMeasured(id, (check) => checks.get(check)))
    .map(([id, run]) => ({ id, run }));
}
