import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { after, test } from 'node:test';
import type { Fields } from '../../fixtures/embedded/api-server/api.ts';
import { createApiServer } from '../../fixtures/embedded/api-server/server.ts';
import { startClock } from '../../fixtures/embedded/clock.ts';
import { defectsOf } from '../../fixtures/embedded/defects/defect.ts';
import { createNetwork } from '../../fixtures/embedded/network/create-network.ts';
import type { Network, Origin } from '../../fixtures/embedded/network/network.ts';
import { seeded } from '../../fixtures/embedded/random.ts';

const clock = startClock(60);
const random = seeded(3);
const defects = defectsOf([]);
const { api } = createApiServer({ clock, random, defects });
const network = createNetwork({ api: () => api, clock, random, defects });
const servers: Server[] = [];
after(() => {
  clock.stop();
  for (const server of servers) server.close();
});

type Pod = Origin & { kind: 'pod' };

/** A pod with an address, and with a server that answers with its name when `port` is given. */
async function pod(
  name: string,
  labels: Record<string, string> = {},
  port?: number,
  namespace = 'default',
): Promise<Pod> {
  const ip = network.allocatePodIP('worker');
  const ports = port === undefined ? [] : [{ name: 'http', containerPort: port }];
  api.create({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels },
    spec: { nodeName: 'worker', containers: [{ name: 'app', image: 'x', ports }] },
  });
  api.mutateStatus('pods', namespace, name, (object) => {
    object.status = { phase: 'Running', podIP: ip };
  });
  if (port !== undefined) await network.listen(ip, port, named(name));
  return { kind: 'pod', namespace, name, ip, labels };
}

function named(name: string): Server {
  const server = createServer((request, response) => {
    if (request.url !== '/hang') response.end(`${name} ${request.socket.remoteAddress}`);
  });
  servers.push(server);
  return server;
}

async function ask(from: Origin, origin: string, path = '/', through: Network = network): Promise<string> {
  const dispatcher = through.dispatcher(from);
  try {
    const { body } = await dispatcher.request({ origin, path, method: 'GET' });
    return await body.text();
  } finally {
    void dispatcher.destroy();
  }
}

const refusedWith = (code: string) => (error: NodeJS.ErrnoException) => error.code === code;

/** True when a connection does not come up within 100 ms. */
async function silent(from: Origin, host: string, port: number): Promise<boolean> {
  const signal = AbortSignal.timeout(100);
  try {
    (await network.dial(from, host, port, signal)).destroy();
    return false;
  } catch (error) {
    if (signal.aborted) return true;
    throw error;
  }
}

const watched = () => new Promise((resolve) => setTimeout(resolve, 20));

function service(name: string, endpoints: Fields[], spec: Fields = {}): void {
  api.create({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'default' },
    spec: { ports: [{ name: 'http', port: 80, targetPort: 'http' }], ...spec },
  });
  api.create({
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: `${name}-a`, namespace: 'default', labels: { 'kubernetes.io/service-name': name } },
    addressType: 'IPv4',
    ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
    endpoints,
  });
}

const client = await pod('client', { app: 'client' });

test('a pod reaches another by its address and is seen with its own', async () => {
  const server = await pod('direct', {}, 8080);
  assert.equal(await ask(client, `http://${server.ip}:8080`), `direct ${client.ip}`);
  assert.equal(await ask(server, 'http://localhost:8080'), 'direct 127.0.0.1');
  assert.match(await ask({ kind: 'node' }, `http://${server.ip}:8080`), /^direct 10\.244\.\d+\.1$/);
});

test('a closed port is refused, an address outside that nobody has is silent', async () => {
  await assert.rejects(ask(client, `http://${client.ip}:9999`), refusedWith('ECONNREFUSED'));
  assert.ok(await silent(client, '203.0.113.9', 80));
  const server = await pod('unseen', {}, 8080);
  assert.ok(await silent({ kind: 'outside' }, server.ip, 8080));
});

test('a port can be taken once', async () => {
  const server = await pod('taken', {}, 8080);
  await assert.rejects(network.listen(server.ip, 8080, named('second')), refusedWith('EADDRINUSE'));
  await network.close(server.ip, 8080);
  await assert.rejects(ask(client, `http://${server.ip}:8080`), refusedWith('ECONNREFUSED'));
  await network.listen(server.ip, 8080, named('third'));
  assert.match(await ask(client, `http://${server.ip}:8080`), /^third/);
});

test('a killed process resets its connections', async () => {
  const server = await pod('killed', {}, 8080);
  const hanging = ask(client, `http://${server.ip}:8080`, '/hang');
  const cut = assert.rejects(hanging, (error: NodeJS.ErrnoException) =>
    /ECONNRESET|UND_ERR_SOCKET/.test(error.code ?? ''),
  );
  await watched();
  await network.closePod(server.ip, { abrupt: true });
  await cut;
});

test('a Service spreads connections over its ready endpoints, by every form of its name', async () => {
  const [a, b, c] = [
    await pod('web-a', {}, 8080),
    await pod('web-b', {}, 8080),
    await pod('web-c', {}, 8080),
  ];
  service('web', [
    { addresses: [a.ip], conditions: { ready: true } },
    { addresses: [b.ip] },
    { addresses: [c.ip], conditions: { ready: false } },
  ]);
  await watched();
  const { clusterIP } = api.get('services', 'default', 'web')?.spec ?? {};
  const hosts = ['web', 'web.default', 'web.default.svc', 'web.default.svc.cluster.local', clusterIP].filter(
    Boolean,
  );
  const counts: Record<string, number> = {};
  for (let request = 0; request < 60; request++) {
    const [name = ''] = (await ask(client, `http://${hosts[request % hosts.length]}`)).split(' ');
    counts[name] = (counts[name] ?? 0) + 1;
  }
  assert.deepEqual(Object.keys(counts).sort(), ['web-a', 'web-b']);
  // 60 tosses of a fair coin show less than 12 of a side once in 3 million times.
  assert.ok(Object.values(counts).every((count) => count >= 12));
});

test('a Service without ready endpoints refuses, an unknown name is not found', async () => {
  service('empty', []);
  await watched();
  await assert.rejects(ask(client, 'http://empty.default.svc'), refusedWith('ECONNREFUSED'));
  await assert.rejects(ask(client, 'http://nobody.default.svc'), refusedWith('ENOTFOUND'));
  await assert.rejects(ask({ kind: 'outside' }, 'http://empty.default.svc'), refusedWith('ENOTFOUND'));
  await assert.rejects(ask(client, 'http://empty:81'), refusedWith('ECONNREFUSED'));
});

test('a host outside is reached by its registered name', async () => {
  const server = named('store');
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  network.registerHost('store.example', 9000, { host: '127.0.0.1', port });
  assert.match(await ask(client, 'http://store.example:9000'), /^store/);
  await assert.rejects(ask(client, 'http://store.example:9001'), refusedWith('ECONNREFUSED'));
  server.close();
});

test('policies decide who reaches whom; probes and port-forward pass', async () => {
  const server = await pod('guarded', { app: 'guarded' }, 8080);
  const friend = await pod('friend', { app: 'friend' });
  const policy = (name: string, spec: Fields) =>
    api.create({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name, namespace: 'default' },
      spec,
    });
  policy('guard', {
    podSelector: { matchLabels: { app: 'guarded' } },
    policyTypes: ['Ingress'],
    ingress: [{ from: [{ podSelector: { matchLabels: { app: 'friend' } } }], ports: [{ port: 'http' }] }],
  });
  await watched();
  assert.match(await ask(friend, `http://${server.ip}:8080`), /^guarded/);
  assert.ok(await silent(client, server.ip, 8080));
  assert.match(await ask({ kind: 'node' }, `http://${server.ip}:8080`), /^guarded/);
  policy('no-way-out', {
    podSelector: { matchLabels: { app: 'friend' } },
    policyTypes: ['Egress'],
    egress: [],
  });
  await watched();
  assert.ok(await silent(friend, server.ip, 8080));
  assert.ok(await silent(friend, 'web.default.svc', 80), 'names are not resolved either');
});

test('with the behaviour off, policies are not enforced', async () => {
  const off = { id: 'policies-ignored', title: '', checks: [], disables: ['network-policy'] };
  const open = createNetwork({ api: () => api, clock, random, defects: defectsOf([off]) });
  // The first address is the client's own in both networks.
  open.allocatePodIP('worker');
  const ip = open.allocatePodIP('worker');
  await open.listen(ip, 8080, named('unguarded'));
  api.create({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'nothing-gets-out', namespace: 'default' },
    spec: { podSelector: {}, policyTypes: ['Egress'], egress: [] },
  });
  await watched();
  assert.ok(await silent(client, ip, 8080));
  assert.match(await ask(client, `http://${ip}:8080`, '/', open), /^unguarded/);
});
