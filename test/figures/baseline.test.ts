import assert from 'node:assert/strict';
import { test } from 'node:test';
import { baselineOf } from '../../support/figures/baseline.ts';
import { metricsOf } from '../../support/figures/metrics.ts';
import type { HistoryRecord } from '../../support/runs/history-record.ts';
import { aRecord } from '../runs/records.ts';
import { forGate, judgedOf, MEDIAN, RAN_ON, tried } from './measuring.ts';

const runs = (values: readonly number[], over: Partial<HistoryRecord> = {}, id = MEDIAN): HistoryRecord[] =>
  values.map((value) => aRecord({ machine: RAN_ON, figures: { [id]: value }, ...over }));

const times = (count: number, value: number): number[] => Array.from({ length: count }, () => value);

const verdictOf = (value: number, history: readonly HistoryRecord[], name = 'median latency') =>
  metricsOf(judgedOf([tried([{ figures: { [name]: value } }])], { history })).metrics[0]?.against?.verdict;

const accepted = (value: number, id = MEDIAN): HistoryRecord[] => runs([value], { accepted: [id] }, id);

test('right behind a level that was excused, what is worse than it is refused as before', () => {
  const history = [...runs([100, 101, 99, 100, 100]), ...accepted(150)];
  assert.equal(verdictOf(150, history), 'same');
  assert.equal(verdictOf(153, history), 'same');
  assert.equal(verdictOf(200, history), 'worse', 'the new level has the spread of the old one');
  assert.equal(verdictOf(200, [...history, ...runs([200, 200, 200, 200, 200])]), 'worse');
  assert.equal(verdictOf(100, history), 'better');
});

test('so is what was none before: a count that was excused, and a rate', () => {
  const lost = 'RK-001.26 failed requests';
  const failures = [...runs(times(5, 0), {}, lost), ...accepted(4, lost)];
  assert.equal(verdictOf(4, failures, 'failed requests'), 'same');
  assert.equal(verdictOf(9, failures, 'failed requests'), 'worse');
  const rate = 'RK-001.26 tokens per second';
  const rates = [...runs([100, 95, 110, 100, 100], {}, rate), ...accepted(50, rate)];
  assert.equal(verdictOf(50, rates, 'tokens per second'), 'same');
  assert.equal(verdictOf(20, rates, 'tokens per second'), 'worse');
});

test('one failed request behind runs of none is told, and stands against nothing', () => {
  const history = runs(times(8, 0), {}, 'RK-001.26 failed requests');
  const { blockers, notes } = forGate(
    judgedOf([tried([{ figures: { 'failed requests': 1 } }])], { history }),
  );
  assert.deepEqual(blockers, []);
  assert.match(
    notes[0] ?? '',
    /failed requests is inconclusive: 1, up from 0 \(good runs lie up to 3 by 8 runs/,
  );
});

test('failures behind runs of none stand against GO, and so does what takes ten times as long as the one run before', () => {
  const blockersOf = (name: string, value: number, history: readonly HistoryRecord[]) =>
    forGate(judgedOf([tried([{ figures: { [name]: value } }])], { history })).blockers.join();
  const none = runs(times(3, 0), {}, 'RK-001.26 failed requests');
  assert.match(
    blockersOf('failed requests', 5, none),
    /failed requests is worse: 5, up from 0 \(judged by 3 runs only, which let up to 4 pass\)/,
  );
  assert.match(
    blockersOf('median latency', 1_000, runs([100])),
    /is worse: 1,000 ms, \+900 % \(judged by 1 run only, which lets up to \+300 % pass\)/,
  );
});

test('what got better for a while is the level that is held, however long it was worse before', () => {
  const history = [...runs(times(40, 100)), ...runs(times(10, 50))];
  assert.equal(verdictOf(90, history), 'worse');
  assert.equal(verdictOf(52, history), 'same');
  assert.match(
    forGate(judgedOf([tried([{ figures: { 'median latency': 90 } }])], { history })).blockers[0] ?? '',
    /is worse: 90 ms, \+80 %/,
  );
  const rate = 'RK-001.26 tokens per second';
  const rates = [...runs(times(40, 50), {}, rate), ...runs(times(10, 100), {}, rate)];
  assert.equal(verdictOf(60, rates, 'tokens per second'), 'worse');
});

test('what got worse little by little is held to where it began', () => {
  const creeping = Array.from({ length: 60 }, (_, index) => 100 * 1.015 ** index);
  const kept = baselineOf(MEDIAN, runs(creeping));
  assert.ok(kept.length <= 30, `${kept.length} of 60 runs were taken`);
  assert.ok(Math.max(...kept) < 160, `up to ${Math.max(...kept)} ms`);
});

test('what a check measured that is a known issue is no measure for later runs', () => {
  const bad = runs(times(5, 900), { checks: { known: ['RK-001.26'] } });
  assert.deepEqual(baselineOf(MEDIAN, [...bad, ...runs([100])]), [100]);
});

test('a single outlier for the better is no level', () => {
  assert.equal(verdictOf(100, [...runs(times(9, 100)), ...runs([1])]), 'same');
});
