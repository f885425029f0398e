import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Fields } from '../../fixtures/embedded/api-server/api.ts';
import {
  undecodable,
  unknownFields,
  unknownPodSpecFields,
} from '../../fixtures/embedded/api-server/schema/builtin.ts';
import { container, deployment, pod, podSpec } from './sample-objects.ts';

describe('decoding', () => {
  it('drops unknown fields and names each', () => {
    const object = deployment({ bogus: 1 });
    object.spec.template.spec.containers[0].vol = [];
    object.metadata.creationTimestamp = null as unknown as string;
    deepStrictEqual(unknownFields('deployments.apps', object).sort(), [
      'spec.bogus',
      'spec.template.spec.containers[0].vol',
    ]);
    deepStrictEqual(object, deployment());
  });

  it('leaves the pod spec that it only looks at alone', () => {
    const spec = podSpec({ bogus: { deep: 1 }, nodeSelector: { any: 'thing' } });
    deepStrictEqual(unknownPodSpecFields(spec), ['bogus']);
    deepStrictEqual(spec.bogus, { deep: 1 });
  });

  const faultsOfTypes: [Fields, string][] = [
    [
      { replicas: 'x' },
      'json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
    ],
    [
      { paused: 1 },
      'json: cannot unmarshal number into Go struct field DeploymentSpec.spec.paused of type bool',
    ],
  ];
  for (const [spec, expected] of faultsOfTypes)
    it(`says why ${JSON.stringify(spec)} cannot be read`, () =>
      strictEqual(undecodable('deployments.apps', deployment(spec)), expected));

  it('refuses nonsense for quantities, times and base64', () => {
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data: { a: 'ä' } };
    strictEqual(undecodable('secrets', secret), 'illegal base64 data at input byte 0');
    const lots = pod(podSpec({ containers: [container({ resources: { limits: { cpu: 'lots' } } })] }));
    strictEqual(undecodable('pods', lots)?.startsWith('quantities must match the regular expression'), true);
  });
});
