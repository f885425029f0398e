import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { it, type TestContext } from 'node:test';
import { type WebSocket, WebSocketServer } from 'ws';
import { type ConnectOptions, connect } from '../../support/cluster/connect.ts';
import { EnvironmentError, messageOf } from '../../support/cluster/environment-error.ts';
import { loadKubeconfig } from '../../support/cluster/kubeconfig.ts';
import { scratch } from '../scratch.ts';
import { json, kubeconfig, refusal, stubApiServer } from './stub-api-server.ts';
import { CERTIFICATE, PRIVATE_KEY } from './tls-material.ts';

const given = (options: Partial<ConnectOptions>): ConnectOptions => ({
  target: { timeScale: 1, gateway: { className: 'any', via: 'address' } },
  signal: new AbortController().signal,
  ...options,
});

async function refusalOf(options: Partial<ConnectOptions>): Promise<string> {
  const error = await connect(given(options)).then(
    () => assert.fail('connected'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof EnvironmentError, String(error));
  const told = messageOf(error);
  assert.ok(!told.includes('\n'), told);
  return told;
}

it('names the file that does not exist', async () => {
  const message = await refusalOf({ kubeconfig: '/nowhere/config' });
  assert.match(
    message,
    /^kubeconfig \/nowhere\/config cannot be read \(ENOENT.*; check the path in KUBECONFIG$/,
  );
});

it('names the contexts that there are', async () => {
  const file = kubeconfig({ server: 'http://127.0.0.1:1' });
  const message = await refusalOf({ kubeconfig: file, context: 'production' });
  assert.match(message, /has no context "production" \(it has stub\); correct KUBE_CONTEXT or the target$/);
});

it('asks for a context where none is current', async () => {
  const file = kubeconfig({ server: 'http://127.0.0.1:1', currentContext: '' });
  assert.match(
    await refusalOf({ kubeconfig: file }),
    /has no current context \(it has stub\); set KUBE_CONTEXT/,
  );
});

it('names context and address of an API server that is not there, within 10 s', async () => {
  const began = performance.now();
  const message = await refusalOf({ kubeconfig: kubeconfig({ server: 'http://127.0.0.1:1' }) });
  assert.match(
    message,
    /^context "stub": the API server http:\/\/127\.0\.0\.1:1 cannot be reached \(.*ECONNREFUSED/,
  );
  assert.ok(performance.now() - began < 10_000);
});

it('says that a certificate is not trusted, and trusts it when told to', async (t) => {
  const server = await tlsServer(t);
  const file = kubeconfig({ server, user: { token: 'x' } });
  assert.match(
    await refusalOf({ kubeconfig: file }),
    /its certificate is not trusted .*certificate-authority-data/,
  );
  const authority = { 'certificate-authority-data': Buffer.from(CERTIFICATE).toString('base64') };
  const trusting = kubeconfig({ server, cluster: authority });
  await (await connect(given({ kubeconfig: trusting }))).close();
});

it('opens WebSockets with the same trust and credentials', async (t) => {
  let authorization: string | undefined;
  const server = await tlsServer(t, (socket, request) => {
    authorization = request.headers.authorization;
    socket.send(Buffer.from(`\u0001out`));
    socket.send(Buffer.from('\u0003{"status":"Success"}'));
    socket.close(1000);
  });
  const authority = { 'certificate-authority-data': Buffer.from(CERTIFICATE).toString('base64') };
  const file = kubeconfig({ server, cluster: authority, user: { token: 'my-token' } });
  const cluster = await connect(given({ kubeconfig: file }));
  const { stdout, exitCode } = await cluster.exec('ns', 'p', 'c', ['true']);
  assert.deepEqual(
    { stdout, exitCode, authorization },
    { stdout: 'out', exitCode: 0, authorization: 'Bearer my-token' },
  );
  await cluster.close();
});

it('skips verification where the cluster says so, also without a user (client-node then ignores it)', async (t) => {
  const server = await tlsServer(t);
  const file = kubeconfig({ server, cluster: { 'insecure-skip-tls-verify': true } });
  await (await connect(given({ kubeconfig: file }))).close();
});

it('accepts plain http without insecure-skip-tls-verify, as kubectl does', async (t) => {
  const server = await stubApiServer(t);
  assert.equal((await server.connect()).server, server.url);
});

it('says that the credentials are not accepted', async (t) => {
  const server = await stubApiServer(t);
  server.on('GET /api/v1', (_request, response) =>
    json(response, refusal(401, 'Unauthorized', 'Unauthorized'), 401),
  );
  const message = await refusalOf({ kubeconfig: kubeconfig({ server: server.url, user: { token: 'old' } }) });
  assert.match(
    message,
    /^context "stub" at http.* does not accept the credentials .*try: kubectl --context stub/,
  );
});

it('uses the token of an exec plugin, and quotes a plugin that fails', async (t) => {
  const server = await stubApiServer(t);
  let authorization: string | undefined;
  server.on('GET /api/v1', (request, response) => {
    authorization = request.headers.authorization;
    json(response, { resources: [{ name: 'namespaces', kind: 'Namespace', namespaced: false, verbs: [] }] });
  });
  const plugin = (script: string) => {
    const file = join(scratch('plugin'), 'plugin.sh');
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: file, interactiveMode: 'Never' };
    return kubeconfig({ server: server.url, user: { exec } });
  };
  const works = plugin(`echo '{"kind":"ExecCredential","status":{"token":"from-plugin"}}'`);
  await (await connect(given({ kubeconfig: works }))).close();
  assert.equal(authorization, 'Bearer from-plugin');
  const message = await refusalOf({ kubeconfig: plugin('echo please log in >&2; exit 1') });
  assert.match(message, /credentials of user "stub" cannot be had \(please log in\)/);
});

const CURIOUS: Record<string, [bytes: string, told: RegExp]> = {
  'no JSON': [
    'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello',
    /^context "stub" at http:\S+ is no Kubernetes API server \(.*not JSON: hello\); check the address$/,
  ],
  'other JSON': [
    'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}',
    /^context "stub" at http:\S+ is no Kubernetes API server \(.*no list of resources\); check the address$/,
  ],
  'a redirect': [
    'HTTP/1.1 302 Found\r\nlocation: /login\r\ncontent-length: 0\r\n\r\n',
    /^context "stub" at http:\S+ is no Kubernetes API server \(.*302\); check the address$/,
  ],
  'not implemented': [
    'HTTP/1.1 501 Not Implemented\r\ncontent-length: 4\r\n\r\nmaze',
    /^context "stub" at http:\S+ answers, but does not serve \(.*501 maze\); look at the API server/,
  ],
};

for (const [what, [bytes, told]] of Object.entries(CURIOUS))
  it(`says that something answers which is no Kubernetes: ${what}`, async (t) => {
    const port = await answering(t, bytes);
    assert.match(await refusalOf({ kubeconfig: kubeconfig({ server: `http://127.0.0.1:${port}` }) }), told);
  });

it('says that plain http answers where TLS was expected', async (t) => {
  const port = await answering(t, 'HTTP/1.1 400 Bad Request\r\n\r\n');
  assert.match(
    await refusalOf({ kubeconfig: kubeconfig({ server: `https://127.0.0.1:${port}` }) }),
    /^context "stub" at https:\S+ answers, but does not speak TLS; check the scheme and the port/,
  );
});

it('says that a client certificate cannot be used', async (t) => {
  const server = await tlsServer(t);
  const nonsense = Buffer.from('nonsense').toString('base64');
  const user = { 'client-certificate-data': nonsense, 'client-key-data': nonsense };
  assert.match(
    await refusalOf({ kubeconfig: kubeconfig({ server, user }) }),
    /the certificates of the kubeconfig cannot be used \(.*PEM.*\); check the certificate and key data/,
  );
});

it('tells of a kubeconfig that is no YAML in one line', async () => {
  const file = join(scratch('kc'), 'config');
  writeFileSync(file, 'a: [b\nc');
  assert.match(await refusalOf({ kubeconfig: file }), /cannot be read \(.*\(\d+:\d+\)\); check the path/);
});

it('reads all files of KUBECONFIG', (t) => {
  const before = process.env.KUBECONFIG;
  t.after(() => {
    if (before === undefined) delete process.env.KUBECONFIG;
    else process.env.KUBECONFIG = before;
  });
  const [first, second] = [kubeconfig({ server: 'http://a' }), join(scratch('kc'), 'b')];
  const clusters = [{ name: 'two', cluster: { server: 'http://b' } }];
  writeFileSync(
    second,
    JSON.stringify({ clusters, users: [], contexts: [{ name: 'two', context: { cluster: 'two' } }] }),
  );
  process.env.KUBECONFIG = `${first}:${second}`;
  assert.equal(loadKubeconfig({ context: 'two' }).getCurrentCluster()?.server, 'http://b');
});

async function answering(t: TestContext, bytes: string): Promise<number> {
  const server = createServer((socket) => socket.end(bytes));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  return (server.address() as AddressInfo).port;
}

async function tlsServer(
  t: TestContext,
  accept: (socket: WebSocket, request: IncomingMessage) => void = (socket) => socket.close(),
): Promise<string> {
  const resources = [{ name: 'namespaces', kind: 'Namespace', namespaced: false, verbs: [] }];
  const server = createTlsServer({ key: PRIVATE_KEY, cert: CERTIFICATE }, (_request, response) =>
    json(response, { resources }),
  );
  new WebSocketServer({ server }).on('connection', accept);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `https://localhost:${(server.address() as AddressInfo).port}`;
}
