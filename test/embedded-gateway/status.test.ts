import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { ApiError, type Fields } from '../../fixtures/embedded/api-server/api.ts';
import { findCondition } from '../../fixtures/embedded/controllers/conditions.ts';
import { gateway, makeNamespace, pathPrefix, route, startTestCluster, type TestCluster } from './harness.ts';

let cluster: TestCluster;

const client = () => cluster.api.as('client');
const get = (kind: string, name: string, namespace = 'apps') =>
  cluster.api.get(`${kind}.gateway.networking.k8s.io`, namespace, name);
const listener = (more: Fields = {}) => ({ name: 'http', port: 80, protocol: 'HTTP', ...more });
const rules = [{ matches: [pathPrefix('/')] }];
const accepted = (name: string) =>
  cluster.until(`${name} is judged`, () =>
    findCondition(get('httproutes', name)?.status?.parents?.[0], 'Accepted'),
  );

before(async () => {
  cluster = await startTestCluster();
  for (const name of ['apps', 'edge']) await makeNamespace(cluster, name);
  client().create(gateway('closed', 'edge', [listener()]));
  client().create(gateway('hosts', 'apps', [listener({ hostname: '*.example.com' })]));
});
after(() => cluster.stop());

test('a gateway that does not exist says nothing; when it appears it accepts', async () => {
  client().create(route('waiting', 'apps', [{ name: 'later' }], rules));
  await pause(100);
  assert.equal(get('httproutes', 'waiting')?.status, undefined);
  client().create(gateway('later', 'apps', [listener()]));
  assert.equal((await accepted('waiting')).status, 'True');
  client().delete('gateways.gateway.networking.k8s.io', 'apps', 'later');
  await cluster.until(
    'its word is gone with it',
    () => get('httproutes', 'waiting')?.status.parents.length === 0,
  );
  await cluster.until(
    'and so is its proxy',
    () => !cluster.api.get('deployments.apps', 'apps', 'later-istio'),
  );
});

test('listeners refuse other namespaces, sections and host names', async () => {
  client().create(route('foreign', 'apps', [{ name: 'closed', namespace: 'edge' }], rules));
  client().create(route('section', 'apps', [{ name: 'hosts', sectionName: 'https' }], rules));
  client().create(route('host', 'apps', [{ name: 'hosts' }], rules, { hostnames: ['example.org'] }));
  client().create(route('fits', 'apps', [{ name: 'hosts' }], rules, { hostnames: ['a.example.com'] }));
  assert.equal((await accepted('foreign')).reason, 'NotAllowedByListeners');
  assert.equal((await accepted('section')).reason, 'NoMatchingParent');
  assert.equal((await accepted('host')).reason, 'NoMatchingListenerHostname');
  assert.equal((await accepted('fits')).reason, 'Accepted');
});

test('a backend in another namespace needs a grant', async () => {
  client().create({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'far', namespace: 'edge' },
    spec: { ports: [{ port: 80 }] },
  });
  client().create(
    route(
      'across',
      'apps',
      [{ name: 'hosts' }],
      [{ backendRefs: [{ name: 'far', namespace: 'edge', port: 80 }] }],
    ),
  );
  const resolved = (reason: string) =>
    cluster.until(
      reason,
      () =>
        findCondition(get('httproutes', 'across')?.status?.parents?.[0], 'ResolvedRefs')?.reason === reason,
    );
  await resolved('RefNotPermitted');
  client().create({
    apiVersion: 'gateway.networking.k8s.io/v1beta1',
    kind: 'ReferenceGrant',
    metadata: { name: 'open', namespace: 'edge' },
    spec: {
      from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'apps' }],
      to: [{ group: '', kind: 'Service' }],
    },
  });
  await resolved('ResolvedRefs');
});

test('what the gateway cannot do is refused in the status', async () => {
  client().create(
    gateway('secure', 'apps', [{ name: 'tls', port: 443, protocol: 'TLS', tls: { mode: 'Passthrough' } }]),
  );
  const status = await cluster.until(
    'the listener is judged',
    () => get('gateways', 'secure')?.status?.listeners?.[0],
  );
  assert.equal(findCondition(status, 'Accepted')?.reason, 'UnsupportedProtocol');
  const filters = [
    { type: 'ExtensionRef', extensionRef: { group: 'example.org', kind: 'Filter', name: 'x' } },
  ];
  client().create(route('filtered', 'apps', [{ name: 'hosts' }], [{ filters }]));
  assert.equal((await accepted('filtered')).reason, 'UnsupportedValue');
});

test('the schema refuses nonsense with the rule that it breaks', () => {
  const refused = (spec: Fields, expected: RegExp) =>
    assert.throws(
      () => client().create({ ...route('bad', 'apps', [{ name: 'hosts' }], [spec]) }),
      (error: unknown) => error instanceof ApiError && error.code === 422 && expected.test(error.message),
    );
  refused({ backendRefs: [{ name: 'x' }] }, /Must have port for Service reference/);
  refused({ matches: [pathPrefix('x')] }, /value must be an absolute path/);
  refused(
    { timeouts: { request: '1s', backendRequest: '2s' } },
    /backendRequest timeout cannot be longer than request timeout/,
  );
  refused(
    { filters: [{ type: 'URLRewrite' }] },
    /filter.urlRewrite must be specified for URLRewrite filter.type/,
  );
  assert.throws(
    () => client().create(gateway('bad', 'apps', [listener(), listener({ name: 'again' })])),
    /Combination of port, protocol and hostname must be unique for each listener/,
  );
});
