import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configMap, start } from './start.ts';

const MAPS = '/api/v1/namespaces/default/configmaps';

test('paths that are not served are a plain-text 404, methods that are not a 405', async (t) => {
  const { call } = await start(t);
  for (const path of [
    '/apis/none.io/v1/things',
    '/api/v1/things',
    '/apis/apps/v2/deployments',
    '/openapi/v3/apis/none.io/v1',
    `${MAPS}/%ff`,
    '/%',
  ])
    assert.deepEqual(
      [(await call('GET', path)).code, (await call('GET', path)).body],
      [404, '404 page not found\n'],
    );
  assert.equal((await call('POST', '/api/v1/configmaps', { body: configMap('a') })).code, 405);
  assert.equal((await call('PUT', MAPS, { body: {} })).code, 405);
});

test('what a real server has and this one has not is a 501 that names it', async (t) => {
  const { call } = await start(t);
  const answer = await call('POST', '/api/v1/namespaces/default/serviceaccounts/default/token', { body: {} });
  assert.equal(answer.code, 501);
  assert.match(answer.body.message, /serviceaccounts\/token/);
});

test('bad bodies and media types are refused clearly', async (t) => {
  const { call } = await start(t);
  assert.equal((await call('POST', MAPS, { body: '{"a":' })).code, 400);
  assert.equal((await call('POST', MAPS, { body: '[]' })).code, 400);
  assert.equal(
    (await call('POST', MAPS, { body: 'x', type: 'application/vnd.kubernetes.protobuf' })).code,
    415,
  );
  const accept = { accept: 'application/vnd.kubernetes.protobuf' };
  assert.equal((await call('GET', MAPS, { headers: accept })).code, 406);
  assert.equal((await call('POST', MAPS, { body: '' })).code, 400);
  assert.equal((await call('POST', MAPS, { body: 'x'.repeat(3_200_000) })).code, 413);
  const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
  const refused = await call('POST', MAPS, { body: deep });
  assert.deepEqual([refused.code, /exceeded max depth/.test(refused.body.message)], [400, true]);
});

test('bodies and answers may be YAML', async (t) => {
  const { call } = await start(t);
  const body = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {k: v}\n';
  const created = await call('POST', MAPS, { body, type: 'application/yaml' });
  assert.equal(created.code, 201);
  const read = await call('GET', `${MAPS}/a`, { headers: { accept: 'application/yaml' } });
  assert.equal(read.headers['content-type'], 'application/yaml');
  assert.match(read.body, /^data:\n {2}k: v$/m);
});

test('the date header follows the cluster clock', async (t) => {
  const { call } = await start(t);
  const date = async () => Date.parse(String((await call('GET', '/version')).headers.date));
  const first = await date();
  const started = performance.now();
  // A starved machine slows the cluster clock: ten of its seconds may take a while, but never ten real ones.
  while ((await date()) - first < 10_000)
    assert.ok(performance.now() - started < 8_000, 'the clock is not scaled');
});

test('discovery lists the same resources plainly and aggregated', async (t) => {
  const { call } = await start(t);
  const plain = await call('GET', '/apis/apps/v1');
  const names = plain.body.resources.map(({ name }: { name: string }) => name);
  assert.ok(names.indexOf('deployments') < names.indexOf('deployments/scale'));
  const accept = { accept: 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList' };
  const { body } = await call('GET', '/apis', { headers: accept });
  const apps = body.items.find((item: { metadata: { name: string } }) => item.metadata.name === 'apps');
  assert.equal(apps.versions[0].resources[0].resource, 'deployments');
  assert.equal((await call('GET', '/apis')).body.kind, 'APIGroupList');
  for (const path of ['/healthz', '/readyz', '/livez']) assert.equal((await call('GET', path)).body, 'ok');
});

test('OpenAPI v2 is there, and empty: kubectl leaves the checks to the server', async (t) => {
  const { call } = await start(t);
  assert.deepEqual((await call('GET', '/openapi/v2')).body.paths, {});
  const accept = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf';
  const { code, headers, body } = await call('GET', '/openapi/v2', { headers: { accept } });
  assert.deepEqual([code, headers['content-type'], body], [200, accept.replace('@', '.'), '']);
});

test('everybody may do everything, and is told so', async (t) => {
  const { call } = await start(t);
  const body = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec: {} };
  const answer = await call('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', { body });
  assert.deepEqual([answer.code, answer.body.status.allowed], [201, true]);
});

test('selectors that make no sense are refused', async (t) => {
  const { call } = await start(t);
  const list = async (query: string) => (await call('GET', `${MAPS}?${query}`)).code;
  assert.equal(await list('labelSelector=a%3D%3D%3Db'), 400);
  assert.equal(await list('labelSelector=a%20in%20b'), 400);
  assert.equal(await list('fieldSelector=data.k%3Dv'), 400);
  assert.equal(await list('fieldSelector=metadata.name%3Da'), 200);
  assert.equal(await list('resourceVersion=abc'), 400);
  assert.equal(await list('limit=-1'), 400);
});
