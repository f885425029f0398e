import { acceptedFigures, figuresForGate } from '../../support/figures/figures-for-gate.ts';
import { metricsOf } from '../../support/figures/metrics.ts';
import type { HistoryRecord } from '../../support/runs/history-record.ts';
import type { RunFile } from '../../support/settings/settings.ts';
import type { Exception } from '../../support/verdict/exceptions.ts';
import type { ScenarioVerdict, Verdicts } from '../../support/verdict/model.ts';
import { FIGURES } from '../../support/verdict/suite-attachments.ts';
import { aRecord } from '../runs/records.ts';

/** Not the one that reports: the figures are of the machine that measured. */
export const RAN_ON = '64 × another processor, linux x64';
export const TODAY = new Date('2027-01-10T12:00:00Z');
export const MEDIAN = 'RK-001.26 median latency';
export const P95 = 'RK-001.26 p95 latency';

/** One attempt of a scenario whose only step measures. */
export interface Tried {
  /** What it attached: figures by name, or a text that is damaged. */
  readonly figures?: string | Readonly<Record<string, unknown>>;
  readonly status?: 'passed' | 'failed' | 'skipped';
  /** The run that it is of. */
  readonly run?: string;
}

/** A scenario of some attempts, in their order; its step decides this check. */
export function tried(attempts: readonly Tried[], check = 'RK-001.26', line = 3): ScenarioVerdict {
  const key = `a.feature:${line}`;
  const defined = { key, name: 'It measures', requirementIds: ['RK-001'], claims: [{ check, step: 0 }] };
  const recorded = attempts.map(({ figures, status = 'passed', run }, index) => {
    const text = typeof figures === 'object' ? JSON.stringify(figures) : figures;
    const attachments = text === undefined ? [] : [{ mediaType: FIGURES, text }];
    const startedAt = new Date(TODAY.getTime() + index * 1_000);
    const steps = [{ position: 0, status, defined: { type: 'Outcome' }, attachments }];
    return { id: `${key} ${index}`, startedAt, endedAt: startedAt, steps, ...(run && { run }) };
  });
  return { scenario: { defined, selected: true, attempts: recorded } } as unknown as ScenarioVerdict;
}

/** What a coordinator wrote of a run on one target. */
export const ranOn = (over: Partial<RunFile> = {}, run: Partial<RunFile['settings']['run']> = {}): RunFile =>
  ({
    settings: {
      run: { id: 'r9', startedAt: '2027-01-10T11:59:00Z', ...run },
      target: { name: 'kind', context: 'kind-a', timeScale: 1 },
    },
    versions: {},
    machine: RAN_ON,
    ...over,
  }) as RunFile;

/** Five runs of 100 ms. */
export const HUNDREDS: readonly HistoryRecord[] = [100, 101, 99, 100, 100].map((value, index) =>
  aRecord({ run: `h${index}`, machine: RAN_ON, figures: { [MEDIAN]: value } }),
);

export interface Around {
  readonly history?: readonly HistoryRecord[];
  readonly runFiles?: readonly RunFile[];
  readonly exceptions?: readonly Exception[];
}

/** Scenarios as the run that measured them, after five runs of 100 ms. */
export const judgedOf = (
  scenarios: readonly ScenarioVerdict[],
  { history = HUNDREDS, runFiles = [ranOn()], exceptions = [] }: Around = {},
): Verdicts =>
  ({
    inputs: { run: { damages: [] }, runFile: runFiles[0], runFiles, history, exceptions, today: TODAY },
    scenarios,
  }) as unknown as Verdicts;

type Measured = Pick<Verdicts, 'inputs' | 'scenarios'>;

const withMetrics = (judged: Measured) => ({ ...judged, metrics: metricsOf(judged) });

/** What the figures of a run mean for its gate. */
export const forGate = (judged: Measured) => figuresForGate(withMetrics(judged));

/** The figures of a run that are the reference from here on, though they are worse. */
export const acceptedOf = (judged: Measured) => acceptedFigures(withMetrics(judged));
