import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { timeToServe } from '../../support/systems/kserve/served.ts';

test('what is made of more is given more time to serve', () => {
  const limit = (spec: object) =>
    timeToServe({ manifest: { apiVersion: 'a/v1', kind: 'K', metadata: { name: 'x' }, spec } }).text;
  deepEqual(
    [limit({ worker: {} }), limit({ prefill: {} }), limit({ predictor: {} })],
    ['30 min', '15 min', '10 min'],
  );
});
