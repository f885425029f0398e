import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { Cluster } from '../../support/cluster/cluster.ts';
import { conditionSighting, timeToServe, toldWorkloads } from '../../support/systems/kserve/served.ts';

test('what is made of more is given more time to serve', () => {
  const limit = (spec: object) =>
    timeToServe({ manifest: { apiVersion: 'a/v1', kind: 'K', metadata: { name: 'x' }, spec } }).text;
  deepEqual(
    [limit({ worker: {} }), limit({ prefill: {} }), limit({ predictor: {} })],
    ['30 min', '15 min', '10 min'],
  );
});

test('what a workload was told is said, and whether it speaks of that', async () => {
  const deployment = (name: string, observedGeneration: number) => ({
    kind: 'Deployment',
    metadata: { name, generation: 2, ownerReferences: [{ uid: 'u' }] },
    spec: { replicas: 2 },
    status: { observedGeneration },
  });
  const cluster = {
    serves: async ({ kind }: { kind: string }) => kind === 'Deployment',
    get: async () => ({ metadata: { name: 'x', uid: 'u' } }),
    list: async () => [deployment('new', 2), deployment('old', 1)],
  } as unknown as Cluster;
  const reference = { apiVersion: 'a/v1', kind: 'K', namespace: 'ns', name: 'x' };
  const manifest = { apiVersion: 'a/v1', kind: 'K', metadata: { name: 'x' } };
  equal(
    await toldWorkloads(cluster, { word: 'LLM service', reference, manifest }),
    'Deployment new is told 2 replicas, Deployment old is told 2 replicas (its status is of generation 1, its spec of 2)',
  );
});

test('a condition that tells of an earlier spec is not taken, and which one it tells of is said', () => {
  const gateway = {
    apiVersion: 'a/v1',
    kind: 'Gateway',
    metadata: { name: 'gw', generation: 2 },
    status: { conditions: [{ type: 'Programmed', status: 'True', observedGeneration: 1 }] },
  };
  deepEqual(conditionSighting(gateway, 'Programmed', 'True'), {
    met: false,
    seen: 'Programmed=True; Programmed was said of generation 1, the spec is of 2',
  });
});
