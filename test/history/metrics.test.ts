import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kindOf } from '../../support/history/figure-kind.ts';
import type { HistoryRecord } from '../../support/history/history-record.ts';
import { figuresForGate, metricsOf } from '../../support/history/metrics.ts';
import { machineClass } from '../../support/history/record.ts';
import { clockOf, figureNames } from '../../support/metrics/figure-names.ts';
import type { Verdicts } from '../../support/verdict/model.ts';
import { FIGURES } from '../../support/verdict/suite-attachments.ts';
import { aRecord } from './records.ts';

/** A run that measured one latency, after five runs of 100 ms. */
function judged(
  latency: number,
  launcher?: 'embedded',
  later: readonly Partial<HistoryRecord>[] = [],
): Verdicts {
  const attachments = [
    { mediaType: FIGURES, text: JSON.stringify({ 'median latency': latency }) },
    { mediaType: FIGURES, text: 'damaged' },
  ];
  const claims = [{ check: 'RK-001.26', step: 3 }];
  const scenario = {
    defined: { key: 'a.feature:3', name: 'It measures', requirementIds: ['RK-001'], claims },
    attempts: [{ steps: [{ position: 3, attachments }] }],
  };
  const first = [100, 101, 99, 100, 100].map((value) => ({
    figures: { 'RK-001.26 median latency': value, 'RK-001.26 p95 latency': value, 'RK-009.1 outage': 1 },
  }));
  const history = [...first, ...later].map((over) => aRecord({ machine: machineClass(), ...over }));
  return {
    inputs: {
      runFile: {
        settings: { run: { id: 'r9' }, target: { name: 'kind', context: 'kind-a', timeScale: 1, launcher } },
        versions: {},
      },
      history,
    },
    scenarios: [{ scenario }],
    requirements: [{ checks: [{ check: { id: 'RK-001.26' }, verdict: 'passed' }] }],
  } as unknown as Verdicts;
}

test('figures are judged against the median of comparable runs; those of what did not run are not missed', () => {
  const { metrics, missing, simulated, run } = metricsOf(judged(150));
  assert.equal(run, 'r9');
  assert.equal(simulated, false);
  const [metric] = metrics;
  assert.equal(metric?.id, 'RK-001.26 median latency');
  assert.equal(metric?.unit, 'ms');
  assert.equal(metric?.clock, 'wall');
  assert.equal(metric?.against?.median, 100);
  assert.equal(metric?.against?.verdict, 'worse');
  assert.deepEqual(missing, [{ id: 'RK-001.26 p95 latency', run: 'r1' }]);
});

test('regressions and missing figures stand against GO, simulated ones never', () => {
  assert.deepEqual(figuresForGate(judged(150)).blockers, [
    'figure RK-001.26 median latency is worse: 150 ms, +50 % (noise 2 % of 5 runs) against the median of the earlier runs that were not refused for it',
    'figure RK-001.26 p95 latency, which run r1 measured, is missing; where the suite measures it no longer, remove it from reports/history.ndjson',
  ]);
  assert.deepEqual(figuresForGate(judged(105)).blockers.length, 1);
  assert.deepEqual(figuresForGate(judged(150, 'embedded')), { blockers: [], notes: [] });
});

const measured = (latency: number, over: Partial<HistoryRecord> = {}): Partial<HistoryRecord> => ({
  figures: { 'RK-001.26 median latency': latency, 'RK-001.26 p95 latency': latency },
  ...over,
});

test('a regression that was refused is refused again, however often it is measured', () => {
  for (const times of [1, 4, 20]) {
    const before = Array.from({ length: times }, () => measured(150, { decision: 'NO-GO' }));
    assert.match(
      figuresForGate(judged(150, undefined, before)).blockers[0] ?? '',
      /latency is worse: 150 ms/,
    );
  }
  assert.deepEqual(metricsOf(judged(150, undefined, [measured(150)])).metrics[0]?.against?.runs, 5);
  assert.deepEqual(
    metricsOf(judged(150, undefined, [measured(150, { simulated: true })])).metrics[0]?.against?.runs,
    6,
  );
});

test('what a check measured that failed is no measure for later runs', () => {
  const failed = measured(109, { checks: { failed: ['RK-001.26'] } });
  assert.deepEqual(metricsOf(judged(100, undefined, [failed])).metrics[0]?.against?.runs, 5);
});

test('a figure stays missing behind a run of a part, and behind the run that was refused for it', () => {
  const figures = { 'RK-001.26 median latency': 100 };
  for (const later of [
    { figures: {}, whole: false },
    { figures, decision: 'NO-GO' },
  ])
    assert.match(
      figuresForGate(judged(100, undefined, [later])).blockers[0] ?? '',
      /p95 latency, .* is missing/,
    );
});

test('a time or a rate says by which clock it was taken, anything else has none', () => {
  const clocks = figureNames().map((name) => [name, clockOf(name, kindOf(name).unit)] as const);
  const by = (clock: string | undefined) => clocks.flatMap(([name, own]) => (own === clock ? [name] : []));
  assert.deepEqual(by('cluster'), [
    'start-up time',
    'model download time',
    'time to ready after the download',
    'observed pod time',
    'recovery time',
  ]);
  assert.ok(by('wall').length > 8 && by('wall').every((name) => /latency|per second|time/.test(name)));
  assert.ok(by(undefined).every((name) => kindOf(name).unit !== 'ms' && kindOf(name).unit !== '/s'));
});
