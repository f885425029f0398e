import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeObject } from '../../fixtures/embedded/api-server/api.ts';
import { DEFECTS } from '../../fixtures/embedded/defects/all.ts';
import { LLM, RAW } from '../../fixtures/embedded/defects/edits.ts';

const TYPES = [
  ...['PresetsCombined', 'MainWorkloadReady', 'PrefillWorkloadReady', 'WorkloadsReady', 'GatewaysReady'],
  ...['HTTPRoutesReady', 'InferencePoolReady', 'SchedulerWorkloadReady', 'RouterReady', 'PredictorReady'],
  ...['IngressReady', 'Ready'],
];

/** A service whose conditions all say the same; those that are true say no more than that. */
function service(kind: string, status: string): KubeObject {
  const said = status === 'True' ? {} : { reason: 'RefsInvalid', message: 'Gateway a/b does not exist' };
  const lastTransitionTime = '2026-11-01T10:00:00Z';
  return {
    apiVersion: 'serving.kserve.io/v1alpha1',
    kind,
    metadata: { name: 'a', namespace: 'ns', uid: 'u', creationTimestamp: lastTransitionTime },
    spec: { replicas: 2, model: { name: 'm', uri: 'oci://m' }, router: {}, predictor: { model: {} } },
    status: { conditions: TYPES.map((type) => ({ type, status, lastTransitionTime, ...said })) },
  };
}

test('what a defect writes into a status can be stored: no field is there without a value', () => {
  for (const { id, write } of DEFECTS)
    for (const [component, kind] of [
      [LLM, 'LLMInferenceService'],
      [RAW, 'InferenceService'],
    ] as const)
      for (const status of ['True', 'False', 'Unknown']) {
        const object = service(kind, status);
        write?.({ component, verb: 'status', object });
        assert.deepEqual(object, JSON.parse(JSON.stringify(object)), `${id} at ${kind} ${status}`);
      }
});
