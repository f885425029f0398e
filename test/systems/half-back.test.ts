import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Cluster } from '../../support/cluster/cluster.ts';
import { type Exchange, summaryOf } from '../../support/inference/client.ts';
import { judged } from '../../support/inference/response-faults.ts';
import type { Subject } from '../../support/systems/kserve/served.ts';
import { deleteService, mustBeGone } from '../../support/systems/kserve/service/deletion.ts';
import { type Neighbour, othersMustBeUntouched } from '../../support/systems/kserve/service/neighbours.ts';
import { succeeded } from '../../support/traffic/batch.ts';
import { minutes } from '../../support/waiting/duration.ts';

const subject: Subject = {
  word: 'LLM service',
  reference: { apiVersion: 'a/v1', kind: 'LLMInferenceService', namespace: 'ns', name: 'x' },
  manifest: { apiVersion: 'a/v1', kind: 'LLMInferenceService', metadata: { name: 'x' } },
};

const answered = (status: number, body: string): Exchange =>
  judged(
    { id: 'i', method: 'POST', url: 'http://x', status, headers: {}, body, latency: 1, startedAt: 0 },
    'm',
  );

describe('an answer to a request of a batch', () => {
  it('succeeds when it offers something', () => {
    assert.ok(succeeded(answered(200, '{"model":"m","choices":[{"message":{"content":"\\n"}}]}')));
  });

  it('fails where its status alone speaks of success', () => {
    for (const body of ['', 'no healthy upstream', '{"object":"error"}', '{"choices":[]}', 'null']) {
      const exchange = answered(200, body);
      assert.ok(!succeeded(exchange), body);
      assert.match(summaryOf(exchange), /200 \(no chat completion\) after 1 ms/);
    }
    assert.equal(answered(503, 'no').fault, undefined);
    assert.match(answered(200, '{"model":"n","choices":[{}]}').fault ?? '', /of model "n"/);
  });
});

/** A cluster that holds objects by kind, whatever is asked of it. */
const holding = (objects: Record<string, { metadata: { name: string; uid: string } }[]>): Cluster =>
  ({
    get: async ({ kind, name }: { kind: string; name: string }) =>
      objects[kind]?.find(({ metadata }) => metadata.name === name),
    list: async ({ kind }: { kind: string }) => objects[kind] ?? [],
    serves: async () => true,
    delete: async () => {
      delete objects.LLMInferenceService;
      delete objects.Pod;
    },
    waitForObject: async () => undefined,
    waitFor: async (_: string, look: () => Promise<{ met: boolean; seen?: string }>) => {
      const { met, seen } = await look();
      if (!met) throw new Error(`last seen: ${seen}`);
    },
  }) as unknown as Cluster;

const object = (name: string, uid: string, more: object = {}) => ({ metadata: { name, uid }, ...more });

describe('the deletion of a service', () => {
  const beside: Neighbour[] = [{ word: 'Deployment', name: 'y', uid: '1' }];
  const untouched = (uid: string, others = beside) =>
    othersMustBeUntouched(holding({ Deployment: [object('y', uid)] }), subject, others);

  it('leaves alone what others have', async () => {
    await untouched('1');
    await assert.rejects(untouched('2'), /gone or replaced: Deployment y/);
    await assert.rejects(untouched('1', []), /proves nothing/);
  });

  it('leaves no Lease that a pod of it held', async () => {
    const pod = { metadata: { name: 'x-1', uid: 'p', labels: { 'app.kubernetes.io/name': 'x' } } };
    const lease = (holder: string) => object('picker', 'l', { spec: { holderIdentity: holder } });
    const left = async (holder: string) => {
      const cluster = holding({
        LLMInferenceService: [object('x', 'u')],
        Pod: [pod],
        Lease: [lease(holder)],
      });
      await mustBeGone(cluster, await deleteService(cluster, subject), minutes(1));
    };
    await left('y-1_5e6f');
    await left('x-12_5e6f');
    await assert.rejects(left('x-1_5e6f'), /picker still there/);
  });
});
