import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseLimit } from '../../support/amounts/limit.ts';
import type { Exchange } from '../../support/inference/client.ts';
import { kindOf } from '../../support/metrics/figure-kind.ts';
import { figureNames, sourceOf } from '../../support/metrics/figure-names.ts';
import {
  latencyFigures,
  outcomeFigures,
  samplesOf,
  throughputFigures,
} from '../../support/traffic/figures.ts';

const exchange = (over: Partial<Exchange>): Exchange => ({
  ...{ id: '1', method: 'POST', url: 'http://x', headers: {}, latency: 100, startedAt: 0 },
  ...{ status: 200, body: '{"usage":{"completion_tokens":5}}' },
  ...over,
});
const failed = (over: Partial<Exchange>): Exchange => {
  const { status: _, ...rest } = exchange(over);
  return rest;
};

test('the slowest of a thousand is known from a thousand requests on', () => {
  const many = (count: number) =>
    samplesOf(Array.from({ length: count }, (_, index) => exchange({ latency: index + 1 })));
  assert.equal(latencyFigures(many(1_000))['p99.9 latency'], 999);
  assert.equal(latencyFigures(many(999))['p99.9 latency'], Number.NaN);
  assert.equal(latencyFigures(many(999))['median latency'], 500);
});

test('throughput counts answers and their tokens over the whole time', () => {
  const samples = samplesOf([
    exchange({}),
    exchange({ startedAt: 1_900 }),
    exchange({ status: 503, body: 'no' }),
  ]);
  assert.deepEqual(throughputFigures(samples), { 'requests per second': 1, 'tokens per second': 5 });
});

test('every failure is of exactly one type', () => {
  const figures = outcomeFigures(
    samplesOf([
      ...Array.from({ length: 6 }, () => exchange({})),
      exchange({ status: 404 }),
      exchange({ status: 503 }),
      failed({ error: 'no answer within 30000 ms' }),
      failed({ error: 'ECONNRESET: reset' }),
    ]),
  );
  assert.equal(figures['success rate in percent'], 60);
  assert.equal(figures['failed requests'], 4);
  const types = Object.entries(figures).filter(([name]) => name.startsWith('error rate of '));
  assert.deepEqual(
    types.map(([, share]) => share),
    [10, 10, 10, 10, 0],
  );
});

test('limits are numbers or spans, with open and closed bounds', () => {
  const holds = (limit: string, value: number) => parseLimit(limit).holds(value);
  assert.equal(holds('more than 90', 90), false);
  assert.equal(holds('more than 90', 90.1), true);
  assert.equal(holds('less than 1.5', 1.4), true);
  assert.equal(holds('between 60 and 140', 140), true);
  assert.equal(holds('at most 2 seconds', 2_000), true);
  assert.equal(holds('at most 2 seconds', Number.NaN), false);
  assert.throws(() => parseLimit('about 5'), /"about 5" is not a limit: write "exactly"/);
});

test('every figure has one source, and a unit that its name says', () => {
  assert.equal(new Set(figureNames()).size, figureNames().length);
  assert.equal(sourceOf('tokens per second'), 'throughput');
  assert.throws(() => sourceOf('beauty'), /"beauty" is not a figure: write one of requests served/);
  const units = Object.fromEntries(figureNames().map((name) => [name, kindOf(name)]));
  assert.deepEqual(units['error rate of HTTP 5xx in percent'], { unit: '%', better: 'lower' });
  assert.deepEqual(units['observed pod time'], { unit: 'ms' });
  assert.deepEqual(units['longest to shortest load'], { unit: '×', better: 'lower' });
  assert.deepEqual(units['memory use in percent of the request'], { unit: '%' });
  assert.deepEqual(units['memory in bytes'], { unit: 'B', better: 'lower' });
  assert.deepEqual(units['recovery time'], { unit: 'ms', better: 'lower' });
});
