import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeText, judgeFigure } from '../../support/figures/judge-figure.ts';
import { figureText, kindOf } from '../../support/metrics/figure-kind.ts';
import { figureNames } from '../../support/metrics/figure-names.ts';

const latency = kindOf('p95 latency');
const steady = [100, 101, 99, 100, 100];
const calm = [100, 102, 98, 101, 99];
const noisy = [100, 130, 95, 120, 85];

test('names say what a figure is and which way is better', () => {
  assert.deepEqual(kindOf('median latency'), { unit: 'ms', better: 'lower' });
  assert.deepEqual(kindOf('p95 to median latency'), { unit: '×', better: 'lower' });
  assert.deepEqual(kindOf('tokens per second'), { unit: '/s', better: 'higher' });
  assert.deepEqual(kindOf('requests served'), { unit: '' });
  assert.deepEqual(kindOf('longest outage'), { unit: 'ms', better: 'lower' });
  assert.equal(figureText(1234.5, latency), '1,235 ms');
  assert.equal(figureText(2.41, kindOf('p95 to median latency')), '2.4 ×');
});

test('a success rate is judged by the failures that it leaves, also where it falls by less than 10 %', () => {
  const rate = kindOf('success rate in percent');
  for (const earlier of [[], [100], Array(5).fill(100)]) {
    const fallen = judgeFigure(100, 91, earlier, rate);
    assert.equal(fallen.verdict, 'worse');
    assert.match(changeText(fallen), /^-9 % \(.* down to -5 %/);
    assert.equal(judgeFigure(100, 96, earlier, rate).verdict, 'same');
  }
  assert.equal(judgeFigure(97, 91, Array(5).fill(97), rate).verdict, 'same', 'some failures are usual there');
  assert.equal(judgeFigure(97, 87, Array(5).fill(97), rate).verdict, 'worse');
  assert.equal(judgeFigure(91, 100, [91], rate).verdict, 'same');
});

/** Every figure that a feature may name, by unit and direction. */
const UNITS: Readonly<Record<string, readonly string[]>> = {
  '': [
    'requests served',
    'fewest requests of a pod',
    'most requests of a pod',
    'requests sent',
    'GPUs with memory in use',
    'GPUs busier than at rest',
    'transfers from prefill to decode',
  ],
  ' lower': ['failed requests', 'pod restarts', 'failures of pods'],
  ms: ['observed pod time'],
  'ms lower': [
    'average latency',
    'median latency',
    'p95 latency',
    'p99 latency',
    'p99.9 latency',
    'start-up time',
    'model download time',
    'time to ready after the download',
    'recovery time',
    'average prefill time',
    'average decode time',
    'shortest latency of first answers',
    'shortest latency of follow-ups',
  ],
  '× lower': ['p95 to median latency', 'longest to shortest download', 'longest to shortest load'],
  '/s higher': ['requests per second', 'tokens per second'],
  '%': [
    'largest share of a pod in percent',
    'lowest peak of a GPU in percent',
    'median use of a GPU in percent',
    'GPU memory in use in percent',
    'prefill time in percent of decode time',
    'latency of follow-ups in percent of first answers',
    'CPU use in percent of the request',
    'memory use in percent of the request',
  ],
  '% higher': ['success rate in percent'],
  '% lower': [
    'error rate in percent',
    'error rate of HTTP 4xx in percent',
    'error rate of HTTP 5xx in percent',
    'error rate of time-outs in percent',
    'error rate of broken connections in percent',
    'error rate of other statuses in percent',
  ],
  GB: ['GB in use on the emptiest GPU', 'GB in use on the fullest GPU'],
  'B lower': ['bytes from prefill to decode', 'memory in bytes'],
};

test('every figure has the unit and the direction that its name says', () => {
  const kinds = figureNames().map((name) => {
    const { unit, better } = kindOf(name);
    return [name, better ? `${unit} ${better}` : unit];
  });
  const wanted = Object.entries(UNITS).flatMap(([kind, names]) => names.map((name) => [name, kind]));
  assert.deepEqual(Object.fromEntries(kinds), Object.fromEntries(wanted));
  assert.equal(figureText(77.3, kindOf('GB in use on the emptiest GPU')), '77.3 GB');
  assert.equal(figureText(8, kindOf('GPUs with memory in use')), '8');
});

test('a change counts when it is above 10 % and beyond where good runs lie', () => {
  assert.equal(judgeFigure(100, 110, calm, latency).verdict, 'same');
  assert.equal(judgeFigure(100, 112, steady, latency).verdict, 'worse');
  assert.equal(judgeFigure(100, 112, calm, latency).verdict, 'inconclusive');
  assert.equal(judgeFigure(100, 120, calm, latency).verdict, 'worse');
  assert.equal(judgeFigure(100, 80, calm, latency).verdict, 'better');
  assert.equal(judgeFigure(100, 300, noisy, latency).verdict, 'inconclusive');
  assert.equal(judgeFigure(100, 600, noisy, latency).verdict, 'worse');
  assert.equal(judgeFigure(100, 300, calm, kindOf('requests served')).verdict, 'changed');
  assert.equal(judgeFigure(10, 8, [10, 10, 10, 10, 10], kindOf('throughput')).verdict, 'worse');
});

test('the more runs are known, the nearer is the limit; one run alone is a poorer reference than their middle', () => {
  const [of5, of10] = [calm, [...calm, ...calm]].map((runs) => judgeFigure(100, 120, runs, latency).limit);
  assert.ok(Math.abs((of5 ?? 0) - 0.161) < 0.001, String(of5));
  assert.ok(Math.abs((of10 ?? 0) - 0.1) < 0.001, String(of10));
  assert.ok((judgeFigure(100, 120, calm, latency, 1).limit ?? 0) > 0.2);
  assert.ok((judgeFigure(100, 50, noisy, kindOf('tokens per second')).limit ?? 0) < -0.7);
});

test('one lucky run hides nothing, one that was slow says that others may be', () => {
  const verdict = (before: number, after: number, runs: readonly number[], kind = latency) =>
    judgeFigure(before, after, runs, kind).verdict;
  assert.equal(verdict(100, 135, [60, 100, 100, 100, 100]), 'worse');
  assert.equal(verdict(100, 135, [10, ...calm.slice(1), ...calm]), 'worse');
  assert.equal(verdict(100, 108, [60, 100, 100, 100, 100]), 'same');
  assert.equal(verdict(100, 135, [100, 100, 100, 100, 140]), 'inconclusive');
  assert.equal(verdict(100, 65, [100, 100, 100, 100, 140], kindOf('tokens per second')), 'worse');
});

test('counts are judged by the values themselves where one is 0', () => {
  const verdict = (after: number) =>
    judgeFigure(1, after, [1, 1, 1, 1, 0], kindOf('failed requests')).verdict;
  assert.equal(verdict(5), 'inconclusive');
  assert.equal(verdict(6), 'worse');
});

test('of 0 there is no share: a time of 0 was none, and is left to the limits of its feature', () => {
  const judged = judgeFigure(0, 40, [0, 0, 0, 0, 0.3], latency);
  assert.deepEqual(judged, { verdict: 'inconclusive', runs: 5 });
  assert.equal(
    changeText(judged),
    'up from 0 (of which there is no share: only the limits in its feature hold it)',
  );
  assert.equal(judgeFigure(0, 40, [0, 0, 0, 0, 0], kindOf('tokens per second')).verdict, 'inconclusive');
  assert.equal(judgeFigure(0, 0, [0, 0, 0, 0, 0], kindOf('failed requests')).verdict, 'same');
  assert.equal(judgeFigure(0, 5, [0, 0, 0, 0, 0], kindOf('requests served')).verdict, 'changed');
  assert.equal(judgeFigure(4, 0, [4, 4, 4, 4, 4], kindOf('failed requests')).verdict, 'better');
});

const zeros = (runs: number): number[] => Array.from({ length: runs }, () => 0);

test('5 failures, or more than 5 % of them, where there were none are worse, however few the runs without any', () => {
  for (const runs of [1, 2, 4, 5, 10]) {
    const verdict = (after: number, name: string) => judgeFigure(0, after, zeros(runs), kindOf(name)).verdict;
    for (const name of ['failed requests', 'pod restarts', 'failures of pods'])
      assert.deepEqual([verdict(1, name), verdict(5, name)], ['inconclusive', 'worse'], `${name} ${runs}`);
    const rate = 'error rate of HTTP 5xx in percent';
    assert.deepEqual([verdict(5, rate), verdict(5.1, rate)], ['inconclusive', 'worse'], `${runs}`);
  }
  const ten = judgeFigure(0, 4, zeros(10), kindOf('failed requests'));
  assert.equal(ten.verdict, 'worse', 'ten runs without any say more');
  assert.equal(changeText(ten), 'up from 0 (good runs lie up to 3 by 10 runs)');
  assert.equal(
    changeText(judgeFigure(0, 4, [0], kindOf('failed requests'))),
    'up from 0 (judged by 1 run only, which lets up to 4 pass)',
  );
});

test('where most runs had no failures, a run may have as many as one of them had, and not many more', () => {
  const verdict = (after: number) =>
    judgeFigure(0, after, [0, 0, 7, 0, 0], kindOf('failed requests')).verdict;
  assert.deepEqual([1, 8, 9].map(verdict), ['inconclusive', 'inconclusive', 'worse']);
});

test('what is more than 4 times as bad is worse behind however few runs, and however far they lie apart', () => {
  const verdict = (name: string, before: number, after: number, runs: readonly number[]) =>
    judgeFigure(before, after, runs, kindOf(name)).verdict;
  for (const runs of [[100], [100, 100], [90, 100, 120], [100, 5, 400, 100], [100, 5, 400, 100, 100]]) {
    assert.equal(verdict('p95 latency', 100, 1_000, runs), 'worse', String(runs));
    assert.equal(verdict('p95 latency', 100, 399, runs), 'inconclusive', String(runs));
    assert.equal(verdict('tokens per second', 100, 24, runs), 'worse', String(runs));
    assert.equal(verdict('tokens per second', 100, 26, runs), 'inconclusive', String(runs));
    assert.equal(verdict('memory in bytes', 100, 401, runs), 'worse', String(runs));
  }
  assert.equal(verdict('p95 latency', 100, 1_000, []), 'worse', 'against another run alone');
  assert.equal(verdict('p95 latency', 100, 1, [100]), 'inconclusive', 'better is no alarm');
});

test('a share of successes is held by the failures that it leaves', () => {
  const verdict = (before: number, after: number) =>
    judgeFigure(before, after, [before], kindOf('success rate in percent')).verdict;
  assert.deepEqual([verdict(100, 91), verdict(100, 89)], ['worse', 'worse']);
  assert.deepEqual([verdict(95, 81), verdict(95, 79)], ['inconclusive', 'worse']);
});

test('fewer than 5 earlier runs tell only what is far worse, and say how few they are', () => {
  const judged = judgeFigure(100, 300, calm.slice(1), latency);
  assert.equal(judged.verdict, 'inconclusive');
  assert.equal(changeText(judged), '+200 % (judged by 4 runs only, which let up to +300 % pass)');
  const worse = judgeFigure(100, 1_000, calm.slice(4), latency);
  assert.equal(changeText(worse), '+900 % (judged by 1 run only, which lets up to +300 % pass)');
  assert.equal(
    changeText(judgeFigure(100, 20, calm.slice(1), latency)),
    '-80 % (4 runs, too few to judge by)',
  );
  assert.equal(
    changeText(judgeFigure(100, 112, steady, latency)),
    '+12 % (good runs lie up to +10 % by 5 runs)',
  );
  assert.equal(
    changeText(judgeFigure(100, 80, calm, latency)),
    '-20 % (good runs lie down to -14 % by 5 runs)',
  );
});
