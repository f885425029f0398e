import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Cluster, KubernetesObject } from '../../support/cluster/cluster.ts';
import { changeOperator } from '../../support/systems/kserve/manifests/operator-settings.ts';
import { unfilledIn, valuesOf } from '../../support/systems/kserve/part-settings.ts';
import type { Change } from '../../support/systems/kserve/pods/changes.ts';
import { newPodMustAppear, onlyNewPodsMustStay } from '../../support/systems/kserve/pods/replacement.ts';
import { seconds } from '../../support/waiting/duration.ts';
import type { Sighting } from '../../support/waiting/sighting.ts';

const main = {
  name: 'main',
  image: 'server',
  args: ['--a', '--b={{ .Name }}'],
  env: [{ name: 'X', value: '1' }],
  resources: { requests: { cpu: '2' } },
};
const workload = (spec: unknown): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'd' },
  spec: { template: { spec } },
});

test('settings of the model server are read by its name, in workloads and in configurations', () => {
  const deployment = workload({ containers: [{ name: 'other' }, main] });
  const config = { ...deployment, spec: { template: { containers: [main] } } };
  for (const object of [deployment, config]) {
    assert.deepEqual(valuesOf(object, 'image'), ['server']);
    assert.deepEqual(valuesOf(object, 'arguments'), ['--a --b={{ .Name }}']);
    assert.deepEqual(valuesOf(object, 'request cpu'), ['2']);
    assert.deepEqual(valuesOf(object, 'request memory'), []);
    assert.deepEqual(valuesOf(object, 'variable X'), ['1']);
    assert.deepEqual(valuesOf(object, 'unfilled variables'), ['{{ .Name }}']);
  }
  assert.deepEqual(unfilledIn({ args: ['{"a": {"b": 1}}'] }), ['none']);
  assert.deepEqual(unfilledIn({ args: ['--name=<no value>'] }), ['<no value>']);
});

test('a setting of the operator is one field of a section, the others stay', async () => {
  const data = { storageInitializer: '{"image":"i","memoryRequest":"1"}', deploy: '{}' };
  const config = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data };
  const cluster = {
    change: async (_: unknown, alter: (object: KubernetesObject) => void) => alter(config),
  } as unknown as Cluster;
  const controller = { namespace: 'system', deployment: 'd', container: 'c' };
  const row = { setting: 'memory request of the storage initializer', value: '2' };
  await changeOperator(cluster, controller, [row]);
  assert.deepEqual(JSON.parse(data.storageInitializer), { image: 'i', memoryRequest: '2' });
  assert.equal(data.deploy, '{}');
  await assert.rejects(
    changeOperator(cluster, controller, [{ setting: 'colour', value: 'red' }]),
    /"colour" is not a setting of the operator: write one of memory request/,
  );
});

/** A cluster whose waits look once at the given pods and say what they saw. */
const lookingAt = (pods: KubernetesObject[]): Cluster =>
  ({
    waitFor: async () => ({ namespace: 'ns', selector: 'a=b' }),
    waitForList: async (
      sentence: string,
      _kind: unknown,
      _selection: unknown,
      look: (pods: KubernetesObject[]) => Sighting<KubernetesObject[]>,
    ) => {
      const sighting = look(pods);
      if (!sighting.met) throw new Error(`${sentence}: ${sighting.seen}`);
      return sighting.value;
    },
  }) as unknown as Cluster;

const pod = (uid: string, ready = true): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: uid, uid, creationTimestamp: '2026-01-01T00:00:00Z' },
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
});

test('new pods are those that were not there before the change', async () => {
  const reference = { apiVersion: 'v1', kind: 'X', namespace: 'ns', name: 's' };
  const subject = { word: 'LLM service', reference, manifest: pod('manifest') };
  const before: Change = { served: new Map(), at: new Date(), pods: [pod('old')] };
  const appears = (...pods: KubernetesObject[]) =>
    newPodMustAppear(lookingAt(pods), subject, before, seconds(1));
  const stays = (...pods: KubernetesObject[]) =>
    onlyNewPodsMustStay(lookingAt(pods), subject, before, seconds(1));
  await appears(pod('old'), pod('new', false));
  await stays(pod('new'));
  await assert.rejects(appears(pod('old')), /a workload pod that was not there before the change: old/);
  await assert.rejects(stays(pod('old'), pod('new')), /only ready workload pods/);
  await assert.rejects(stays(pod('new', false)), /only ready workload pods/);
  await assert.rejects(stays(), /no pod/);
});

test('a gateway or a parent that speaks of an older spec has not said anything of the present one', () => {
  const route = (observedGeneration?: number): KubernetesObject => ({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'r', namespace: 'ns', generation: 2 },
    status: {
      parents: [
        { parentRef: { name: 'g' }, conditions: [{ type: 'Accepted', status: 'True', observedGeneration }] },
      ],
    },
  });
  for (const current of [route(2), route()]) {
    assert.deepEqual(valuesOf(current, 'accepted by'), ['ns/g']);
    assert.deepEqual(valuesOf(current, 'condition Accepted'), ['True']);
  }
  const stale = 'True of generation 1, the spec is of 2';
  assert.deepEqual(valuesOf(route(1), 'accepted by'), [`ns/g (${stale})`]);
  assert.deepEqual(valuesOf(route(1), 'condition Accepted'), [stale]);
});

test('the roots of the paths of a route are those below no other, and a Service is of its type where it has no outer address', () => {
  const object = (spec: unknown): KubernetesObject => ({
    apiVersion: 'v1',
    kind: 'K',
    metadata: { name: 'k' },
    spec,
  });
  const leading = (...paths: string[]) =>
    object({ rules: paths.map((value) => ({ matches: [{ path: { value } }] })) });
  const root = 'root of the paths';
  assert.deepEqual(valuesOf(leading('/ns/x/v1/models', '/ns/x', '/ns/x/v1'), root), ['/ns/x']);
  assert.deepEqual(valuesOf(leading('/ns/x', '/ns/xy'), root), ['/ns/x', '/ns/xy']);
  assert.deepEqual(valuesOf(leading('/ns/x', '/'), root), ['/']);
  const match = { path: { value: '/' }, headers: [{ name: 'x-model', value: 'm' }] };
  const byHeader = object({ rules: [{ matches: [{ path: { value: '/ns/x' } }, match] }] });
  assert.deepEqual(valuesOf(byHeader, root), ['/ns/x']);
  assert.deepEqual(valuesOf(object({ type: 'ClusterIP' }), 'type'), ['ClusterIP']);
  assert.deepEqual(valuesOf(object({ type: 'ClusterIP', externalIPs: ['203.0.113.7'] }), 'type'), [
    'ClusterIP, open at 203.0.113.7',
  ]);
  assert.deepEqual(valuesOf(object({}), 'type'), []);
});
