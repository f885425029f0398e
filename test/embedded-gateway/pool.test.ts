import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findCondition, isTrue } from '../../fixtures/embedded/controllers/conditions.ts';
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

const GROUP = 'inference.networking.x-k8s.io';
const client = () => cluster.api.as('client');
const pool = () => cluster.api.get(`inferencepools.${GROUP}`, 'apps', 'pool');

const picker = (args: string[]) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'picker', namespace: 'apps' },
  spec: {
    selector: { matchLabels: { app: 'picker' } },
    template: {
      metadata: { labels: { app: 'picker' } },
      spec: {
        terminationGracePeriodSeconds: 1,
        containers: [
          {
            name: 'main',
            image: 'ghcr.io/llm-d/llm-d-inference-scheduler:v0.2.0',
            args,
            readinessProbe: { grpc: { port: 9003 }, periodSeconds: 1 },
          },
        ],
      },
    },
  },
});
const ARGS = [
  '--poolName',
  'pool',
  '--poolNamespace',
  'apps',
  '--zap-encoder',
  'json',
  '--grpcPort',
  '9002',
  '--grpcHealthPort',
  '9003',
];
const chat = (content: string) => ({
  method: 'POST' as const,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content }] }),
});
const pickerReady = () =>
  cluster.api.get('deployments.apps', 'apps', 'picker')?.status?.availableReplicas === 1;

before(async () => {
  cluster = await startTestCluster();
  await makeNamespace(cluster, 'apps');
  client().create(gateway('front', 'apps', [{ name: 'http', port: 80, protocol: 'HTTP' }]));
  for (const object of echo('model', 'apps', 3)) client().create(object);
  client().create({
    apiVersion: `${GROUP}/v1alpha2`,
    kind: 'InferencePool',
    metadata: { name: 'pool', namespace: 'apps' },
    spec: {
      selector: { app: 'model' },
      targetPortNumber: 8080,
      extensionRef: { name: 'picker', failureMode: 'FailClose' },
    },
  });
  client().create({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'picker', namespace: 'apps' },
    spec: { selector: { app: 'picker' }, ports: [{ name: 'grpc', port: 9002 }] },
  });
  client().create(picker(ARGS));
  client().create(
    route(
      'to-pool',
      'apps',
      [{ name: 'front' }],
      [
        {
          matches: [pathPrefix('/llm')],
          backendRefs: [{ group: GROUP, kind: 'InferencePool', name: 'pool' }],
        },
      ],
    ),
  );
  const address = await cluster.until(
    'an address',
    () =>
      cluster.api.get('gateways.gateway.networking.k8s.io', 'apps', 'front')?.status?.addresses?.[0]?.value,
  );
  base = `http://${address}`;
  await cluster.until('the picker is ready', pickerReady);
  await cluster.until(
    'the route answers',
    async () => (await cluster.ask(`${base}/llm`, chat('x'))).status === 200,
  );
});
after(() => cluster.stop());

test('the gateway says on the pool that it uses it', async () => {
  const parent = await cluster.until('a parent', () => pool()?.status?.parents?.[0]);
  assert.equal(parent.parent.name, 'front');
  assert.ok(isTrue(parent, 'Accepted'));
  assert.ok(isTrue(parent, 'ResolvedRefs'));
});

test('equal prompts stay on one pod, different ones are spread', async () => {
  const pods = async (prompts: string[]) => {
    const found = new Set<string>();
    for (const prompt of prompts)
      found.add((await cluster.ask(`${base}/llm/v1/chat/completions`, chat(prompt))).echo.pod);
    return found.size;
  };
  const long = 'a prompt that is long enough to fill several blocks of the index '.repeat(4);
  assert.equal(await pods(Array(10).fill(long)), 1);
  assert.equal(await pods(Array.from({ length: 40 }, (_, index) => `${index} ${long}`)), 3);
});

test('the chosen address reaches the server as a header, and a broken body is refused', async () => {
  const { echo: seen } = await cluster.ask(`${base}/llm`, chat('x'));
  assert.match(seen.headers['x-gateway-destination-endpoint'], /^10\.244\.\d+\.\d+:8080$/);
  const broken = await cluster.ask(`${base}/llm`, { method: 'POST', body: 'not json' });
  assert.equal(broken.status, 400);
});

test('an answer names the pod that was chosen, a session keeps it, and the log tells why', async () => {
  const ask = (content: string) => {
    const request = chat(content);
    return cluster.ask(`${base}/llm/v1/chat/completions`, {
      ...request,
      headers: { ...request.headers, 'X-Session-ID': 'one-session' },
    });
  };
  const first = await ask('first');
  assert.equal(first.headers['x-selected-backend'], first.echo.pod);
  for (const content of ['second', 'third', 'fourth'])
    assert.equal((await ask(content)).echo.pod, first.echo.pod);
  const log = cluster.lines.filter(({ pod }) => pod.startsWith('picker-')).map(({ line }) => line);
  for (const text of [
    'Scheduler started',
    'Listening on port 9002',
    'Watching InferencePool',
    'Discovered 3 endpoints',
  ])
    assert.ok(
      log.some((line) => line.includes(text)),
      text,
    );
  const lines = log.filter((line) => line.includes('"sessionID":"one-session"'));
  const telling = (text: string) => lines.filter((line) => line.includes(text)).length;
  assert.deepEqual(
    ['Processing request', 'decode-filter', 'Decision factors', `Selected pod: ${first.echo.pod}`].map(
      telling,
    ),
    [4, 4, 4, 4],
  );
});

test('without a picker FailClose answers 500 and FailOpen goes on', async () => {
  client().mutate('deployments.apps/scale', 'apps', 'picker', ({ spec }) => {
    spec.replicas = 0;
  });
  await cluster.until(
    'the picker is gone',
    async () => (await cluster.ask(`${base}/llm`, chat('x'))).status === 500,
  );
  client().mutate(`inferencepools.${GROUP}`, 'apps', 'pool', ({ spec }) => {
    spec.extensionRef.failureMode = 'FailOpen';
  });
  assert.equal((await cluster.ask(`${base}/llm`, chat('x'))).status, 200);
  client().mutate('deployments.apps/scale', 'apps', 'picker', ({ spec }) => {
    spec.replicas = 1;
  });
  await cluster.until('the picker is back', pickerReady);
});

test('a pool without ready pods is a 503 of the picker', async () => {
  client().mutate('deployments.apps/scale', 'apps', 'model', ({ spec }) => {
    spec.replicas = 0;
  });
  const answer = await cluster.until('503', async () => {
    const got = await cluster.ask(`${base}/llm`, chat('x'));
    return got.status === 503 && got.body !== 'no healthy upstream' && got;
  });
  assert.equal(answer.body, 'failed to find endpoint candidates for serving the request');
});

test('an unknown flag ends the picker with 2', async () => {
  client().create({ ...picker([...ARGS, '--no-such-flag']), metadata: { name: 'wrong', namespace: 'apps' } });
  const state = await cluster.until('a termination', () =>
    cluster.api
      .list('pods', { namespace: 'apps', labelSelector: { app: 'picker' } })
      .filter(({ metadata }) => metadata.name.startsWith('wrong-'))
      .map(({ status }) => status?.containerStatuses?.[0]?.lastState?.terminated)
      .find(Boolean),
  );
  assert.equal(state.exitCode, 2);
  assert.equal(
    findCondition(cluster.api.get('deployments.apps', 'apps', 'wrong')?.status, 'Available')?.status,
    'False',
  );
});
