import assert from 'node:assert/strict';
import { test } from 'node:test';
import { condition, startTestCluster } from './harness.ts';

const cluster = await startTestCluster();
const { run, pod, until, events } = cluster;
const IMAGE = 'example.com/tools:v1';
const state = (name: string) => pod(name).status?.containerStatuses?.[0];

test('a pod becomes ready step by step, with address, image digest and events', async () => {
  run('plain', {
    containers: [{ name: 'app', image: IMAGE, readinessProbe: { httpGet: { path: '/health', port: 8080 } } }],
  });
  const ready = await until(
    'ready',
    () => condition(pod('plain'), 'Ready')?.status === 'True' && pod('plain'),
  );
  assert.equal(ready.status?.phase, 'Running');
  assert.match(ready.status?.podIP, /^10\.244\.7\.\d+$/);
  assert.equal(ready.status?.hostIP, '10.0.0.7');
  assert.equal(ready.status?.qosClass, 'BestEffort');
  const [status] = ready.status?.containerStatuses ?? [];
  assert.equal(status.imageID, `example.com/tools@sha256:${'1'.repeat(64)}`);
  assert.match(status.containerID, /^containerd:\/\/[0-9a-f]{64}$/);
  assert.deepEqual(
    events('plain').map((event) => event.split(':')[0]),
    ['Pulling', 'Pulled', 'Created', 'Started'],
  );
});

test('an image that no registry has is ErrImagePull, then ImagePullBackOff', async () => {
  run('unknown', { containers: [{ name: 'app', image: 'example.com/nothing:v9' }] });
  const first = await until(
    'ErrImagePull',
    () => state('unknown')?.state.waiting?.reason === 'ErrImagePull' && state('unknown'),
  );
  assert.match(first.state.waiting.message, /example\.com\/nothing:v9: not found/);
  await until('ImagePullBackOff', () => state('unknown')?.state.waiting?.reason === 'ImagePullBackOff');
  assert.equal(pod('unknown').status?.phase, 'Pending');
  await until('an event', () =>
    events('unknown').includes('BackOff: Back-off pulling image "example.com/nothing:v9"'),
  );
});

test('a reference that is none is InvalidImageName', async () => {
  run('invalid', { containers: [{ name: 'app', image: 'Not An Image' }] });
  await until('InvalidImageName', () => state('invalid')?.state.waiting?.reason === 'InvalidImageName');
});

test('a crash is restarted at once, then with growing delays', async () => {
  run('crash', { containers: [{ name: 'app', image: IMAGE, command: ['exit', '3'] }] });
  const looping = await until(
    'CrashLoopBackOff',
    () => state('crash')?.state.waiting?.reason === 'CrashLoopBackOff' && state('crash'),
  );
  assert.equal(looping.restartCount, 1);
  assert.match(
    looping.state.waiting.message,
    /^back-off 10s restarting failed container=app pod=crash_default\(/,
  );
  assert.deepEqual(
    [looping.lastState.terminated.exitCode, looping.lastState.terminated.reason],
    [3, 'Error'],
  );
  const next = await until(
    'a longer delay',
    () => /^back-off 20s/.test(state('crash')?.state.waiting?.message ?? '') && state('crash'),
  );
  assert.equal(next.restartCount, 2);
  assert.equal(condition(pod('crash'), 'Ready').reason, 'ContainersNotReady');
});

test('an error that a program does not catch ends it with 1 and its message in the log', async () => {
  run('uncaught', {
    restartPolicy: 'Never',
    containers: [
      { name: 'app', image: IMAGE, command: ['fail'], terminationMessagePolicy: 'FallbackToLogsOnError' },
    ],
  });
  await until('failed', () => pod('uncaught').status?.phase === 'Failed');
  const { exitCode, message } = state('uncaught').state.terminated;
  assert.deepEqual([exitCode, message], [1, 'RuntimeError: the disk is on fire\n']);
});

test('a command that the image has not got cannot start', async () => {
  run('nothing', { restartPolicy: 'Never', containers: [{ name: 'app', image: IMAGE, command: ['fly'] }] });
  await until('failed', () => pod('nothing').status?.phase === 'Failed');
  const { exitCode, reason, message } = state('nothing').state.terminated;
  assert.deepEqual([exitCode, reason], [128, 'StartError']);
  assert.match(message, /exec: "fly": executable file not found in \$PATH/);
});

test('memory above the limit is OOMKilled', async () => {
  run('hog', {
    containers: [{ name: 'app', image: IMAGE, command: ['hog'], resources: { limits: { memory: '100Mi' } } }],
  });
  await until('running', () => state('hog')?.ready);
  const dispatcher = cluster.network.dispatcher({ kind: 'node' });
  const url = new URL(`http://${pod('hog').status?.podIP}:8080`);
  await assert.rejects(
    dispatcher.request({ origin: url.origin, path: '/more', method: 'GET' }),
    (error: NodeJS.ErrnoException) => error.code === 'ECONNRESET' || error.code === 'UND_ERR_SOCKET',
  );
  const killed = await until('restarted', () => state('hog')?.restartCount === 1 && state('hog'));
  assert.deepEqual(
    [killed.lastState.terminated.reason, killed.lastState.terminated.exitCode],
    ['OOMKilled', 137],
  );
  await dispatcher.close();
});

test('a Secret that is missing holds the container up until it appears', async () => {
  run('configured', {
    containers: [
      {
        name: 'app',
        image: IMAGE,
        env: [
          { name: 'PORT', value: '8081' },
          { name: 'KEY', valueFrom: { secretKeyRef: { name: 'keys', key: 'token' } } },
          { name: 'BOTH', value: '$(PORT)-$(KEY)-$(OTHER)-$$(PORT)' },
        ],
        args: ['$(PORT)'],
      },
    ],
  });
  const held = await until(
    'refused',
    () => state('configured')?.state.waiting?.reason === 'CreateContainerConfigError' && state('configured'),
  );
  assert.equal(held.state.waiting.message, 'secret "keys" not found');
  cluster.api.create({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'keys', namespace: 'default' },
    data: { token: Buffer.from('abc').toString('base64') },
  });
  await until('running', () => state('configured')?.state.running);
});

test('init containers run in order and hand files on; a sidecar stays', async () => {
  const volumeMounts = [{ name: 'shared', mountPath: '/data' }];
  run('staged', {
    volumes: [{ name: 'shared', emptyDir: {} }],
    restartPolicy: 'Never',
    initContainers: [
      {
        name: 'fetch',
        image: IMAGE,
        command: ['writer', '/data/model/config.json', '{"ok":true}'],
        volumeMounts,
      },
      { name: 'proxy', image: IMAGE, args: ['9000'], restartPolicy: 'Always' },
    ],
    containers: [
      {
        name: 'app',
        image: IMAGE,
        command: ['sh', '-c', 'ls /data/model; cat /data/model/config.json && sleep 5'],
        volumeMounts,
      },
    ],
  });
  await until(
    'initialising',
    () => condition(pod('staged'), 'Initialized')?.reason === 'ContainersNotInitialized',
  );
  assert.equal(state('staged').state.waiting.reason, 'PodInitializing');
  await until('running', () => state('staged').state.running);
  const [fetch, proxy] = pod('staged').status?.initContainerStatuses ?? [];
  assert.deepEqual([fetch.state.terminated.reason, fetch.ready], ['Completed', true]);
  assert.ok(proxy.state.running && proxy.started);
  await until('succeeded', () => pod('staged').status?.phase === 'Succeeded');
  assert.equal(pod('staged').status?.initContainerStatuses?.[1].state.terminated.exitCode, 0);
});

test('GPUs are given out once, and taken back', async () => {
  const containers = [{ name: 'app', image: IMAGE, resources: { limits: { 'nvidia.com/gpu': '2' } } }];
  run('gpu-a', { containers });
  await until('running', () => state('gpu-a')?.state.running);
  run('gpu-b', { containers });
  await until('refused', () => pod('gpu-b').status?.reason === 'UnexpectedAdmissionError');
  cluster.api.delete('pods', 'default', 'gpu-a', { gracePeriodSeconds: 0 });
  await until('gone', () => !cluster.api.get('pods', 'default', 'gpu-a'));
  await new Promise((resolve) => setTimeout(resolve, 20));
  run('gpu-c', { containers });
  await until('running', () => state('gpu-c')?.state.running);
});
