import { counted } from '../amounts/counted.ts';
import { figureText, kindOf } from '../metrics/figure-kind.ts';
import { type Clock, clockOf } from '../metrics/figure-names.ts';
import type { RunFile } from '../settings/settings.ts';
import { isSimulated } from '../settings/simulated.ts';
import type { Waiver } from '../verdict/exceptions.ts';
import { waiverOf } from '../verdict/figure-waivers.ts';
import type { VerdictInputs, Verdicts } from '../verdict/model.ts';
import { baselineOf } from './baseline.ts';
import { figuresOf, wasMeasured } from './figures.ts';
import type { HistoryRecord } from './history-record.ts';
import { changeText, type FigureChange, judgeFigure, medianOf } from './judge-figure.ts';
import { type MeanTime, meanTimeOf } from './mean-time.ts';
import { machineDoubt, placeOfAll } from './measured-on.ts';
import { before, comparable } from './same-target.ts';

/** `metrics.json`: what a run measured, against the earlier runs of the same machine class on the same target. */
export interface Metrics {
  readonly run?: string;
  readonly target?: string;
  /** True on a simulated cluster: these figures say nothing about a product and never gate a release. */
  readonly simulated: boolean;
  /** How many times as fast as the wall clock that of the cluster goes. */
  readonly timeScale?: number;
  /** The class of the machine that measured; absent where the runs do not say it, or not the same. */
  readonly machine?: string;
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
  /** The entry of the register that excuses it: `features/exceptions.yaml:12`. */
  readonly waived?: string;
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
  /** The entry of the register that excuses that it is worse: `features/exceptions.yaml:12`. */
  readonly waived?: string;
}

type Judged = Pick<Verdicts, 'inputs' | 'scenarios' | 'requirements'>;

/** What the figures of a run mean for the gate, one sentence each. */
export interface FiguresForGate {
  readonly blockers: readonly string[];
  /** What would stand against GO without a waiver. */
  readonly excused: readonly string[];
  /** Why they could not be judged. */
  readonly open: readonly string[];
  readonly notes: readonly string[];
}

/**
 * Regressions and missing figures stand against GO unless a waiver of the register names them; what the noise leaves open is
 * to know. Simulated figures mean nothing for the gate.
 */
export function figuresForGate(judged: Judged): FiguresForGate {
  const { simulated, metrics, missing } = metricsOf(judged);
  if (simulated) return { blockers: [], excused: [], open: [], notes: [] };
  const wrong = [
    ...metrics.filter(isWorse).map((metric) => ({ ...metric, sentence: judgedText(metric) })),
    ...missing.map((figure) => ({ ...figure, sentence: missingText(figure) })),
  ];
  return {
    blockers: wrong.flatMap(({ id, waived, sentence }) =>
      waived ? [] : [`${sentence}; ${wayOut(id, judged.inputs)}`],
    ),
    excused: wrong.flatMap(({ waived, sentence }) =>
      waived ? [`${sentence}; excused by the waiver at ${waived}`] : [],
    ),
    open: unjudged(judged),
    notes: [
      ...metrics.filter(({ against }) => against?.verdict === 'inconclusive').map(judgedText),
      ...firstOf(judged, metrics),
    ],
  };
}

/** Figures that no earlier run measured: nothing says whether they are worse. Of an unknown machine that is told already. */
function firstOf({ inputs }: Judged, metrics: readonly Metric[]): string[] {
  const { length } = metrics.filter(({ against }) => against === undefined);
  if (length === 0 || machineDoubt(inputs) !== undefined) return [];
  return [
    `${counted(length, 'figure')} ${length === 1 ? 'is' : 'are'} judged by no earlier run on this target and class of machine`,
  ];
}

/** Figures that were measured, now or earlier on this target, and that nobody can judge. */
function unjudged({ inputs, scenarios }: Judged): string[] {
  const known = (inputs.history ?? []).some(({ figures }) => Object.keys(figures).length > 0);
  const doubt = machineDoubt(inputs);
  return doubt !== undefined && (known || figuresOf({ scenarios }).length > 0) ? [doubt] : [];
}

/** Ids of the figures that a waiver excused, so that what they are now is the reference. Of a run that is in doubt nothing is. */
export function acceptedFigures(judged: Judged): string[] {
  const { simulated, metrics, missing } = metricsOf(judged);
  if (simulated || (judged.inputs.doubts ?? []).length > 0) return [];
  return [...metrics, ...missing].flatMap(({ id, waived }) => (waived ? [id] : []));
}

const isWorse = ({ against }: Metric): boolean => against?.verdict === 'worse';

const judgedText = ({ id, name, value, against }: Metric): string =>
  `figure ${id} is ${against?.verdict}: ${figureText(value, kindOf(name))}, ${against && changeText(against)} against the median of the earlier runs that were not refused for it`;

const missingText = ({ id, run }: MissingFigure): string =>
  `figure ${id}, which run ${run} measured, is missing`;

/** Who accepts a figure says so in the register, where it is read and expires. */
function wayOut(id: string, { runFile }: VerdictInputs): string {
  const { name, context } = runFile?.settings.target ?? {};
  const where = [`target: ${name}`, ...(context === undefined ? [] : [`context: ${context}`])].join(', ');
  return `who accepts that writes a waiver into features/exceptions.yaml (figures: [${id}], ${where})`;
}

const waivedBy = (waiver: Waiver | undefined): { waived?: string } => (waiver ? { waived: waiver.at } : {});

/** Collects the figures of a run and judges each against the median of the earlier runs. */
export function metricsOf(verdicts: Judged): Metrics {
  const { runFile, runFiles = [], history = [] } = verdicts.inputs;
  const place = placeOfAll(verdicts.inputs);
  const earlier = place ? comparable(history, place) : [];
  const parts = runFiles.map(({ settings }) => settings.run.id);
  const others = earlier.filter(({ run }) => !parts.includes(run));
  const figures = figuresOf(verdicts);
  const metrics = figures.map(({ id, name, value, requirements, scenario, at, run }) => {
    const kind = kindOf(name);
    const clock = clockOf(name, kind.unit);
    const values = baselineOf(id, beforeRun(run, runFiles, earlier));
    const median = medianOf(values);
    const against = values.length > 0 && { median, ...judgeFigure(median, value, values, kind) };
    return {
      ...{ id, name, value, ...kind, ...(clock && { clock }), requirements, scenario, at },
      ...(against && { against }),
      ...(against && against.verdict === 'worse' && waivedBy(waiverOf(id, verdicts.inputs))),
    };
  });
  const own = Object.fromEntries(figures.map(({ id, value }) => [id, value]));
  const reliability = meanTimeOf([...others.map((record) => record.figures), own]);
  return {
    ...(runFile && { run: runFile.settings.run.id, target: runFile.settings.target.name }),
    ...(runFile && { timeScale: runFile.settings.target.timeScale }),
    simulated: isSimulated(runFile),
    ...(place?.machine !== undefined && { machine: place.machine }),
    metrics,
    missing: missingOf(verdicts, earlier, own),
    ...(reliability && { reliability }),
  };
}

/**
 * What stands in the history before the run that measured a figure, also of runs that are merged with it: an older one that
 * is given beside it takes no measure away.
 */
function beforeRun(
  run: string | undefined,
  runFiles: readonly RunFile[],
  earlier: readonly HistoryRecord[],
): readonly HistoryRecord[] {
  const own = runFiles.find(({ settings }) => settings.run.id === run);
  return own ? before(earlier, new Date(own.settings.run.startedAt)) : earlier;
}

/**
 * A figure is missing only if the step that measures it passed or failed: what did not run measures nothing. Any earlier
 * run tells of a figure, so a run of a part between, or one that was refused for lacking it, makes nothing forgotten; one that
 * was accepted without it does.
 */
function missingOf(
  { requirements, inputs }: Judged,
  earlier: readonly HistoryRecord[],
  own: HistoryRecord['figures'],
): MissingFigure[] {
  const checks = new Map(
    requirements.flatMap((it) => it.checks.map(({ check, verdict }) => [check.id, verdict])),
  );
  const measured = new Map<string, string>();
  for (const { run, figures, accepted = [] } of earlier) {
    for (const id of accepted) measured.delete(id);
    for (const id of Object.keys(figures)) measured.set(id, run);
  }
  return [...measured]
    .filter(([id]) => own[id] === undefined && wasMeasured(id, (check) => checks.get(check)))
    .map(([id, run]) => ({ id, run, ...waivedBy(waiverOf(id, inputs)) }));
}
