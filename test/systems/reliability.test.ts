import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubernetesObject } from '../../support/cluster/cluster.ts';
import { reliabilityOf } from '../../support/systems/kserve/pods/pod-times.ts';

const MINUTE = 60_000;
const minute = (count: number): Date => new Date(Date.parse('2026-11-26T10:00:00Z') + count * MINUTE);

const pod = (uid: string, since: number, restarts = 0, phase = 'Running'): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: uid, uid, creationTimestamp: minute(since).toISOString() },
  status: { phase, containerStatuses: [{ name: 'main', restartCount: restarts }] },
});

test('a pod that was replaced since the change failed at the change, and was observed until then', () => {
  const before = { at: minute(6), pods: [pod('a', 0), pod('b', 0)] };
  assert.deepEqual(reliabilityOf([pod('a', 0), pod('c', 7)], minute(10), before), {
    'pod restarts': 0,
    'failures of pods': 1,
    'observed pod time': (10 + 3 + 6) * MINUTE,
  });
});

test('all pods that were there may be lost', () => {
  const before = { at: minute(6), pods: [pod('a', 0), pod('b', 2)] };
  assert.deepEqual(reliabilityOf([pod('c', 7)], minute(8), before), {
    'pod restarts': 0,
    'failures of pods': 2,
    'observed pod time': (1 + 6 + 4) * MINUTE,
  });
});

test('without a change restarts and failed pods are failures; a pod that came later is none', () => {
  assert.deepEqual(reliabilityOf([pod('a', 0, 2), pod('b', 4, 0, 'Failed')], minute(5)), {
    'pod restarts': 2,
    'failures of pods': 3,
    'observed pod time': (5 + 1) * MINUTE,
  });
});
