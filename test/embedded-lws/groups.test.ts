import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { KubeObject } from '../../fixtures/embedded/api-server/api.ts';
import { leaderWorkerSets } from '../../fixtures/embedded/systems/leader-worker-set/leader-worker-set.ts';
import { makeNamespace, startTestCluster, type TestCluster } from '../embedded-controllers/harness.ts';

const SET = 'leaderworkerset.sigs.k8s.io/name';
const INDEX = 'leaderworkerset.sigs.k8s.io/worker-index';

let cluster: TestCluster;
const pods = (set: string): KubeObject[] =>
  cluster.api.list('pods', { namespace: 'work', labelSelector: { [SET]: set } });
const names = (set: string) => pods(set).map(({ metadata }) => metadata.name);
const uids = (set: string) => pods(set).map(({ metadata }) => metadata.uid ?? '');
const status = (set: string) =>
  cluster.api.get('leaderworkersets.leaderworkerset.x-k8s.io', 'work', set)?.status;
const ready = (set: string, groups: number) =>
  cluster.until(`${groups} ready groups of ${set}`, () => status(set)?.readyReplicas === groups);

function set(name: string, more: object = {}): KubeObject {
  const template = { spec: { containers: [{ name: 'main', image: 'app:1' }] } };
  return {
    apiVersion: 'leaderworkerset.x-k8s.io/v1',
    kind: 'LeaderWorkerSet',
    metadata: { name, namespace: 'work' },
    spec: { replicas: 1, leaderWorkerTemplate: { size: 3, workerTemplate: template, ...more } },
  };
}

before(async () => {
  cluster = startTestCluster();
  const system = leaderWorkerSets();
  for (const crd of system.crds) cluster.api.create(crd);
  cluster.server.admit(system.mutating, 'mutating');
  cluster.server.admit(system.validating, 'validating');
  await system.component.start(cluster.cluster);
  await makeNamespace(cluster, 'work');
});
after(() => cluster.stop());

test('a group is a leader and its numbered workers, each of which knows its place', async () => {
  cluster.api.as('client').create(set('one'));
  await ready('one', 1);
  assert.deepEqual(names('one').sort(), ['one-0', 'one-0-1', 'one-0-2']);
  for (const { metadata, spec } of pods('one')) {
    const index = metadata.name === 'one-0' ? '0' : metadata.name.at(-1);
    assert.equal(metadata.labels?.[INDEX], index);
    assert.deepEqual(spec.containers[0].env, [
      { name: 'LWS_LEADER_ADDRESS', value: 'one-0.one.work' },
      { name: 'LWS_GROUP_SIZE', value: '3' },
      { name: 'LWS_WORKER_INDEX', value: index },
    ]);
  }
  assert.equal(cluster.api.get('services', 'work', 'one')?.spec.clusterIP, 'None');
});

test('a lost worker takes its group with it, and a new group of the same names comes', async () => {
  cluster.api.as('client').create(set('lost'));
  await ready('lost', 1);
  const before = uids('lost');
  cluster.api.as('client').delete('pods', 'work', 'lost-0-1');
  await cluster.until('three other pods', () => {
    const now = uids('lost');
    return now.length === 3 && now.every((uid) => !before.includes(uid));
  });
  await ready('lost', 1);
  assert.deepEqual(names('lost').sort(), ['lost-0', 'lost-0-1', 'lost-0-2']);
});

test('a lost leader takes its workers with it', async () => {
  cluster.api.as('client').create(set('headless'));
  await ready('headless', 1);
  const before = uids('headless');
  cluster.api.as('client').delete('pods', 'work', 'headless-0');
  await cluster.until('three other pods', () => {
    const now = uids('headless');
    return now.length === 3 && now.every((uid) => !before.includes(uid));
  });
  await ready('headless', 1);
});

test('without group restarts only the lost pod is replaced', async () => {
  cluster.api.as('client').create(set('loose', { restartPolicy: 'None' }));
  await ready('loose', 1);
  const before = uids('loose');
  cluster.api.as('client').delete('pods', 'work', 'loose-0-1');
  await cluster.until('another pod', () => {
    const now = uids('loose');
    return now.length === 3 && now.some((uid) => !before.includes(uid));
  });
  assert.equal(uids('loose').filter((uid) => before.includes(uid)).length, 2);
});

test('groups come and go with the replicas of the set', async () => {
  cluster.api.as('client').create(set('many'));
  await ready('many', 1);
  const scale = (replicas: number) =>
    cluster.api
      .as('client')
      .mutate('leaderworkersets.leaderworkerset.x-k8s.io', 'work', 'many', ({ spec }) => {
        spec.replicas = replicas;
      });
  scale(2);
  await ready('many', 2);
  assert.deepEqual(
    names('many')
      .filter((name) => name.startsWith('many-1'))
      .sort(),
    ['many-1', 'many-1-1', 'many-1-2'],
  );
  scale(1);
  await cluster.until('one group', () => names('many').length === 3 && status('many')?.replicas === 1);
});

test('what the operator does not act on is refused', () => {
  const object = set('no', { subGroupPolicy: { subGroupSize: 2 } });
  assert.throws(() => cluster.api.as('client').create(object), /subGroupPolicy is not implemented/);
});
