import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Cluster, KubernetesObject, Reference } from '../../support/cluster/cluster.ts';
import { runPod } from '../../support/systems/kserve/pods/run-pod.ts';
import { minutes } from '../../support/waiting/duration.ts';
import type { Sighting } from '../../support/waiting/sighting.ts';

type Look = (object?: KubernetesObject) => Sighting<unknown>;

test('a pod is sent when its ServiceAccount is there, not before', async () => {
  const done: string[] = [];
  const cluster = {
    waitForObject: (_sentence: string, { kind, name }: Reference, look: Look) => {
      assert.equal(look(undefined).met, false);
      assert.equal(
        look({ apiVersion: 'v1', kind, metadata: { name }, status: { phase: 'Succeeded' } }).met,
        true,
      );
      done.push(`awaited ${kind} ${name}`);
      return Promise.resolve();
    },
    apply: (object: KubernetesObject) => {
      done.push(`sent ${object.kind} ${object.metadata.name}`);
      return Promise.resolve(object);
    },
  } as unknown as Cluster;
  const pod = (spec: object): KubernetesObject =>
    ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'loader', namespace: 'a' },
      spec,
    }) as KubernetesObject;
  await runPod(cluster, pod({}), minutes(1));
  await runPod(cluster, pod({ serviceAccountName: 'reader' }), minutes(1));
  assert.deepEqual(done, [
    'awaited ServiceAccount default',
    'sent Pod loader',
    'awaited Pod loader',
    'awaited ServiceAccount reader',
    'sent Pod loader',
    'awaited Pod loader',
  ]);
});
