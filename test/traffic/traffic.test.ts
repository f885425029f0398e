import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { Agent } from 'undici';
import { type Exchange, send, type WayTo } from '../../support/inference/client.ts';
import { sendBatch, succeeded } from '../../support/traffic/batch.ts';
import { Flow, outage, streak } from '../../support/traffic/flow.ts';
import { percentilesOf } from '../../support/traffic/percentiles.ts';
import { until } from '../until.ts';

async function serving(delay: () => number, status = () => 200) {
  let most = 0;
  let now = 0;
  const server = createServer((_, response) => {
    most = Math.max(most, ++now);
    setTimeout(() => {
      now -= 1;
      response.writeHead(status()).end('{}');
    }, delay());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const agent = new Agent();
  const way: WayTo = async (url) => ({ dispatcher: agent, url: new URL(url), headers: {} });
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ask: () => send(way, base),
    most: () => most,
    [Symbol.asyncDispose]: async () => {
      await agent.close();
      server.close();
    },
  };
}
const never = new AbortController().signal;

test('percentiles are exact by nearest rank', () => {
  const values = Array.from({ length: 1000 }, (_, index) => 1000 - index);
  assert.deepEqual(percentilesOf(values), {
    count: 1000,
    mean: 500.5,
    min: 1,
    p50: 500,
    p95: 950,
    p99: 990,
    p999: 999,
    max: 1000,
  });
  assert.equal(percentilesOf([7]).p999, 7);
  assert.throws(() => percentilesOf([]), /no measurement/);
});

test('a batch keeps the wanted number of requests under way', async () => {
  await using server = await serving(() => 10);
  const exchanges = await sendBatch(20, 5, server.ask, never);
  assert.equal(exchanges.filter(succeeded).length, 20);
  assert.equal(server.most(), 5);
});

test('requests one after another are never two at once', async () => {
  await using server = await serving(() => 2);
  await sendBatch(10, 1, server.ask, never);
  assert.equal(server.most(), 1);
});

test('a flow counts latency from the intended start: a stalled server shows', async () => {
  let asked = 0;
  await using server = await serving(() => (asked++ < 10 ? 300 : 0));
  const flow = new Flow(50, server.ask, never, { to: 'it', most: 25, before: 10 });
  flow.start();
  await until('ten requests', () => flow.sent >= 10);
  flow.mark();
  await until('the end of the flow', () => flow.over);
  const before = flow.phase('before');
  assert.equal(before.length, 10);
  // Nobody waits for an answer before the next request is due.
  for (const [index, { due }] of before.entries())
    assert.ok(Math.abs(due - (before[0]?.due ?? 0) - 20 * index) < 0.001, `request ${index} due at ${due}`);
  assert.ok(flow.phase('all').every(({ latency, exchange }) => latency >= exchange.latency));
  assert.ok(before.every(({ latency }) => latency >= 290));
  assert.ok(percentilesOf(flow.phase('after').map(({ latency }) => latency)).p50 < 290);
  assert.equal(flow.phase('all').length, flow.sent);
});

test('a flow with bounds pauses until the change, and ends by itself', async () => {
  await using server = await serving(() => 0);
  const flow = new Flow(500, server.ask, never, { to: 'it', most: 30, before: 10 });
  flow.start();
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.equal(flow.sent, 10);
  flow.mark();
  await until('the end of the flow', () => flow.over);
  assert.equal(flow.phase('before').length, 10);
  assert.equal(flow.phase('after').length, 20);
  assert.ok(flow.phase('after').every(({ latency }) => latency < 150));
});

const arrival = (due: number, latency: number, status?: number) => ({
  index: due,
  due,
  latency,
  exchange: { status, error: status ? undefined : 'ECONNRESET' } as Exchange,
});

test('an outage spans from the first failure to the end of the last', () => {
  assert.deepEqual(outage([arrival(0, 5, 200)]).span, 0);
  const { span, failures } = outage([
    arrival(0, 5, 200),
    arrival(100, 20, 503),
    arrival(200, 5, 200),
    arrival(300, 50),
  ]);
  assert.equal(span, 250);
  assert.equal(failures.length, 2);
});

test('a streak counts successes since the last failure', () => {
  assert.equal(streak([arrival(0, 1, 500), arrival(1, 1, 200), arrival(2, 1, 200)]), 2);
  assert.equal(streak([arrival(0, 1, 200), arrival(2, 1, 500)]), 0);
  assert.equal(streak([]), 0);
});
