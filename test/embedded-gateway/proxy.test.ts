import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Fields } from '../../fixtures/embedded/api-server/api.ts';
import { findCondition } from '../../fixtures/embedded/controllers/conditions.ts';
import {
  echo,
  gateway,
  makeNamespace,
  pathPrefix,
  route,
  startTestCluster,
  type TestCluster,
} from './harness.ts';

let cluster: TestCluster;
let base: string;

const client = () => cluster.api.as('client');
const get = (kind: string, namespace: string, name: string) =>
  cluster.api.get(`${kind}.gateway.networking.k8s.io`, namespace, name);
const PARENT = [{ name: 'front', namespace: 'edge' }];
const to = (name: string, more: Fields = {}) => ({ name, port: 80, ...more });

/** Waits until the gateway's pod has heard of a path. */
const known = (path: string) =>
  cluster.until(`a route for ${path}`, async () => (await cluster.ask(base + path)).status !== 404);

before(async () => {
  cluster = await startTestCluster();
  await makeNamespace(cluster, 'edge');
  await makeNamespace(cluster, 'apps');
  const everyone = { namespaces: { from: 'All' } };
  client().create(
    gateway('front', 'edge', [{ name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: everyone }]),
  );
  for (const object of [...echo('one', 'apps', 2), ...echo('two', 'apps')]) client().create(object);
  const address = await cluster.until('an address of the gateway', () => {
    const { status } = get('gateways', 'edge', 'front') ?? {};
    return findCondition(status, 'Programmed')?.status === 'True' && status.addresses[0].value;
  });
  base = `http://${address}`;
  await cluster.until('the pods are ready', () =>
    ['one', 'two'].every((name) => {
      const { spec, status } = cluster.api.get('deployments.apps', 'apps', name) ?? {};
      return status?.availableReplicas === spec?.replicas;
    }),
  );
});
after(() => cluster.stop());

test('the gateway deploys a proxy of its name and class', () => {
  const service = cluster.api.get('services', 'edge', 'front-istio');
  assert.equal(service?.metadata.labels?.['gateway.networking.k8s.io/gateway-name'], 'front');
  assert.equal(
    cluster.api.get('deployments.apps', 'edge', 'front-istio')?.metadata.ownerReferences?.[0]?.kind,
    'Gateway',
  );
  assert.match(base, /^http:\/\/203\.0\.113\./);
});

test('no route is a 404 without a body', async () => {
  const { status, body, headers } = await cluster.ask(`${base}/nowhere`);
  assert.deepEqual([status, body, headers.server], [404, '', 'istio-envoy']);
});

test('a route rewrites its prefix and spreads requests over the pods', async () => {
  client().create(
    route('prefix', 'apps', PARENT, [
      {
        matches: [pathPrefix('/apps/one')],
        filters: [
          {
            type: 'URLRewrite',
            urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } },
          },
        ],
        backendRefs: [to('one')],
      },
    ]),
  );
  await known('/apps/one/v1');
  const pods = new Set<string>();
  for (let count = 0; count < 30; count++) {
    const { echo: seen } = await cluster.ask(`${base}/apps/one/v1/models?x=1`);
    assert.equal(seen.url, '/v1/models?x=1');
    assert.equal(seen.headers['x-envoy-original-path'], '/apps/one/v1/models?x=1');
    assert.equal(seen.headers['x-forwarded-proto'], 'http');
    pods.add(seen.pod);
  }
  assert.equal(pods.size, 2);
  assert.equal((await cluster.ask(`${base}/apps/one`)).echo.url, '/');
  assert.equal((await cluster.ask(`${base}/apps/onetwo`)).status, 404);
  const posted = await cluster.ask(`${base}/apps/one/echo`, { method: 'POST', body: 'hello' });
  assert.deepEqual([posted.echo.method, posted.echo.body], ['POST', 'hello']);
  assert.ok(posted.headers['x-envoy-upstream-service-time']);
  const status = findCondition(get('httproutes', 'apps', 'prefix')?.status.parents[0], 'Accepted');
  assert.deepEqual([status.status, status.reason, status.observedGeneration], ['True', 'Accepted', 1]);
  await cluster.until(
    'the listener counts its route',
    () => get('gateways', 'edge', 'front')?.status.listeners[0].attachedRoutes === 1,
  );
});

test('the most specific match wins', async () => {
  const marked = (value: string, matches: Fields[]) => ({
    matches,
    filters: [
      {
        type: 'RequestHeaderModifier',
        requestHeaderModifier: { set: [{ name: 'x-rule', value }], remove: ['x-secret'] },
      },
    ],
    backendRefs: [to('two')],
  });
  client().create(
    route('precedence', 'apps', PARENT, [
      marked('short', [pathPrefix('/p')]),
      marked('long', [pathPrefix('/p/long')]),
      marked('exact', [{ path: { type: 'Exact', value: '/p/long/exact' } }]),
      marked('method', [{ ...pathPrefix('/p/long'), method: 'POST' }]),
      marked('header', [{ ...pathPrefix('/p'), headers: [{ name: 'x-kind', value: 'special' }] }]),
    ]),
  );
  await known('/p');
  const rule = async (path: string, options = {}) =>
    (await cluster.ask(base + path, options)).echo.headers['x-rule'];
  assert.equal(await rule('/p/a'), 'short');
  assert.equal(await rule('/p/long/a'), 'long');
  assert.equal(await rule('/p/long/exact'), 'exact');
  assert.equal(await rule('/p/long/a', { method: 'POST' }), 'method');
  assert.equal(await rule('/p/a', { headers: { 'x-kind': 'special' } }), 'header');
  const { echo: seen } = await cluster.ask(`${base}/p/a`, { headers: { 'x-secret': '1' } });
  assert.equal(seen.headers['x-secret'], undefined);
});

test('answers stream through as they are made', async () => {
  client().create(
    route('stream', 'apps', PARENT, [
      { matches: [pathPrefix('/stream')], backendRefs: [to('two')] },
      { matches: [pathPrefix('/break')], backendRefs: [to('two')] },
    ]),
  );
  await known('/stream');
  const outside = cluster.cluster.network.dispatcher({ kind: 'outside' });
  const { body } = await outside.request({ origin: base, path: '/stream', method: 'GET' });
  const arrivals: number[] = [];
  for await (const _ of body) arrivals.push(performance.now());
  await outside.destroy();
  assert.ok(arrivals.length >= 3);
  assert.ok((arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0) > 60, 'the chunks came at once');
  const broken = await cluster.ask(`${base}/break`);
  assert.equal(broken.status, 503);
  assert.equal(
    broken.body,
    'upstream connect error or disconnect/reset before headers. reset reason: connection termination',
  );
});

test('time-outs, weights and missing backends answer as Envoy does', async () => {
  client().create({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'empty', namespace: 'apps' },
    spec: { selector: { app: 'nobody' }, ports: [{ port: 80 }] },
  });
  client().create(
    route('faults', 'apps', PARENT, [
      { matches: [pathPrefix('/slow')], backendRefs: [to('two')], timeouts: { request: '100ms' } },
      { matches: [pathPrefix('/empty')], backendRefs: [to('empty')] },
      { matches: [pathPrefix('/missing')], backendRefs: [to('missing')] },
      {
        matches: [pathPrefix('/half')],
        backendRefs: [to('two', { weight: 1 }), to('missing', { weight: 1 })],
      },
      {
        matches: [pathPrefix('/old')],
        filters: [
          {
            type: 'RequestRedirect',
            requestRedirect: { path: { type: 'ReplaceFullPath', replaceFullPath: '/new' }, statusCode: 301 },
          },
        ],
      },
    ]),
  );
  await known('/empty');
  const slow = await cluster.ask(`${base}/slow?wait=400`);
  assert.deepEqual([slow.status, slow.body], [504, 'upstream request timeout']);
  const empty = await cluster.ask(`${base}/empty`);
  assert.deepEqual([empty.status, empty.body], [503, 'no healthy upstream']);
  assert.equal((await cluster.ask(`${base}/missing`)).status, 500);
  const statuses = await Promise.all(
    Array.from({ length: 40 }, async () => (await cluster.ask(`${base}/half`)).status),
  );
  const failed = statuses.filter((status) => status === 500).length;
  assert.ok(failed > 5 && failed < 35, `${failed} of 40 went to the missing half`);
  const moved = await cluster.ask(`${base}/old`);
  assert.equal(moved.status, 301);
  assert.match(String(moved.headers.location), /^http:\/\/203\.0\.113\.\d+\/new$/);
  const parent = await cluster.until(
    'the route says so',
    () => get('httproutes', 'apps', 'faults')?.status?.parents[0],
  );
  assert.equal(findCondition(parent, 'ResolvedRefs')?.reason, 'BackendNotFound');
});

test('while pods come and go the gateway finds those that are there', async () => {
  await known('/apps/one');
  const before = cluster.api.list('pods', { namespace: 'apps', labelSelector: { app: 'one' } });
  client().delete('pods', 'apps', before[0]?.metadata.name ?? '');
  const statuses: number[] = [];
  for (let count = 0; count < 40; count++) statuses.push((await cluster.ask(`${base}/apps/one/x`)).status);
  assert.deepEqual(
    statuses.filter((status) => status !== 200),
    [],
  );
});
