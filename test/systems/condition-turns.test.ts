import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placesOf } from '../../support/systems/kserve/service/promises-of-conditions.ts';

const state = (lastTransitionTime: string, status: string) => ({
  apiVersion: 'serving.kserve.io/v1alpha1',
  kind: 'LLMInferenceService',
  metadata: { name: 'a' },
  status: { conditions: [{ type: 'SchedulerWorkloadReady', status, lastTransitionTime }] },
});
const turn = (status: string) => ({ condition: 'SchedulerWorkloadReady', status });
const CHANGE = new Date('2026-11-01T10:00:05.600Z');

test('turns count from the change on, in their order', () => {
  const start = [state('2026-11-01T10:00:01Z', 'False'), state('2026-11-01T10:00:03Z', 'True')];
  const loss = state('2026-11-01T10:00:05Z', 'False');
  const recovery = state('2026-11-01T10:00:40Z', 'True');
  const both = [turn('false'), turn('true')];
  assert.deepEqual(placesOf([...start, loss, recovery], both, CHANGE), [2, 3]);
  assert.deepEqual(placesOf([...start, loss], both, CHANGE), [2, -1]);
  assert.deepEqual(placesOf(start, both, CHANGE), [-1, -1]);
});

test('a turn that was not seen does not hide the ones after it', () => {
  const recovery = state('2026-11-01T10:00:40Z', 'True');
  assert.deepEqual(placesOf([recovery], [turn('false'), turn('true')], CHANGE), [-1, 0]);
  assert.deepEqual(placesOf([{ ...recovery, status: {} }], [turn('true')], CHANGE), [-1]);
});

test('two conditions may turn in one state', () => {
  const ready = { type: 'Ready', status: 'True', lastTransitionTime: '2026-11-01T10:00:40Z' };
  const recovery = state('2026-11-01T10:00:40Z', 'True');
  recovery.status.conditions.push(ready);
  assert.deepEqual(
    placesOf([recovery], [turn('true'), { ...turn('true'), condition: 'Ready' }], CHANGE),
    [0, 0],
  );
});
