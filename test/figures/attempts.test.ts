import assert from 'node:assert/strict';
import { test } from 'node:test';
import { baselineOf } from '../../support/figures/baseline.ts';
import { metricsOf } from '../../support/figures/metrics.ts';
import { historyRecord } from '../../support/history/record.ts';
import { type HistoryRecord, isRecord } from '../../support/runs/history-record.ts';
import { aRecord } from '../runs/records.ts';
import {
  acceptedOf,
  forGate,
  HUNDREDS,
  judgedOf,
  MEDIAN,
  P95,
  RAN_ON,
  ranOn,
  type Tried,
  tried,
} from './measuring.ts';
import { aWaiver } from './waivers.ts';

const took = (latency: unknown, over: Tried = {}): Tried => ({
  figures: { 'median latency': latency },
  ...over,
});
const OTHER = '2 × slower processor, linux x64';
const BOTH = [ranOn({}, { id: 'later' }), ranOn({}, { id: 'first' })];

test('a figure that one run was refused for stays refused beside a later run that measured it well', () => {
  for (const attempts of [
    [took(150, { run: 'first' }), took(100, { run: 'later' })],
    [took(100, { run: 'first' }), took(150, { run: 'first' }), took(100, { run: 'later' })],
  ]) {
    const judged = judgedOf([tried(attempts)], { runFiles: BOTH });
    const { blockers } = forGate(judged);
    assert.deepEqual(blockers.length, 1, blockers.join());
    assert.match(
      blockers[0] ?? '',
      /^figure RK-001\.26 median latency is flaky: 150 ms in an attempt of run first, \+50 % \(good runs lie up to \+10 % by 5 runs\) against .*, and 100 ms in the one that decides; who accepts/,
    );
    const [metric] = metricsOf(judged).metrics;
    assert.deepEqual([metric?.value, metric?.run, metric?.refused?.value], [100, 'later', 150]);
  }
});

test('so does one that an attempt of the same run was refused for, also where that attempt failed elsewhere', () => {
  const judged = judgedOf([tried([took(150, { status: 'failed' }), took(100)])]);
  assert.match(forGate(judged).blockers[0] ?? '', /is flaky: 150 ms in another attempt/);
});

test('attempts that the earlier runs allow are no trouble, and one that decides and is worse is told once', () => {
  assert.deepEqual(forGate(judgedOf([tried([took(105), took(100)])])).blockers, []);
  assert.deepEqual(forGate(judgedOf([tried([took(60), took(100)])])).blockers, []);
  const { blockers } = forGate(judgedOf([tried([took(170), took(150)])]));
  assert.deepEqual(blockers.length, 1);
  assert.match(blockers[0] ?? '', /is worse: 150 ms/);
});

test('a waiver excuses a flaky figure, and makes no reference of it', () => {
  const judged = judgedOf([tried([took(150), took(100)])], { exceptions: [aWaiver()] });
  const { blockers, excused } = forGate(judged);
  assert.deepEqual(blockers, []);
  assert.match(excused[0] ?? '', /is flaky: .*excused by the waiver at features\/exceptions/);
  assert.deepEqual(acceptedOf(judged), []);
});

test('a figure is missing where the step that measures it ran, whatever the register says of its check', () => {
  const history = HUNDREDS.map((it) => ({ ...it, figures: { ...it.figures, [P95]: 100 } }));
  const missing = (...attempts: readonly Tried[]) =>
    metricsOf(judgedOf([tried(attempts)], { history })).missing.map(({ id }) => id);
  for (const status of ['passed', 'failed'] as const)
    assert.deepEqual(missing(took(100, { status })), [P95], status);
  assert.deepEqual(missing(took(100, { status: 'failed' }), took(100)), [P95], 'its check is flaky');
  assert.deepEqual(missing({ status: 'skipped' }), [], 'what did not run measures nothing');
  const both = { figures: { 'median latency': 100, 'p95 latency': 100 } };
  assert.deepEqual(missing(both, took(100)), [P95], 'one that passed lacks it');
  assert.deepEqual(missing(took(100), both), [P95], 'in whatever order');
  assert.deepEqual(missing(took(100, { status: 'failed' }), both), [], 'one that failed measured no more');
});

test('a figure that was renamed is told, and stands against nothing: no step measures it, and no waiver can name it', () => {
  const old = 'RK-001.26 middle latency';
  const history = HUNDREDS.map((it) => ({ ...it, figures: { ...it.figures, [old]: 100 } }));
  const judged = judgedOf([tried([took(100)])], { history });
  assert.deepEqual(metricsOf(judged).missing, []);
  assert.deepEqual(forGate(judged), {
    blockers: [],
    excused: [],
    open: [],
    notes: [
      `figure ${old}, which run h4 measured, is none that this suite has a name for any more: under a new name it is judged by new runs only`,
    ],
  });
});

test('a known issue of a check does not excuse that its figure went missing', () => {
  const known = { ...tried([{ status: 'failed' }]), verdict: 'known', claims: [{ verdict: 'known' }] };
  assert.deepEqual(metricsOf(judgedOf([known as never])).missing, [{ id: MEDIAN, run: 'h4' }]);
});

test('a value that is no number, or below zero, is none: the figure is missing', () => {
  for (const value of [null, '100', -100, 'NaN', [100], true]) {
    const { metrics, missing } = metricsOf(judgedOf([tried([took(value)])]));
    assert.deepEqual([metrics, missing.map(({ id }) => id)], [[], [MEDIAN]], String(value));
  }
  const damaged = metricsOf(judgedOf([tried([{ figures: '{"median latency":100' }])]));
  assert.deepEqual([damaged.metrics, damaged.missing.length], [[], 1]);
});

test('a figure that is measured under one name twice is left open, and says nothing to later runs', () => {
  const twice = judgedOf([tried([took(100)]), tried([took(90)], 'RK-001.26', 9)]);
  assert.deepEqual(forGate(twice).open, [
    'figure RK-001.26 median latency was measured 2 times, at a.feature:3 and a.feature:9: nobody knows which of them earlier runs measured; let each step that measures decide a check of its own',
  ]);
  assert.deepEqual(forGate(judgedOf([tried([took(100)]), tried([took(90)], 'RK-001.27')])).open, []);
});

test('each figure is judged by the class of machine that its run was on: shards may differ in it', () => {
  const slow = HUNDREDS.map((it) => ({ ...it, machine: OTHER, figures: { 'RK-002.8 median latency': 300 } }));
  const runFiles = [ranOn({}, { id: 'a' }), ranOn({ machine: OTHER }, { id: 'b' })];
  const gate = (latency: number) =>
    forGate(
      judgedOf([tried([took(100, { run: 'a' })]), tried([took(latency, { run: 'b' })], 'RK-002.8', 9)], {
        ...{ runFiles, history: [...HUNDREDS, ...slow] },
      }),
    );
  assert.deepEqual(gate(300), { blockers: [], excused: [], open: [], notes: [] });
  assert.match(gate(400).blockers.join(), /^figure RK-002\.8 median latency is worse: 400 ms, \+33 %/);
});

test('what a run of another class of machine measured is no reference of this one, whoever excuses it', () => {
  const runFiles = [ranOn({ machine: OTHER }, { id: 'b' }), ranOn({}, { id: 'a' })];
  const over = { runFiles, exceptions: [aWaiver()] };
  const judged = judgedOf([tried([took(150, { run: 'a' })])], over);
  assert.equal(forGate(judged).excused.length, 1);
  assert.deepEqual(acceptedOf(judged), []);
});

test('a figure is missing on whatever machine it is not measured any more, and one that is new there says so', () => {
  const [elsewhere] = [ranOn({ machine: OTHER })];
  const missing = judgedOf([tried([{ figures: {} }])], { runFiles: [elsewhere] });
  assert.match(forGate(missing).blockers[0] ?? '', /^figure RK-001\.26 median latency, .* is missing/);
  const { notes } = forGate(judgedOf([tried([took(500)])], { runFiles: [elsewhere] }));
  assert.deepEqual(notes, [
    `1 figure is judged by no earlier run on this target and class of machine; 5 runs measured on another (${RAN_ON}), with which nothing here is compared`,
  ]);
});

test('what a simulated cluster measured is no measure for a real one of the same name', () => {
  const simulated = HUNDREDS.map((it) => ({ ...it, simulated: true }));
  const { metrics, missing } = metricsOf(judgedOf([tried([took(500)])], { history: simulated }));
  assert.deepEqual([metrics[0]?.against, missing], [undefined, []]);
});

/** What the history keeps of a run of these scenarios. */
function keptOf(...scenarios: Parameters<typeof judgedOf>[0]): HistoryRecord {
  const judged = judgedOf(scenarios.map((it) => ({ ...it, claims: [], verdict: 'passed' as const })));
  const { settings } = ranOn({}, { id: 'r9', startedAt: '2027-01-10T11:59:00Z', seed: 1 });
  const verdicts = {
    ...judged,
    inputs: { ...judged.inputs, run: { spans: [], damages: [] } },
    ...{ requirements: [], metrics: metricsOf(judged), gate: { decision: 'GO' } },
  };
  return historyRecord(verdicts as never, { ...settings, releases: {} }, aRecord().suite);
}

test('the history keeps what this run measured, as often as it tried, and nothing that was measured twice', () => {
  assert.deepEqual(keptOf(tried([took(150), took(100)])).figures, { [MEDIAN]: 100 });
  assert.deepEqual(keptOf(tried([took(100)]), tried([took(90)], 'RK-001.26', 9)).figures, {});
});

test('what a step measured of which any row failed is no measure for later runs, whatever its first check says', () => {
  const failed = keptOf(tried([took(130, { status: 'failed' })]));
  assert.deepEqual(failed.figures, { [MEDIAN]: 130 }, 'later runs must not lack it');
  const held = keptOf(tried([took(130, { status: 'failed' }), took(100)]));
  assert.deepEqual(baselineOf(MEDIAN, [failed, held, failed]), [100]);
  const lines = [failed, held].map((it) => JSON.parse(JSON.stringify(it)) as unknown);
  assert.ok(lines.every(isRecord));
  assert.ok(!isRecord({ ...failed, ofFailedSteps: MEDIAN }));
});
