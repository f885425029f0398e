import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configMap, deployment, pod, start } from './start.ts';

const MAPS = '/api/v1/namespaces/default/configmaps';
const PODS = '/api/v1/namespaces/default/pods';
const merge = 'application/merge-patch+json';

test('an object without finalizers is gone at once, and its name is free for another', async (t) => {
  const { call } = await start(t);
  const { body: first } = await call('POST', MAPS, { body: configMap('a') });
  const { code, body } = await call('DELETE', `${MAPS}/a`);
  assert.deepEqual([code, body.status, body.details.uid], [200, 'Success', first.metadata.uid]);
  assert.equal((await call('DELETE', `${MAPS}/a`)).code, 404);
  const { body: second } = await call('POST', MAPS, { body: configMap('a') });
  assert.notEqual(second.metadata.uid, first.metadata.uid);
});

test('finalizers keep a deleted object until the last one goes', async (t) => {
  const { call } = await start(t);
  const finalizers = ['example.com/a', 'example.com/b'];
  await call('POST', MAPS, { body: { ...configMap('a'), metadata: { name: 'a', finalizers } } });
  const { body: dying } = await call('DELETE', `${MAPS}/a`);
  assert.ok(dying.metadata.deletionTimestamp);
  const patch = (finalizers: string[]) =>
    call('PATCH', `${MAPS}/a`, { body: { metadata: { finalizers } }, type: merge });
  const more = await patch([...finalizers, 'example.com/c']);
  assert.equal(more.code, 422);
  assert.match(more.body.message, /no new finalizers can be added if the object is being deleted/);
  assert.equal((await patch(['example.com/b'])).code, 200);
  assert.equal((await call('GET', `${MAPS}/a`)).code, 200);
  assert.equal((await patch([])).code, 200);
  assert.equal((await call('GET', `${MAPS}/a`)).code, 404);
});

test('the propagation policy becomes a finalizer for the garbage collector', async (t) => {
  const { call } = await start(t);
  const path = '/apis/apps/v1/namespaces/default/deployments';
  for (const [name, policy, finalizer] of [
    ['a', 'Foreground', 'foregroundDeletion'],
    ['b', 'Orphan', 'orphan'],
  ]) {
    await call('POST', path, { body: deployment(name ?? '') });
    const answer = await call('DELETE', `${path}/${name}`, { body: { propagationPolicy: policy } });
    assert.equal(answer.code, 200);
    assert.deepEqual(answer.body.metadata.finalizers, [finalizer]);
    assert.equal(answer.body.metadata.generation, 2);
  }
  assert.equal((await call('DELETE', `${path}/a?propagationPolicy=Sideways`)).code, 422);
});

test('preconditions protect another object of the same name', async (t) => {
  const { call } = await start(t);
  const { body: map } = await call('POST', MAPS, { body: configMap('a') });
  const uid = await call('DELETE', `${MAPS}/a`, { body: { preconditions: { uid: 'other' } } });
  assert.equal(uid.code, 409);
  assert.match(uid.body.message, /the UID in the precondition \(other\) does not match the UID in record/);
  const { resourceVersion } = map.metadata;
  const right = await call('DELETE', `${MAPS}/a`, { body: { preconditions: { resourceVersion } } });
  assert.equal(right.code, 200);
});

test('a pod on a node waits for its kubelet; a second delete may shorten its grace', async (t) => {
  const { call, server } = await start(t);
  await call('POST', PODS, { body: pod('p', { nodeName: 'n1' }) });
  const { body: dying } = await call('DELETE', `${PODS}/p`);
  assert.equal(dying.metadata.deletionGracePeriodSeconds, 30);
  const { body: sooner } = await call('DELETE', `${PODS}/p?gracePeriodSeconds=5`);
  assert.equal(sooner.metadata.deletionGracePeriodSeconds, 5);
  const { body: later } = await call('DELETE', `${PODS}/p?gracePeriodSeconds=60`);
  assert.equal(later.metadata.deletionGracePeriodSeconds, 5);
  server.api.as('kubelet').delete('pods', 'default', 'p', { gracePeriodSeconds: 0 });
  assert.equal((await call('GET', `${PODS}/p`)).code, 404);
});

test('a pod that runs nowhere goes at once', async (t) => {
  const { call } = await start(t);
  await call('POST', PODS, { body: pod('p') });
  assert.equal((await call('DELETE', `${PODS}/p`)).body.kind, 'Pod');
  assert.equal((await call('GET', `${PODS}/p`)).code, 404);
});

test('a collection is deleted by selector', async (t) => {
  const { call } = await start(t);
  for (const name of ['a', 'b', 'c'])
    await call('POST', MAPS, { body: configMap(name, {}, { keep: name === 'c' ? 'yes' : 'no' }) });
  const { body } = await call('DELETE', `${MAPS}?labelSelector=keep%3Dno`);
  assert.equal(body.items.length, 2);
  const left = (await call('GET', MAPS)).body.items;
  assert.deepEqual(
    left.map(({ metadata }: { metadata: { name: string } }) => metadata.name),
    ['c'],
  );
});

test('a namespace terminates: nothing new in it, gone when it is finalized', async (t) => {
  const { call } = await start(t);
  const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n' } };
  const { body: created } = await call('POST', '/api/v1/namespaces', { body });
  assert.deepEqual([created.spec.finalizers, created.status.phase], [['kubernetes'], 'Active']);
  const { body: dying } = await call('DELETE', '/api/v1/namespaces/n');
  assert.equal(dying.status.phase, 'Terminating');
  const refused = await call('POST', '/api/v1/namespaces/n/configmaps', { body: configMap('a') });
  assert.equal(refused.code, 403);
  assert.equal(refused.body.details.causes[0].reason, 'NamespaceTerminating');
  assert.equal((await call('DELETE', '/api/v1/namespaces/n')).code, 200);
  const finalized = { ...dying, spec: { finalizers: [] } };
  assert.equal((await call('PUT', '/api/v1/namespaces/n/finalize', { body: finalized })).code, 200);
  assert.equal((await call('GET', '/api/v1/namespaces/n')).code, 404);
  assert.equal((await call('DELETE', '/api/v1/namespaces/default')).code, 403);
});

test('an eviction respects a disruption budget', async (t) => {
  const { call } = await start(t);
  await call('POST', PODS, { body: { ...pod('p'), metadata: { name: 'p', labels: { app: 'x' } } } });
  await call('PATCH', `${PODS}/p/status`, {
    body: { status: { conditions: [{ type: 'Ready', status: 'True' }] } },
    type: merge,
  });
  const budgets = '/apis/policy/v1/namespaces/default/poddisruptionbudgets';
  const selector = { matchLabels: { app: 'x' } };
  const metadata = { name: 'b' };
  const budget = { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata, spec: { selector } };
  await call('POST', budgets, { body: budget });
  const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'p' } };
  const refused = await call('POST', `${PODS}/p/eviction`, { body: eviction });
  assert.equal(refused.code, 429);
  assert.equal(refused.body.details.causes[0].reason, 'DisruptionBudget');
  await call('DELETE', `${budgets}/b`);
  assert.equal((await call('POST', `${PODS}/p/eviction`, { body: eviction })).code, 201);
  assert.equal((await call('GET', `${PODS}/p`)).code, 404);
});
