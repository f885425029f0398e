import { counted } from '../amounts/counted.ts';
import { figureText, kindOf } from '../metrics/figure-kind.ts';
import { HISTORY } from '../runs/history-file.ts';
import { acceptingText, waiversOf } from '../verdict/figure-waivers.ts';
import type { Against, FiguresForGate, Metric, MissingFigure } from '../verdict/metrics-model.ts';
import type { VerdictInputs, Verdicts } from '../verdict/model.ts';
import { changeText } from './judge-figure.ts';
import { earlierOnTarget, machineDoubt, measuringRun } from './measured-on.ts';
import { LEAST_RUNS } from './prediction-limit.ts';

type Judged = Pick<Verdicts, 'inputs' | 'metrics'>;

/**
 * Regressions, flaky and missing figures stand against GO unless a waiver of the register names them; what earlier runs leave
 * open is to know. Simulated figures mean nothing for the gate.
 */
export function figuresForGate(judged: Judged): FiguresForGate {
  const { simulated, metrics, missing, retired } = judged.metrics;
  if (simulated) return { blockers: [], excused: [], open: [], notes: [] };
  const wrong = [
    ...metrics.filter(isWorse).map((metric) => ({ ...metric, sentence: judgedText(metric) })),
    ...metrics.flatMap((metric) => {
      const { id, refused } = metric;
      return refused ? [{ ...refused, id, sentence: flakyText(metric, refused) }] : [];
    }),
    ...missing.map((figure) => ({ ...figure, value: undefined, sentence: missingText(figure) })),
  ];
  return {
    blockers: wrong.flatMap(({ id, value, waived, sentence }) =>
      waived ? [] : [`${sentence}; ${wayOut(id, value, judged.inputs)}`],
    ),
    excused: wrong.flatMap(({ waived, sentence }) =>
      waived ? [`${sentence}; excused by the waiver at ${waived}`] : [],
    ),
    open: [...unjudged(judged, metrics), ...judgesLost(judged), ...measuredTwice(metrics)],
    notes: [
      ...metrics.filter(({ against }) => against?.verdict === 'inconclusive').map(judgedText),
      ...retired.map(retiredText),
      ...firstOf(judged, metrics),
    ],
  };
}

/** Figures that no earlier run measured: nothing says whether they are worse. Of an unknown machine that is told already. */
function firstOf({ inputs }: Judged, metrics: readonly Metric[]): string[] {
  const first = metrics.filter(({ against }) => against === undefined);
  if (first.length === 0 || machineDoubt(inputs) !== undefined) return [];
  const earlier = inputs.runFile ? earlierOnTarget(inputs.history ?? [], inputs.runFile) : [];
  const elsewhere = earlier.filter(({ figures }) => first.some(({ id }) => figures[id] !== undefined));
  const machines = [...new Set(elsewhere.map(({ machine }) => machine))];
  return [
    `${counted(first.length, 'figure')} ${first.length === 1 ? 'is' : 'are'} judged by no earlier run on this target and class of machine${machines.length === 0 ? '' : `; ${counted(elsewhere.length, 'run')} measured on another (${machines.join('; ')}), with which nothing here is compared`}`,
  ];
}

/** Figures that were measured, now or earlier on this target, and that nobody can judge. */
function unjudged({ inputs }: Judged, metrics: readonly Metric[]): string[] {
  const known = (inputs.history ?? []).some(({ figures }) => Object.keys(figures).length > 0);
  const doubt = machineDoubt(inputs);
  return doubt !== undefined && (known || metrics.length > 0) ? [doubt] : [];
}

/** What a damaged history took away may have been what judges: where enough earlier runs are left, they do. */
function judgesLost({ inputs, metrics: { metrics } }: Judged): string[] {
  const lost = inputs.unreadableHistory ?? 0;
  const weak = metrics.filter(({ better, against }) => better && (against?.runs ?? 0) < LEAST_RUNS);
  if (lost === 0 || weak.length === 0) return [];
  return [
    `${counted(lost, 'line')} of ${HISTORY} cannot be read, and fewer than ${LEAST_RUNS} earlier runs judge ${counted(weak.length, 'figure')}: what is lost may have judged more; restore the file, or delete ${lost === 1 ? 'that line' : 'those lines'} if nothing better is left of it`,
  ];
}

/** Of two values under one name nobody knows which one the earlier runs measured: the worse could hide behind the other. */
function measuredTwice(metrics: readonly Metric[]): string[] {
  return [...Map.groupBy(metrics, ({ id }) => id)].flatMap(([id, same]) =>
    same.length < 2
      ? []
      : [
          `figure ${id} was measured ${same.length} times, at ${[...new Set(same.map(({ at }) => at))].join(' and ')}: nobody knows which of them earlier runs measured; let each step that measures decide a check of its own`,
        ],
  );
}

/**
 * Ids of the figures that a waiver excused, so that what they are now is the reference. Of a run that is in doubt or damaged nothing is,
 * nor what only another attempt measured, or a run on another class of machine.
 */
export function acceptedFigures({ inputs, metrics: judged }: Judged): string[] {
  const { simulated, metrics, missing } = judged;
  if (simulated || [...(inputs.doubts ?? []), ...inputs.run.damages].length > 0) return [];
  const here = metrics.filter(
    ({ run, refused }) => !refused && measuringRun(inputs, run)?.machine === inputs.runFile?.machine,
  );
  return [...here, ...missing].flatMap(({ id, waived }) => (waived ? [id] : []));
}

const isWorse = ({ against }: Metric): boolean => against?.verdict === 'worse';

const againstText = (against: Against): string =>
  `${changeText(against)} against the median of the first runs at its level`;

const judgedText = ({ id, name, value, against }: Metric): string =>
  `figure ${id} is ${against?.verdict}: ${figureText(value, kindOf(name))}, ${against && againstText(against)}`;

const flakyText = (
  { id, name, value }: Metric,
  { value: worse, run, against }: NonNullable<Metric['refused']>,
): string =>
  `figure ${id} is flaky: ${figureText(worse, kindOf(name))} in ${run === undefined ? 'another attempt' : `an attempt of run ${run}`}, ${againstText(against)}, and ${figureText(value, kindOf(name))} in the one that decides`;

const missingText = ({ id, run }: MissingFigure): string =>
  `figure ${id}, which run ${run} measured, is missing`;

const retiredText = ({ id, run }: MissingFigure): string =>
  `figure ${id}, which run ${run} measured, is none that this suite has a name for any more: under a new name it is judged by new runs only`;

/** Who accepts a figure says so in the register, and how bad it may be, where it is read and expires. */
function wayOut(id: string, value: number | undefined, inputs: VerdictInputs): string {
  const { name, context } = inputs.runFile?.settings.target ?? {};
  const where = [`target: ${name}`, ...(context === undefined ? [] : [`context: ${context}`])].join(', ');
  const narrow = waiversOf(id, inputs).map(({ at, accepts }) => `the waiver at ${at} accepts ${accepts}; `);
  return `${narrow.join('')}who accepts that writes a waiver into features/exceptions.yaml (figures: [${acceptingText(id, value)}], ${where})`;
}
