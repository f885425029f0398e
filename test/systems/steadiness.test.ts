import { rejects } from 'node:assert/strict';
import { test } from 'node:test';
import type { Cluster } from '../../support/cluster/cluster.ts';
import type { Subject } from '../../support/systems/kserve/served.ts';
import { mustHaveStayedReady } from '../../support/systems/kserve/service/steadiness.ts';

const subject: Subject = {
  word: 'LLM service',
  reference: { apiVersion: 'a/v1', kind: 'K', namespace: 'ns', name: 'x' },
  manifest: { apiVersion: 'a/v1', kind: 'K', metadata: { name: 'x' } },
};

/** A cluster that saw the service in these states of Ready. */
const seen = (...states: string[]): Cluster =>
  ({
    history: async () =>
      states.map((status) => ({ status: { conditions: [{ type: 'Ready', status, reason: 'Why' }] } })),
  }) as unknown as Cluster;

test('what has become ready may not cease to be, not even for a moment', async () => {
  await mustHaveStayedReady(seen('Unknown', 'False', 'True', 'True'), subject);
  await rejects(
    mustHaveStayedReady(seen('Unknown', 'True', 'False', 'True'), subject),
    /LLM service ns\/x: .* got Ready=False \(Why\)/,
  );
  await rejects(mustHaveStayedReady(seen('Unknown', 'False'), subject), /Ready=False/);
  await rejects(mustHaveStayedReady(seen(), subject), /it does not exist/);
});
