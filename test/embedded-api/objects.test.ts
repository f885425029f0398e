import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configMap, deployment, start } from './start.ts';

const MAPS = '/api/v1/namespaces/default/configmaps';
const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';

test('an object is created with what the server adds, and read back', async (t) => {
  const { call } = await start(t);
  const created = await call('POST', DEPLOYMENTS, { body: deployment('web') });
  assert.equal(created.code, 201);
  const { uid, generation, resourceVersion, creationTimestamp } = created.body.metadata;
  assert.match(uid, /^[0-9a-f-]{36}$/);
  assert.match(creationTimestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  assert.equal(generation, 1);
  assert.equal(created.body.spec.strategy.type, 'RollingUpdate');
  const read = await call('GET', `${DEPLOYMENTS}/web`);
  assert.deepEqual(read.body, created.body);
  assert.ok(Number(resourceVersion) > 0);
});

test('a second object of a name, one of another kind, and one in no namespace are refused', async (t) => {
  const { call } = await start(t);
  await call('POST', MAPS, { body: configMap('a') });
  const again = await call('POST', MAPS, { body: configMap('a') });
  assert.equal(again.code, 409);
  assert.equal(again.body.message, 'configmaps "a" already exists');
  const other = await call('POST', MAPS, { body: deployment('a') });
  assert.equal(other.code, 400);
  const nowhere = await call('POST', '/api/v1/namespaces/nowhere/configmaps', { body: configMap('a') });
  assert.equal(nowhere.code, 404);
  assert.equal(nowhere.body.message, 'namespaces "nowhere" not found');
  const elsewhere = { ...configMap('b'), metadata: { name: 'b', namespace: 'kube-system' } };
  assert.match((await call('POST', MAPS, { body: elsewhere })).body.message, /does not match the namespace/);
});

test('generateName gives names of their own', async (t) => {
  const { call } = await start(t);
  const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'x-' } };
  const names = await Promise.all([1, 2].map(() => call('POST', MAPS, { body })));
  for (const { body } of names) assert.match(body.metadata.name, /^x-[a-z0-9]{5}$/);
  assert.notEqual(names[0]?.body.metadata.name, names[1]?.body.metadata.name);
});

test('a stale update is a conflict; one without a version replaces a built-in object', async (t) => {
  const { call } = await start(t);
  const { body: first } = await call('POST', MAPS, { body: configMap('a', { k: '1' }) });
  await call('PUT', `${MAPS}/a`, { body: { ...first, data: { k: '2' } } });
  const stale = await call('PUT', `${MAPS}/a`, { body: { ...first, data: { k: '3' } } });
  assert.equal(stale.code, 409);
  assert.equal(
    stale.body.message,
    'Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again',
  );
  const forced = await call('PUT', `${MAPS}/a`, { body: configMap('a', { k: '4' }) });
  assert.equal(forced.code, 200);
  assert.equal(forced.body.metadata.uid, first.metadata.uid);
});

test('a write that changes nothing makes no new version', async (t) => {
  const { call } = await start(t);
  const { body: first } = await call('POST', MAPS, { body: configMap('a', { k: '1' }) });
  const put = await call('PUT', `${MAPS}/a`, { body: first });
  const type = 'application/merge-patch+json';
  const patched = await call('PATCH', `${MAPS}/a`, { body: { data: { k: '1' } }, type });
  assert.equal(put.body.metadata.resourceVersion, first.metadata.resourceVersion);
  assert.equal(patched.body.metadata.resourceVersion, first.metadata.resourceVersion);
});

test('generation counts changes of the spec, not of metadata or status', async (t) => {
  const { call } = await start(t);
  await call('POST', DEPLOYMENTS, { body: deployment('web') });
  const type = 'application/merge-patch+json';
  const patch = async (path: string, body: unknown) => (await call('PATCH', path, { body, type })).body;
  const labelled = await patch(`${DEPLOYMENTS}/web`, { metadata: { labels: { a: 'b' } } });
  assert.equal(labelled.metadata.generation, 1);
  const reported = await patch(`${DEPLOYMENTS}/web/status`, {
    status: { replicas: 1 },
    spec: { replicas: 9 },
  });
  assert.deepEqual(
    [reported.metadata.generation, reported.status.replicas, reported.spec.replicas],
    [1, 1, 1],
  );
  const scaled = await patch(`${DEPLOYMENTS}/web`, { spec: { replicas: 2 }, status: { replicas: 7 } });
  assert.deepEqual([scaled.metadata.generation, scaled.status.replicas], [2, 1]);
});

test('the scale subresource reads and sets replicas', async (t) => {
  const { call } = await start(t);
  await call('POST', DEPLOYMENTS, { body: deployment('web') });
  const { body: scale } = await call('GET', `${DEPLOYMENTS}/web/scale`);
  assert.equal(scale.status.selector, 'app=web');
  const set = await call('PUT', `${DEPLOYMENTS}/web/scale`, { body: { ...scale, spec: { replicas: 3 } } });
  assert.equal(set.body.spec.replicas, 3);
  assert.equal((await call('GET', `${DEPLOYMENTS}/web`)).body.spec.replicas, 3);
  const negative = { ...set.body, spec: { replicas: -1 } };
  assert.equal((await call('PUT', `${DEPLOYMENTS}/web/scale`, { body: negative })).code, 422);
});

test('a dry run answers as if and stores nothing', async (t) => {
  const { call } = await start(t);
  assert.equal((await call('POST', `${MAPS}?dryRun=All`, { body: configMap('a') })).code, 201);
  assert.equal((await call('GET', `${MAPS}/a`)).code, 404);
  await call('POST', MAPS, { body: configMap('a', { k: '1' }) });
  const type = 'application/merge-patch+json';
  const patched = await call('PATCH', `${MAPS}/a?dryRun=All`, { body: { data: { k: '2' } }, type });
  assert.equal(patched.body.data.k, '2');
  await call('DELETE', `${MAPS}/a?dryRun=All`);
  assert.equal((await call('GET', `${MAPS}/a`)).body.data.k, '1');
  assert.equal((await call('POST', `${MAPS}?dryRun=Some`, { body: configMap('b') })).code, 422);
});

test('unknown fields are dropped with a warning, or refused when validation is strict', async (t) => {
  const { call } = await start(t);
  const body = { ...configMap('a'), bogus: 1 };
  const warned = await call('POST', MAPS, { body });
  assert.equal(warned.headers.warning, '299 - "unknown field \\"bogus\\""');
  assert.equal(warned.body.bogus, undefined);
  const strict = await call('POST', `${MAPS}?fieldValidation=Strict`, {
    body: { ...body, metadata: { name: 'b' } },
  });
  assert.equal(strict.code, 400);
  assert.match(strict.body.message, /strict decoding error: unknown field "bogus"/);
});

test('services get addresses of their own, and keep them', async (t) => {
  const { call } = await start(t);
  const services = '/api/v1/namespaces/default/services';
  const service = (name: string, spec = {}) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { ports: [{ port: 80 }], selector: { app: 'x' }, ...spec },
  });
  const { body: a } = await call('POST', services, { body: service('a') });
  assert.match(a.spec.clusterIP, /^10\.96\.\d+\.\d+$/);
  const replaced = await call('PUT', `${services}/a`, { body: service('a', { ports: [{ port: 81 }] }) });
  assert.equal(replaced.body.spec.clusterIP, a.spec.clusterIP);
  const taken = await call('POST', services, { body: service('b', { clusterIP: a.spec.clusterIP }) });
  assert.equal(taken.code, 422);
  const headless = await call('POST', services, { body: service('c', { clusterIP: 'None' }) });
  assert.equal(headless.body.spec.clusterIP, 'None');
  const node = await call('POST', services, { body: service('d', { type: 'LoadBalancer' }) });
  assert.ok(node.body.spec.ports[0].nodePort >= 30000);
});
