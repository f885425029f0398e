import assert from 'node:assert/strict';
import { test } from 'node:test';
import { request } from 'undici';
import WebSocket from 'ws';
import type { Fields } from '../../fixtures/embedded/api-server/api.ts';
import { startTestCluster } from './harness.ts';

const cluster = await startTestCluster();
const { run, pod, until, url, api } = cluster;
const IMAGE = 'example.com/tools:v1';
const PODS = `${url}/api/v1/namespaces/default/pods`;
const state = (name: string) => pod(name).status?.containerStatuses?.[0];

run('app', {
  containers: [
    { name: 'app', image: IMAGE, ports: [{ containerPort: 8080 }], env: [{ name: 'GREETING', value: 'hi' }] },
  ],
});
await until('running', () => state('app')?.ready);

async function read(path: string): Promise<{ code: number; text: string }> {
  const { statusCode, body } = await request(path);
  return { code: statusCode, text: await body.text() };
}

/** Runs a session to its end: the text of each channel, the status, and how the socket closed. */
function session(path: string, protocol: string, stdin?: string): Promise<Fields> {
  const socket = new WebSocket(`${PODS.replace('http', 'ws')}/${path}`, [protocol]);
  const channels: Record<number, string> = {};
  return new Promise((resolve, reject) => {
    socket.on('unexpected-response', (_, answer) => resolve({ refused: answer.statusCode }));
    socket.on('error', reject);
    socket.on('open', () => {
      if (stdin === undefined) return;
      socket.send(Buffer.concat([Buffer.of(0), Buffer.from(stdin)]));
      socket.send(Buffer.of(255, 0));
    });
    socket.on('message', (message: Buffer) => {
      const channel = message[0] ?? 0;
      channels[channel] = (channels[channel] ?? '') + message.subarray(1).toString();
    });
    socket.on('close', (code) => resolve({ code, ...channels, status: JSON.parse(channels[3] ?? '{}') }));
  });
}

const exec = (command: string[], more = '') =>
  `app/exec?${command.map((word) => `command=${encodeURIComponent(word)}`).join('&')}&stdout=true&stderr=true${more}`;

test('exec gives output and exit code', async () => {
  const result = await session(
    exec(['sh', '-c', 'echo $GREETING; echo no >&2; exit 3']),
    'v5.channel.k8s.io',
  );
  assert.equal(result[1], 'hi\n');
  assert.equal(result[2], 'no\n');
  assert.equal(result.status.reason, 'NonZeroExitCode');
  assert.deepEqual(result.status.details.causes, [{ reason: 'ExitCode', message: '3' }]);
  assert.equal(result.code, 1000);
});

test('exec passes input on, to its end', async () => {
  const result = await session(exec(['cat'], '&stdin=true'), 'v5.channel.k8s.io', 'one\ntwo\n');
  assert.deepEqual([result[1], result.status], ['one\ntwo\n', { metadata: {}, status: 'Success' }]);
});

test('exec of what the image has not got cannot start', async () => {
  const result = await session(exec(['fly']), 'v5.channel.k8s.io');
  assert.deepEqual(
    [result.status.status, result.status.reason, result.status.code],
    ['Failure', 'InternalError', 500],
  );
  assert.match(result.status.message, /exec: "fly": executable file not found in \$PATH/);
});

test('what a shell cannot do is said, not ignored', async () => {
  const result = await session(exec(['sh', '-c', 'cat /etc/hosts | wc -l']), 'v5.channel.k8s.io');
  assert.match(result[2], /syntax error/);
  assert.equal(result.status.details.causes[0].message, '2');
});

test('what is refused before the upgrade is an ordinary error', async () => {
  assert.equal((await session('nobody/exec?command=ls&stdout=1', 'v5.channel.k8s.io')).refused, 404);
  assert.equal((await session('app/exec?command=ls&stdout=1&container=x', 'v5.channel.k8s.io')).refused, 400);
  assert.equal((await session('app/exec?command=ls&stdout=1', 'base64.channel.k8s.io')).refused, 400);
});

test('logs: text, timestamps, tail, limits, and refusals', async () => {
  run('logger', {
    restartPolicy: 'Never',
    containers: [{ name: 'app', image: IMAGE, command: ['sh', '-c', 'echo one; echo two; echo three'] }],
  });
  await until('succeeded', () => pod('logger').status?.phase === 'Succeeded');
  assert.deepEqual(await read(`${PODS}/logger/log`), { code: 200, text: 'one\ntwo\nthree\n' });
  assert.equal((await read(`${PODS}/logger/log?tailLines=1`)).text, 'three\n');
  assert.equal((await read(`${PODS}/logger/log?limitBytes=5`)).text, 'one\nt');
  assert.match(
    (await read(`${PODS}/logger/log?timestamps=true&tailLines=1`)).text,
    /^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{9}Z three\n$/,
  );
  assert.equal((await read(`${PODS}/logger/log?follow=true`)).text, 'one\ntwo\nthree\n');
  assert.equal((await read(`${PODS}/logger/log?tailLines=-1`)).code, 422);
  const wrong = await read(`${PODS}/logger/log?container=x`);
  assert.deepEqual(
    [wrong.code, JSON.parse(wrong.text).message],
    [400, 'container x is not valid for pod logger'],
  );
  const previous = await read(`${PODS}/logger/log?previous=true`);
  assert.deepEqual(
    [previous.code, JSON.parse(previous.text).message],
    [400, 'previous terminated container "app" in pod "logger" not found'],
  );
});

test('a log is followed line by line until the container ends', async () => {
  run('talker', {
    restartPolicy: 'Never',
    containers: [{ name: 'app', image: IMAGE, command: ['sh', '-c', 'echo a; sleep 10; echo b'] }],
  });
  await until('running', () => state('talker')?.state.running);
  const { body } = await request(`${PODS}/talker/log?follow=true`);
  const chunks: string[] = [];
  for await (const chunk of body) chunks.push(String(chunk));
  assert.deepEqual(chunks, ['a\n', 'b\n']);
});

test('the log of a container that waits is refused with the reason; of one that loops it is the last one', async () => {
  run('pulling', { containers: [{ name: 'app', image: 'example.com/nothing:v1' }] });
  await until('failed', () => state('pulling')?.state.waiting?.reason === 'ImagePullBackOff');
  const refused = await read(`${PODS}/pulling/log`);
  assert.equal(
    JSON.parse(refused.text).message,
    'container "app" in pod "pulling" is waiting to start: trying and failing to pull image',
  );
  run('looping', { containers: [{ name: 'app', image: IMAGE, command: ['exit', '4'] }] });
  await until('looping', () => state('looping')?.state.waiting?.reason === 'CrashLoopBackOff');
  assert.equal((await read(`${PODS}/looping/log`)).text, 'about to exit with 4\n');
  assert.equal((await read(`${PODS}/looping/log?previous=true`)).text, 'about to exit with 4\n');
});

test('port-forward: data after the preamble, a refusal on the error channel', async () => {
  const socket = new WebSocket(`${PODS.replace('http', 'ws')}/app/portforward?ports=8080`, [
    'v4.channel.k8s.io',
  ]);
  const received: Buffer[] = [];
  socket.on('message', (message: Buffer) => received.push(message));
  await new Promise((resolve) => socket.on('open', resolve));
  socket.send(
    Buffer.concat([Buffer.of(0), Buffer.from('GET /hello HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')]),
  );
  await new Promise((resolve) => socket.on('close', resolve));
  assert.deepEqual([...(received[0] ?? [])], [0, 0x90, 0x1f]);
  assert.deepEqual([...(received[1] ?? [])], [1, 0x90, 0x1f]);
  const answer = Buffer.concat(received.slice(2).map((message) => message.subarray(1))).toString();
  assert.match(answer, /^HTTP\/1\.1 200 OK[\s\S]*"url":"\/hello"[\s\S]*"from":"127\.0\.0\.1"/);
  const closed = await session('app/portforward?ports=8081', 'v4.channel.k8s.io');
  assert.match(closed[1], /connection refused/);
});

test('the proxy reaches pods and ready endpoints of Services, and says why not', async () => {
  const direct = await read(`${PODS}/app:8080/proxy/a/b?c=d`);
  assert.deepEqual([direct.code, JSON.parse(direct.text).url], [200, '/a/b?c=d']);
  const closed = await read(`${PODS}/app:8081/proxy/`);
  assert.deepEqual([closed.code, JSON.parse(closed.text).reason], [503, 'ServiceUnavailable']);
  assert.match(
    JSON.parse(closed.text).message,
    /^error trying to reach service: dial tcp 10\.244\.7\.\d+:8081: connect: connection refused$/,
  );
  api.create({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'default' },
    spec: { ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
  });
  const service = `${url}/api/v1/namespaces/default/services/web:http/proxy/x`;
  assert.match((await read(service)).text, /no endpoints available for service \\"web\\"/);
  api.create({
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'web-1', namespace: 'default', labels: { 'kubernetes.io/service-name': 'web' } },
    addressType: 'IPv4',
    ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
    endpoints: [{ addresses: [pod('app').status?.podIP], conditions: { ready: true } }],
  });
  assert.equal(JSON.parse((await read(service)).text).pod, 'app');
});
