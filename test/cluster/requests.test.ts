import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { ApiRefusal } from '../../support/cluster/cluster.ts';
import { EnvironmentError, WritesRefused } from '../../support/cluster/environment-error.ts';
import { json, kubeconfig, refusal, stubApiServer } from './stub-api-server.ts';

const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap' };
const mapIn = (namespace: string) => ({
  ...CONFIG_MAP,
  metadata: { namespace, name: 'a' },
  data: { x: '1' },
});
const LIST = {
  metadata: { resourceVersion: '5' },
  items: [{ metadata: { name: 'a' }, extra: { kept: true } }],
};

it('uses a handful of connections for many requests, also with a user (client-node opens one for each)', async (t) => {
  const server = await stubApiServer(t);
  server.on('GET /api/v1/namespaces/ns/configmaps', (_request, response) => json(response, LIST));
  const file = kubeconfig({ server: server.url, user: { token: 'secret-token' } });
  const cluster = await server.connect({ kubeconfig: file });
  for (let i = 0; i < 100; i += 1) await cluster.list(CONFIG_MAP, { namespace: 'ns' });
  assert.ok(server.sockets() <= 3, `${server.sockets()} sockets`);
});

it('sends the credentials of the context and keeps unknown fields in both directions', async (t) => {
  const server = await stubApiServer(t);
  let authorization: string | undefined;
  let sent = '';
  server.on('POST /api/v1/namespaces/ns/configmaps', async (request, response) => {
    authorization = request.headers.authorization;
    for await (const chunk of request) sent += chunk;
    json(response, { ...JSON.parse(sent), invented: 1 }, 201);
  });
  const file = kubeconfig({ server: server.url, user: { username: 'ada', password: 'pw' } });
  const cluster = await server.connect({ kubeconfig: file, run: 'r1' });
  const created = await cluster.create({ ...mapIn('ns'), bogus: [{ not: {} }] });
  assert.equal(authorization, `Basic ${Buffer.from('ada:pw').toString('base64')}`);
  assert.equal(created.invented, 1);
  assert.deepEqual(JSON.parse(sent).bogus, [{ not: {} }]);
  assert.equal(JSON.parse(sent).metadata.labels['acceptance.llm-serving/run'], 'r1');
});

it('gives the items of a list their kind, which built-in lists leave out', async (t) => {
  const server = await stubApiServer(t);
  server.on('GET /api/v1/namespaces/ns/configmaps', (_request, response) => json(response, LIST));
  const [item] = await (await server.connect()).list(CONFIG_MAP, { namespace: 'ns' });
  assert.equal(item?.kind, 'ConfigMap');
  assert.deepEqual(item?.extra, { kept: true });
});

it('repeats a read after 429, 503 and a lost connection, and says so', async (t) => {
  const server = await stubApiServer(t);
  const faults = [
    (response: import('node:http').ServerResponse) => {
      response.setHeader('retry-after', '0');
      json(response, refusal(429, 'TooManyRequests', 'slow down'), 429);
    },
    (response: import('node:http').ServerResponse) =>
      json(response, refusal(503, 'ServiceUnavailable', ''), 503),
    (response: import('node:http').ServerResponse) => void response.socket?.destroy(),
  ];
  server.on('GET /api/v1/namespaces/ns/configmaps', (_request, response) => {
    const fault = faults.shift();
    if (fault) fault(response);
    else json(response, LIST);
  });
  const notes: string[] = [];
  const cluster = await server.connect({ note: (line) => void notes.push(line) });
  assert.equal((await cluster.list(CONFIG_MAP, { namespace: 'ns' })).length, 1);
  assert.equal(notes.length, 3, notes.join('\n'));
  assert.match(notes[0] ?? '', /^GET \/api\/v1\/namespaces\/ns\/configmaps: 429; attempt 2 in 0 ms$/);
});

it('never repeats a creation that may have happened', async (t) => {
  const server = await stubApiServer(t);
  server.on('POST /api/v1/namespaces/ns/configmaps', (_request, response) =>
    json(response, refusal(500, 'InternalError', 'etcdserver: request timed out'), 500),
  );
  const cluster = await server.connect();
  await assert.rejects(cluster.create(mapIn('ns')), { code: 500, message: 'etcdserver: request timed out' });
  assert.equal(server.requests.filter((name) => name.startsWith('POST')).length, 1);
});

it('turns a Status into a refusal with its causes, and quotes an answer that is none', async (t) => {
  const server = await stubApiServer(t);
  const causes = [{ field: 'data', message: 'must be strings', reason: 'FieldValueInvalid' }];
  server.on('POST /api/v1/namespaces/a/', (_request, response) =>
    json(response, { ...refusal(422, 'Invalid', 'ConfigMap "a" is invalid'), details: { causes } }, 422),
  );
  server.on('POST /api/v1/namespaces/b/', (_request, response) => {
    response.writeHead(418);
    response.end('<html>a proxy</html>');
  });
  const cluster = await server.connect();
  const first = await cluster.create(mapIn('a')).catch((error: unknown) => error);
  assert.ok(first instanceof ApiRefusal);
  assert.deepEqual(first.causes, causes);
  await assert.rejects(cluster.create(mapIn('b')), /POST .*: 418 <html>a proxy/);
});

it('refuses every write once the run was told to stop, and still reads', async (t) => {
  const server = await stubApiServer(t);
  server.on('GET /api/v1/namespaces/ns/configmaps', (_request, response) => json(response, LIST));
  const cluster = await server.connect();
  cluster.refuseWrites('the run was interrupted');
  const map = { ...CONFIG_MAP, namespace: 'ns', name: 'a' };
  for (const write of [
    () => cluster.create(mapIn('ns')),
    () => cluster.apply(mapIn('ns')),
    () => cluster.merge(map, {}),
    () => cluster.delete(map),
    async () => cluster.exec('ns', 'p', 'c', ['true']),
  ])
    await assert.rejects(write, WritesRefused);
  assert.equal((await cluster.list(CONFIG_MAP, { namespace: 'ns' })).length, 1);
  assert.ok(server.requests.every((name) => name.startsWith('GET')));
});

it('says which kind the cluster does not serve, and asks again next time', async (t) => {
  const server = await stubApiServer(t);
  const cluster = await server.connect();
  const kind = { apiVersion: 'serving.kserve.io/v1alpha1', kind: 'LLMInferenceService' };
  assert.equal(await cluster.serves(kind), false);
  await assert.rejects(
    cluster.list(kind),
    /serves no kind LLMInferenceService of serving\.kserve\.io\/v1alpha1/,
  );
  const resources = [{ name: 'llminferenceservices', kind: kind.kind, namespaced: true, verbs: ['list'] }];
  server.on('GET /apis/serving.kserve.io/v1alpha1', (_request, response) => json(response, { resources }));
  assert.equal(await cluster.serves(kind), true);
});

it('reads the time of the cluster from its answers', async (t) => {
  const server = await stubApiServer(t);
  server.on('GET /version', (_request, response) => {
    response.setHeader('date', 'Wed, 01 Jan 2031 00:00:00 GMT');
    json(response, {});
  });
  const cluster = await server.connect({
    target: { timeScale: 60, gateway: { className: 'x', via: 'address' } },
  });
  // Until then the answer to discovery counts as the present.
  await setTimeout(30);
  assert.equal((await cluster.time.now()).getUTCFullYear(), 2031);
});

it('gives up on an API server that is gone with an error of the environment', async (t) => {
  const server = await stubApiServer(t);
  const cluster = await server.connect();
  server.on('POST /api/v1/namespaces/ns/configmaps', (_request, response) => void response.socket?.destroy());
  await assert.rejects(cluster.create(mapIn('ns')), (error) => {
    assert.ok(error instanceof EnvironmentError);
    assert.match(
      error.message,
      /^context "stub": the API server http:\/\/127\.0\.0\.1:\d+ cannot be reached \(/,
    );
    return true;
  });
});
