import assert from 'node:assert/strict';
import { test } from 'node:test';
import { figureText, kindOf } from '../../support/history/figure-kind.ts';
import { changeText, judgeFigure, noiseOf } from '../../support/history/judge-figure.ts';

const latency = kindOf('p95 latency');
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

test('a change counts when it is above 10 % and above the noise', () => {
  assert.equal(judgeFigure(100, 110, calm, latency).verdict, 'same');
  assert.equal(judgeFigure(100, 112, calm, latency).verdict, 'worse');
  assert.equal(judgeFigure(100, 80, calm, latency).verdict, 'better');
  assert.equal(judgeFigure(100, 130, noisy, latency).verdict, 'inconclusive');
  assert.equal(judgeFigure(100, 300, noisy, latency).verdict, 'worse');
  assert.equal(judgeFigure(100, 300, calm, kindOf('requests served')).verdict, 'changed');
  assert.equal(judgeFigure(10, 8, [10, 10, 10, 10, 10], kindOf('throughput')).verdict, 'worse');
});

test('fewer than 5 earlier runs decide nothing', () => {
  const judged = judgeFigure(100, 300, calm.slice(1), latency);
  assert.equal(judged.verdict, 'inconclusive');
  assert.equal(changeText(judged), '+200 % (noise unknown, 4 runs)');
  assert.equal(noiseOf(calm.slice(1)), undefined);
  assert.equal(changeText(judgeFigure(100, 112, calm, latency)), '+12 % (noise 4 % of 5 runs)');
  assert.equal(judgeFigure(0, 5, [0, 0, 0, 0, 0], kindOf('errors')).verdict, 'worse');
});
