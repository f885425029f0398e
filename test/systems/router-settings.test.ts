import { deepStrictEqual, throws } from 'node:assert/strict';
import { test } from 'node:test';
import type { KubernetesObject } from '../../support/cluster/cluster.ts';
import { readManifest } from '../../support/manifests/manifest.ts';
import type { Target } from '../../support/settings/settings.ts';
import { applySetting } from '../../support/systems/kserve/manifests/manifest-settings.ts';

const changed = (manifest: string, ...settings: [string, string][]): KubernetesObject => {
  const object = readManifest('kserve', manifest);
  object.metadata.namespace = 'ns';
  for (const [setting, value] of settings) applySetting(object, setting, value, {} as Target);
  return object;
};

test('a gateway is named alone or with its namespace, and a listener of it chosen', () => {
  const { spec } = changed('llm-basic-oci', ['gateway', 'other/own'], ['listener', 'internal']);
  deepStrictEqual(spec.router.gateway.refs, [{ name: 'own', namespace: 'other', sectionName: 'internal' }]);
  deepStrictEqual(changed('llm-custom-gw', ['gateway', 'managed']).spec.router.gateway, {});
  throws(() => changed('llm-basic-oci', ['listener', 'internal']), /names no gateway/);
});

test('routes are referred to, left to the controller, or left out', () => {
  const own = changed('llm-custom-gw', ['route references', 'mine'], ['inline route', 'none']);
  deepStrictEqual(own.spec.router.route, { http: { refs: [{ name: 'mine' }] } });
  deepStrictEqual(changed('llm-basic-oci', ['route', 'none']).spec.router.route, undefined);
  throws(() => changed('llm-basic-oci', ['host name', 'a.example.com']), /writes no route down/);
});

test('a degree that is left open leaves no empty parallelism behind', () => {
  const { spec } = changed('llm-basic-oci', ['data degree', '2'], ['data degree', 'none']);
  deepStrictEqual(spec.parallelism, undefined);
});
