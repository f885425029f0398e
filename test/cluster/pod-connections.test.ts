import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { type AddressInfo, createServer, connect as dial } from 'node:net';
import { it, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import type { WebSocket } from 'ws';
import { ApiRefusal } from '../../support/cluster/cluster.ts';
import { json, refusal, type StubApiServer, stubApiServer } from './stub-api-server.ts';

const frame = (channel: number, data: string | Buffer): Buffer =>
  Buffer.concat([Buffer.of(channel), Buffer.from(data)]);

it('ends a followed log quietly when its signal aborts (client-node ends the process)', async (t) => {
  const server = await stubApiServer(t);
  server.on('GET /api/v1/namespaces/ns/pods/p/log', (_request, response) => {
    response.write('first\nsec');
    setTimeout(() => response.write('ond\n'), 10);
  });
  const cluster = await server.connect();
  const stop = new AbortController();
  const lines: string[] = [];
  for await (const line of cluster.logs('ns', 'p', { follow: true, signal: stop.signal })) {
    lines.push(line);
    if (lines.length === 2) stop.abort();
  }
  assert.deepEqual(lines, ['first', 'second']);
});

it('ends the request when a reader of a log leaves early', async (t) => {
  const server = await stubApiServer(t);
  let closed = false;
  server.on('GET /api/v1/namespaces/ns/pods/p/log', (_request, response) => {
    response.on('close', () => {
      closed = true;
    });
    response.write('first\n');
  });
  const cluster = await server.connect();
  for await (const line of cluster.logs('ns', 'p', { follow: true })) {
    assert.equal(line, 'first');
    break;
  }
  await sleep(50);
  assert.ok(closed);
});

it('names the pod when the connection of a log is lost', async (t) => {
  const server = await stubApiServer(t);
  server.on('GET /api/v1/namespaces/ns/pods/p/log', (_request, response) => {
    response.write('first\n');
    setTimeout(() => response.socket?.destroy(), 10);
  });
  const cluster = await server.connect();
  const read = async () => {
    for await (const line of cluster.logs('ns', 'p', { follow: true })) assert.equal(line, 'first');
  };
  await assert.rejects(read, /^Error: log of pod ns\/p: connection lost \(/);
});

it('keeps the words of the kubelet when there is no log (client-node drops them)', async (t) => {
  const server = await stubApiServer(t);
  const message = 'container "main" in pod "p" is waiting to start: ContainerCreating';
  server.on('GET /api/v1/namespaces/ns/pods/p/log', (_request, response) =>
    json(response, refusal(400, 'BadRequest', message), 400),
  );
  const cluster = await server.connect();
  const read = async () => {
    for await (const line of cluster.logs('ns', 'p')) assert.fail(line);
  };
  await assert.rejects(read, (error) => error instanceof ApiRefusal && error.message === message);
});

it('runs a command, also on a server that answers before the upgrade is known to the caller', async (t) => {
  const server = await stubApiServer(t);
  let url = '';
  server.onUpgrade((socket, upgrade) => {
    url = upgrade.url ?? '';
    const causes = [{ reason: 'ExitCode', message: '3' }];
    socket.send(frame(1, 'out '));
    socket.send(frame(2, 'err'));
    socket.send(frame(1, 'put'));
    socket.send(
      frame(3, JSON.stringify({ status: 'Failure', reason: 'NonZeroExitCode', details: { causes } })),
    );
    socket.close(1000);
  });
  const cluster = await server.connect();
  const result = await cluster.exec('ns', 'p', 'main', ['sh', '-c', 'x y']);
  assert.deepEqual(result, { exitCode: 3, stdout: 'out put', stderr: 'err' });
  assert.match(
    url,
    /pods\/p\/exec\?container=main&stdout=true&stderr=true&command=sh&command=-c&command=x\+y$/,
  );
});

it('tells why a command cannot be started, and when its connection breaks', async (t) => {
  const server = await stubApiServer(t);
  const ends: ((socket: WebSocket) => void)[] = [
    (socket) => {
      socket.send(
        frame(3, JSON.stringify({ status: 'Failure', reason: 'InternalError', message: 'no such file' })),
      );
      socket.close(1000);
    },
    (socket) => socket.terminate(),
  ];
  server.onUpgrade((socket) => ends.shift()?.(socket));
  const cluster = await server.connect();
  await assert.rejects(
    cluster.exec('ns', 'p', 'c', ['nope']),
    /container c of pod ns\/p: "nope" could not be run: no such file/,
  );
  await assert.rejects(
    cluster.exec('ns', 'p', 'c', ['x']),
    /the connection ended before the command did \(1006\)/,
  );
});

it('turns a refusal before the upgrade into the words of the API server', async (t) => {
  const server = await stubApiServer(t);
  server.on('GET /api/v1/namespaces/ns/pods/p/exec', (_request, response) =>
    json(response, refusal(404, 'NotFound', 'pods "p" not found'), 404),
  );
  const cluster = await server.connect();
  await assert.rejects(cluster.exec('ns', 'p', 'c', ['x']), (error) => {
    assert.ok(error instanceof ApiRefusal);
    assert.equal(error.message, 'pods "p" not found');
    return true;
  });
});

/** Forwards each port-forward to a real listener on this machine, as a kubelet does. */
async function kubelet(t: TestContext, answer: string | undefined, gone: ReadonlySet<string> = new Set()) {
  const server = await stubApiServer(t);
  const pod = createServer((socket) => {
    socket.on('data', () => socket.write(answer ?? ''));
  });
  await new Promise<void>((resolve) => pod.listen(0, '127.0.0.1', resolve));
  const { port } = pod.address() as AddressInfo;
  t.after(() => pod.close());
  if (answer === undefined) pod.close();
  const opened: string[] = [];
  const refuse = ({ url = '' }: IncomingMessage) => {
    const pod = url.split('/')[6] ?? '';
    return gone.has(pod) ? refusal(404, 'NotFound', `pods "${pod}" not found`) : undefined;
  };
  server.onUpgrade((socket, upgrade) => {
    opened.push(upgrade.url ?? '');
    const preamble = Buffer.of(8000 & 255, 8000 >> 8);
    socket.send(frame(0, preamble));
    socket.send(frame(1, preamble));
    const connection = dial(port, '127.0.0.1');
    connection.on('data', (data) => socket.send(frame(0, data)));
    connection.on('error', () => {
      socket.send(frame(1, 'dial tcp4 127.0.0.1:8000: connect: connection refused'));
      socket.close(1000);
    });
    connection.on('close', () => socket.close(1000));
    socket.on('message', (data: Buffer) => connection.write(data.subarray(1)));
    socket.on('close', () => connection.destroy());
  }, refuse);
  return { cluster: await server.connect(), opened, server };
}

it('reaches a port of a pod without a local port, one WebSocket for each connection', async (t) => {
  const { cluster, opened } = await kubelet(t, 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
  const dispatcher = cluster.toPod('ns', 'p', 8000);
  for (let i = 0; i < 3; i += 1) {
    const { statusCode, body } = await request('http://p.example/v1/models', { dispatcher });
    assert.equal(statusCode, 200);
    assert.equal(await body.text(), 'ok');
  }
  assert.ok(opened.length < 3, 'connections are kept');
  assert.equal(opened[0], '/api/v1/namespaces/ns/pods/p/portforward?ports=8000');
});

it('names the pod and the port when nothing listens there', async (t) => {
  const { cluster } = await kubelet(t, undefined);
  const answer = request('http://p/', { dispatcher: cluster.toPod('ns', 'p', 8000) });
  await assert.rejects(answer, (error: Error & { code?: string }) => {
    assert.equal(error.code, 'ECONNREFUSED');
    assert.match(
      error.message,
      /^port 8000 of pod ns\/p: dial tcp4 127\.0\.0\.1:8000: connect: connection refused$/,
    );
    return true;
  });
});

it('routes a Service of the cluster through the service proxy of the API server', async (t) => {
  const server = await stubApiServer(t);
  const cluster = await server.connect();
  const { url } = await cluster.routeTo('http://llm.ns-a.svc.cluster.local/v1/models?x=1');
  assert.equal(url.href, `${server.url}/api/v1/namespaces/ns-a/services/http:llm:80/proxy/v1/models?x=1`);
  const secure = await cluster.routeTo('https://llm.ns-a.svc:8443/');
  assert.equal(secure.url.pathname, '/api/v1/namespaces/ns-a/services/https:llm:8443/proxy/');
});

/** What the API server lists of one gateway with the address 10.0.0.7, its Service and its ready pod. */
function gateway(server: StubApiServer, name: string): void {
  const list = (kind: string, ...items: object[]) => ({ kind: `${kind}List`, metadata: {}, items });
  const namespace = 'gateways';
  const labels = { 'gateway.networking.k8s.io/gateway-name': name };
  const lists = {
    '/apis/gateway.networking.k8s.io/v1/gateways': list('Gateway', {
      metadata: { name, namespace, uid: name },
      status: { addresses: [{ value: '10.0.0.7' }] },
    }),
    '/api/v1/namespaces/gateways/services': list('Service', {
      metadata: { name, namespace, labels },
      spec: { selector: labels, ports: [{ port: 80, targetPort: 8000 }] },
    }),
    '/api/v1/namespaces/gateways/pods': list('Pod', {
      metadata: { name, namespace, labels },
      status: { conditions: [{ type: 'Ready', status: 'True' }] },
    }),
  };
  for (const [path, body] of Object.entries(lists))
    server.on(`GET ${path}`, (_request, response) => json(response, body));
}

it('finds the gateway that has an address now, when the pod of the one before it is gone', async (t) => {
  const gone = new Set<string>();
  const { cluster, opened, server } = await kubelet(
    t,
    'HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok',
    gone,
  );
  const gateways = { name: 'gateways', kind: 'Gateway', namespaced: true, verbs: ['list'] };
  server.on('GET /apis/gateway.networking.k8s.io/v1', (_request, response) =>
    json(response, { resources: [gateways] }),
  );
  const ask = async (): Promise<number> => {
    const { dispatcher, url } = await cluster.routeTo('http://10.0.0.7/');
    const { statusCode, body } = await request(url, { dispatcher });
    await body.dump();
    return statusCode;
  };
  gateway(server, 'first');
  assert.equal(await ask(), 200);
  gateway(server, 'second');
  gone.add('first');
  assert.equal(await ask(), 200);
  assert.deepEqual(
    opened.map((path) => path.split('/')[6]),
    ['first', 'second'],
  );
  gone.add('second');
  await assert.rejects(ask(), { message: 'pods "second" not found' }, 'asked for anew once, not for ever');
});
