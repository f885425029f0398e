import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Exchange } from '../../support/inference/client.ts';
import { nothingMustBeServed } from '../../support/systems/kserve/groups/group-loss.ts';
import { Flow } from '../../support/traffic/flow.ts';

/** A flow after the loss of a pod: one request every 100 ms, each answered 50 ms later with the status. */
function flowOf(...statuses: number[]): Flow {
  const flow = new Flow(10, async () => ({}) as Exchange, new AbortController().signal, { to: 'it' });
  flow.mark();
  const begun = performance.now();
  for (const [index, status] of statuses.entries())
    flow.arrivals.push({
      index,
      due: begun + 100 * (index + 1),
      latency: 50,
      exchange: {
        status,
        method: 'POST',
        url: 'http://x',
        body: '',
        startedAt: 100 * (index + 1),
        latency: 50,
      } as unknown as Exchange,
    });
  return flow;
}

test('a group that is broken serves nobody until another takes over', () => {
  nothingMustBeServed(flowOf(200, 500, 503, 503, 200, 200));
});

test('an answer in the middle of the outage is a failure', () => {
  assert.throws(
    () => nothingMustBeServed(flowOf(200, 500, 503, 200, 503, 200)),
    /expected none of the requests to succeed while the group was broken, 1 did/,
  );
});

test('an outage that nobody notices is a failure', () => {
  assert.throws(() => nothingMustBeServed(flowOf(200, 200, 200)), /all 3 since the loss succeeded/);
});

test('an outage whose answers have status 200 is hidden, and fails', () => {
  const flow = flowOf(200, 500, 200, 503, 200);
  const [, , answer] = flow.arrivals;
  Object.assign(answer?.exchange ?? {}, { fault: 'no chat completion' });
  assert.throws(
    () => nothingMustBeServed(flow),
    /expected requests to fail with an error status while the group was broken, 1 of 3 that failed had status 200/,
  );
  Object.assign(answer?.exchange ?? {}, { error: 'ECONNRESET' });
  nothingMustBeServed(flow);
});
