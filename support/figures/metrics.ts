import { kindOf } from '../metrics/figure-kind.ts';
import { clockOf, figureNames } from '../metrics/figure-names.ts';
import type { HistoryRecord } from '../runs/history-record.ts';
import { isSimulated } from '../settings/simulated.ts';
import { waiverOf } from '../verdict/figure-waivers.ts';
import type { Against, Metric, Metrics, MissingFigure, Refused } from '../verdict/metrics-model.ts';
import type { VerdictInputs, Verdicts } from '../verdict/model.ts';
import { baselineOf } from './baseline.ts';
import { type Figure, figuresOf, isMissing, type Measured } from './figures.ts';
import { judgeFigure, referenceOf } from './judge-figure.ts';
import { meanTimeOf } from './mean-time.ts';
import { earlierComparable, earlierOnTarget, judgesOf, machineOf } from './measured-on.ts';

type Judged = Pick<Verdicts, 'inputs' | 'scenarios'>;

const waivedBy = (at: string | undefined): { waived?: string } => (at === undefined ? {} : { waived: at });

/** Collects the figures of a run and judges each, and what other attempts measured of it, against the earlier runs of the machine class that it was measured on. */
export function metricsOf(verdicts: Judged): Metrics {
  const { inputs } = verdicts;
  const { runFile, runFiles = [], history = [] } = inputs;
  const figures = figuresOf(verdicts);
  const machine = machineOf(inputs);
  const own = Object.fromEntries(figures.map(({ id, value }) => [id, value]));
  const parts = runFiles.map(({ settings }) => settings.run.id);
  const others = runFile ? earlierComparable(history, runFile).filter(({ run }) => !parts.includes(run)) : [];
  const lacking = runFile ? missingOf(verdicts, earlierOnTarget(history, runFile)) : [];
  const reliability = meanTimeOf([...others.map((record) => record.figures), own]);
  return {
    ...(runFile && { run: runFile.settings.run.id, target: runFile.settings.target.name }),
    ...(runFile && { timeScale: runFile.settings.target.timeScale }),
    simulated: isSimulated(runFile),
    ...(machine !== undefined && { machine }),
    metrics: figures.map((figure) => metricOf(figure, inputs)),
    missing: lacking.filter(isNamed),
    retired: lacking.filter((figure) => !isNamed(figure)),
    ...(reliability && { reliability }),
  };
}

function metricOf(figure: Figure, inputs: VerdictInputs): Metric {
  const { id, name, value, requirements, scenario, at, run } = figure;
  const kind = kindOf(name);
  const clock = clockOf(name, kind.unit);
  const against = againstOf(figure, figure, inputs);
  const waived = isWorse(against) ? waiverOf(id, value, inputs) : undefined;
  const refused = refusedOf(figure, inputs);
  // Beside a value that is told as worse, or excused, only what that does not cover is told as well.
  const toldBy = isWorse(against) && (waived === undefined || refused?.waived !== undefined);
  return {
    ...{ id, name, value, ...kind, ...(clock && { clock }), requirements, scenario, at },
    ...(run !== undefined && { run }),
    ...(against && { against }),
    ...(refused && !toldBy && { refused }),
    ...waivedBy(waived),
  };
}

const isWorse = (against: Against | undefined): boolean => against?.verdict === 'worse';

/** What one attempt measured of a figure against the runs that stand in the history before it; undefined where none measured it. */
function againstOf(
  { id, name }: Pick<Figure, 'id' | 'name'>,
  { value, run }: Measured,
  inputs: VerdictInputs,
): Against | undefined {
  const kind = kindOf(name);
  const values = baselineOf(id, judgesOf(inputs.history ?? [], inputs, run));
  const median = referenceOf(values, kind);
  return values.length > 0 ? { median, ...judgeFigure(median, value, values, kind) } : undefined;
}

/** The worst of what the other attempts measured that would have been refused, before what a waiver excuses: a pass beside it takes nothing back. */
function refusedOf(figure: Figure, inputs: VerdictInputs): Refused | undefined {
  const refused = figure.others.flatMap((other): Refused[] => {
    const against = againstOf(figure, other, inputs);
    if (against === undefined || !isWorse(against)) return [];
    const { value, run } = other;
    const waived = waivedBy(waiverOf(figure.id, value, inputs));
    return [{ value, ...(run !== undefined && { run }), against, ...waived }];
  });
  const size = ({ value, against }: Refused): number => Math.abs(value - against.median);
  const inOrder = refused.sort((a, b) => size(b) - size(a));
  return inOrder.find(({ waived }) => waived === undefined) ?? inOrder[0];
}

/** Whether the reviewed list has the name of a figure: what it lacks cannot be measured, nor excused by a waiver. */
const isNamed = ({ id }: MissingFigure): boolean => figureNames().includes(id.slice(id.indexOf(' ') + 1));

/**
 * Any earlier run on the target tells of a figure, so a run of a part between, one on another machine, or one that was refused
 * for lacking it makes nothing forgotten; one that was accepted without it does.
 */
function missingOf(verdicts: Judged, earlier: readonly HistoryRecord[]): MissingFigure[] {
  const measured = new Map<string, string>();
  for (const { run, figures, accepted = [] } of earlier) {
    for (const id of accepted) measured.delete(id);
    for (const id of Object.keys(figures)) measured.set(id, run);
  }
  return [...measured]
    .filter(([id]) => isMissing(id, verdicts))
    .map(([id, run]) => ({ id, run, ...waivedBy(waiverOf(id, undefined, verdicts.inputs)) }));
}
