import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beganAfter } from '../../support/systems/kserve/figures/resource-use.ts';

const at = new Date('2026-01-01T10:00:00Z');
const use = (timestamp: string, window: string) => ({
  apiVersion: 'metrics.k8s.io/v1beta1',
  kind: 'PodMetrics',
  metadata: { name: 'a' },
  timestamp,
  window,
});

test('a measurement counts when all of its window lies after the beginning', () => {
  assert.equal(beganAfter(use('2026-01-01T10:00:15Z', '15.013s'), at), false);
  assert.equal(beganAfter(use('2026-01-01T10:00:15Z', '15s'), at), false, 'times have whole seconds');
  assert.equal(beganAfter(use('2026-01-01T10:00:17Z', '15.013s'), at), true);
  assert.equal(beganAfter(use('2026-01-01T10:01:15Z', '1m15s'), at), false);
  assert.equal(beganAfter(use('2026-01-01T10:01:17Z', '1m15s'), at), true);
  assert.equal(beganAfter(use('2026-01-01T10:59:00Z', '1h0m0s'), at), false);
});

test('one without a window or a time tells nothing', () => {
  assert.equal(beganAfter(use('2026-01-01T11:00:00Z', ''), at), false);
  assert.equal(beganAfter(use('', '15s'), at), false);
});
