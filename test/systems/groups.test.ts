import assert from 'node:assert/strict';
import { test } from 'node:test';
import { podsMustSeeVariables } from '../../support/systems/kserve/groups/groups.ts';
import type { PodGroup } from '../../support/systems/kserve/pod-groups.ts';

const world = { attach: () => undefined };
const labels = (index: string) => ({
  'leaderworkerset.sigs.k8s.io/name': 's',
  'leaderworkerset.sigs.k8s.io/group-index': '0',
  'leaderworkerset.sigs.k8s.io/worker-index': index,
});
const pod = (name: string, index: string) => ({
  metadata: { name, namespace: 'n', labels: labels(index) },
  spec: { containers: [{ name: 'main' }] },
});

/** A service with one group of these pods, whose containers all see the same variables. */
const reading = (pods: object[], env: string) => ({
  subject: {
    word: 'LLM service',
    reference: { name: 'x', namespace: 'n' },
    manifest: { spec: { worker: {} } },
  },
  words: { has: () => false, list: () => [] },
  target: { controllers: {} },
  cluster: {
    serves: async () => true,
    get: async () => ({ metadata: { name: 'x', uid: 'x' } }),
    list: async ({ kind }: { kind: string }) =>
      kind === 'Pod' ? pods : [{ metadata: { name: 's', uid: 's', ownerReferences: [{ uid: 'x' }] } }],
    exec: async () => ({ exitCode: 0, stdout: env, stderr: '' }),
  },
});

const see = (pods: object[], env: string, group: PodGroup = 'worker pods') =>
  podsMustSeeVariables(world, reading(pods, env) as never, group, [
    { check: 'A', variable: 'RANK', value: 'its index in the group' },
  ]);

test('each worker sees its own number', async () => {
  await see([pod('s-0', '0'), pod('s-0-1', '1')], 'RANK=1\n');
  await assert.rejects(
    see([pod('s-0', '0'), pod('s-0-1', '1')], 'RANK=2\n'),
    /s-0-1: expected RANK .*, got 2/,
  );
});

test('a group without workers shows nothing of what they see', async () => {
  await assert.rejects(see([pod('s-0', '0')], 'RANK=1\n'), /expected worker pods beside s-0, got none/);
});

test('all pods of a group are its leader and its workers; it has no others', async () => {
  const both = [pod('s-0', '0'), pod('s-0-1', '1')];
  await assert.rejects(see(both, 'RANK=1\n', 'workload pods'), /s-0: expected RANK .*, got 1/);
  await assert.rejects(see(both, 'RANK=1\n', 'prefill pods'), /a group has no prefill pods: write one of/);
});
