import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubernetesObject } from '../../support/cluster/cluster.ts';
import { startupOf } from '../../support/systems/kserve/pods/pod-times.ts';

const at = (minute: number): string => `2026-11-26T10:${String(minute).padStart(2, '0')}:00Z`;

/** A pod whose download took some minutes and that was ready at another; or is not. */
const pod = (name: string, download: number, ready?: number): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  status: {
    phase: 'Running',
    conditions: [
      { type: 'Ready', status: ready === undefined ? 'False' : 'True', lastTransitionTime: at(ready ?? 0) },
    ],
    initContainerStatuses: [
      { name: 'storage-initializer', state: { terminated: { startedAt: at(0), finishedAt: at(download) } } },
    ],
  },
});

test('the start of a service is that of its slowest pod', () => {
  assert.deepEqual(startupOf([pod('a', 1, 3), pod('b', 2, 5), pod('c', 1, 2)]), {
    'start-up time': 300_000,
    'model download time': 120_000,
    'time to ready after the download': 180_000,
  });
});

test('a pod that is not ready is the slowest, wherever it stands: its time is not known', () => {
  for (const pods of [
    [pod('a', 1, 3), pod('b', 2), pod('c', 1, 2)],
    [pod('b', 2), pod('a', 1, 3)],
    [pod('a', 1, 3), pod('b', 2)],
  ])
    assert.deepEqual(startupOf(pods)['start-up time'], Number.NaN);
});
