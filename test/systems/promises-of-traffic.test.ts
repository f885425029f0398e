import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Exchange } from '../../support/inference/client.ts';
import type { CheckResult } from '../../support/judging/check-results.ts';
import { figuresMustHold } from '../../support/systems/kserve/figures/figures.ts';
import { allMustSucceed } from '../../support/systems/kserve/requests/promises-of-traffic.ts';

function recorder() {
  const results: CheckResult[] = [];
  return { results, world: { attach: (data: string) => void results.push(...JSON.parse(data)) } };
}

test('each figure is judged against its limit, in ms for spans', async () => {
  const { results, world } = recorder();
  const figures = { 'average latency': 2_100, 'requests served': 100, 'p95 to median latency': 2.9 };
  await assert.rejects(
    figuresMustHold(world, 'LLM service ns/x', figures, [
      { check: 'RK-001.31', figure: 'average latency', limit: 'at most 2 seconds' },
      { check: 'RK-001.26, RK-001.29', figure: 'requests served', limit: 'exactly 100' },
      { check: 'RK-001.28', figure: 'p95 to median latency', limit: 'at most 3' },
    ]),
    /RK-001\.31: average latency of LLM service ns\/x: expected at most 2 seconds, got 2100 ms/,
  );
  assert.deepEqual(
    results.map(({ id, verdict }) => `${id} ${verdict}`),
    ['RK-001.31 failed', 'RK-001.26 passed', 'RK-001.29 passed', 'RK-001.28 passed'],
  );
});

test('an unknown figure is answered with those there are, and no number is no pass', async () => {
  const { world } = recorder();
  await assert.rejects(
    figuresMustHold(world, 'LLM service ns/x', { a: 1 }, [{ figure: 'b', limit: 'exactly 1' }]),
    /"b" is not a figure: write one of a/,
  );
  await assert.rejects(
    figuresMustHold(world, 'LLM service ns/x', { a: Number.NaN }, [{ figure: 'a', limit: 'at least 0' }]),
    /expected at least 0, got nothing that was measured/,
  );
});

test('a batch succeeds only when there is one and every answer of it came with 200', () => {
  const exchange = (status?: number): Exchange => ({
    id: '1',
    method: 'POST',
    url: 'http://x',
    headers: {},
    body: '',
    latency: 1,
    startedAt: 0,
    ...(status ? { status } : { error: 'ECONNRESET' }),
  });
  const batch = (...exchanges: Exchange[]) => ({ to: 'x', exchanges, before: new Map<string, number>() });
  assert.throws(() => allMustSucceed(batch()), /all of 0 requests/);
  assert.throws(
    () => allMustSucceed(batch(exchange(200), exchange(503))),
    /1 failed, the first: POST http:\/\/x: 503/,
  );
  assert.throws(() => allMustSucceed(batch(exchange())), /ECONNRESET/);
  assert.doesNotThrow(() => allMustSucceed(batch(exchange(200))));
});
