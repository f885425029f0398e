import { doesNotReject, rejects } from 'node:assert/strict';
import { test } from 'node:test';
import type { Cluster } from '../../support/cluster/cluster.ts';
import type { Exchange } from '../../support/inference/client.ts';
import { requestsMustSucceedAgain } from '../../support/systems/kserve/requests/promises-of-flows.ts';
import { Flow } from '../../support/traffic/flow.ts';

const subject = {
  word: 'LLM service',
  reference: { apiVersion: 'a/v1', kind: 'K', namespace: 'ns', name: 'x' },
  manifest: { apiVersion: 'a/v1', kind: 'K', metadata: { name: 'x' } },
} as const;

/** The wait is over: what the flow says after it is judged. */
const cluster = { waitFor: async () => undefined } as unknown as Cluster;

/** A flow after the loss of all pods, answered with these statuses. */
function flowOf(...statuses: number[]): Flow {
  const flow = new Flow(10, async () => ({}) as Exchange, new AbortController().signal, { to: 'it' });
  flow.mark();
  for (const [index, status] of statuses.entries())
    flow.arrivals.push({
      index,
      due: performance.now(),
      latency: 50,
      exchange: { status, method: 'POST', url: 'http://x', body: '' } as unknown as Exchange,
    });
  return flow;
}

const judge = (flow: Flow) =>
  requestsMustSucceedAgain(cluster, subject, { flow, former: [] }, { milliseconds: 1, text: '1 ms' });

test('requests that fail and succeed again show an outage that is over', () =>
  doesNotReject(judge(flowOf(200, 503, 200))));

test('requests that all succeed while nobody is there are answered by somebody else', () =>
  rejects(
    judge(flowOf(200, 200)),
    /LLM service ns\/x: expected requests to fail .* all 2 since the loss succeeded/,
  ));
