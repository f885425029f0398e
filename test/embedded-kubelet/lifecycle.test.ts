import assert from 'node:assert/strict';
import { test } from 'node:test';
import { condition, startTestCluster } from './harness.ts';

const cluster = await startTestCluster();
const { run, pod, until, events, api, network } = cluster;
const IMAGE = 'example.com/tools:v1';
const state = (name: string) => pod(name).status?.containerStatuses?.[0];
const httpGet = { path: '/health', port: 'http' };
const ports = [{ name: 'http', containerPort: 8080 }];

async function get(name: string, path: string): Promise<number> {
  const dispatcher = network.dispatcher({ kind: 'node' });
  const origin = `http://${pod(name).status?.podIP}:8080`;
  const { statusCode, body } = await dispatcher.request({ origin, path, method: 'GET' });
  await body.dump();
  await dispatcher.close();
  return statusCode;
}

test('a failing readiness probe takes a pod out, and nothing restarts it', async () => {
  const readinessProbe = { httpGet, periodSeconds: 2, failureThreshold: 2 };
  run('unready', { containers: [{ name: 'app', image: IMAGE, ports, readinessProbe }] });
  await until('ready', () => condition(pod('unready'), 'Ready')?.status === 'True');
  await get('unready', '/break');
  const now = await until(
    'unready',
    () => condition(pod('unready'), 'Ready').status === 'False' && pod('unready'),
  );
  assert.equal(condition(now, 'Ready').message, 'containers with unready status: [app]');
  assert.equal(state('unready').restartCount, 0);
  assert.ok(
    events('unready').includes('Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 500'),
  );
});

test('a failing liveness probe restarts the container', async () => {
  const livenessProbe = { httpGet, periodSeconds: 2, failureThreshold: 2 };
  run('dead', { containers: [{ name: 'app', image: IMAGE, ports, livenessProbe }] });
  await until('running', () => state('dead')?.ready);
  await get('dead', '/break');
  await until('restarted', () => state('dead').restartCount === 1);
  await until('the event', () =>
    events('dead').includes('Killing: Container app failed liveness probe, will be restarted'),
  );
});

test('a startup probe holds the others back, and an answer that never comes counts as failed', async () => {
  const startupProbe = { httpGet: { path: '/hang', port: 8080 }, periodSeconds: 1, failureThreshold: 1 };
  run('slow', { containers: [{ name: 'app', image: IMAGE, ports, startupProbe }] });
  await until('running', () => state('slow')?.state.running);
  assert.deepEqual([state('slow').started, state('slow').ready], [false, false]);
  const failed = (event: string) =>
    /^Unhealthy: Startup probe failed: Get .* context deadline exceeded/.test(event);
  await until('timed out', () => events('slow').some(failed));
});

test('deletion: SIGTERM, an orderly end, then the pod is gone', async () => {
  run('orderly', { containers: [{ name: 'app', image: IMAGE, ports }] });
  await until('running', () => state('orderly')?.ready);
  const statuses: string[] = [];
  const end = api.watch('pods', ({ type, object }) => {
    if (object.metadata.name !== 'orderly') return;
    const { running, terminated } = object.status?.containerStatuses?.[0]?.state ?? {};
    statuses.push(`${type} ${running ? 'running' : `${terminated?.reason} ${terminated?.exitCode}`}`);
  });
  api.delete('pods', 'default', 'orderly');
  assert.ok(pod('orderly').metadata.deletionTimestamp);
  await until('gone', () => !api.get('pods', 'default', 'orderly'));
  await until('told', () => statuses.at(-1)?.startsWith('DELETED'));
  end();
  assert.deepEqual(statuses.slice(-2), ['MODIFIED Completed 0', 'DELETED Completed 0']);
});

test('a process that does not end is killed when the grace period is over', async () => {
  run('stubborn', {
    terminationGracePeriodSeconds: 5,
    containers: [{ name: 'app', image: IMAGE, args: ['8080', '--slow-end'] }],
  });
  await until('running', () => state('stubborn')?.ready);
  const begun = cluster.clock.millis();
  api.delete('pods', 'default', 'stubborn');
  const ended = await until('killed', () => state('stubborn').state.terminated);
  assert.deepEqual([ended.exitCode, ended.reason], [137, 'Error']);
  assert.ok(cluster.clock.millis() - begun >= 4_500);
  await until('gone', () => !api.get('pods', 'default', 'stubborn'));
});

test('a preStop hook comes before SIGTERM', async () => {
  const lifecycle = { preStop: { exec: { command: ['sh', '-c', 'sleep 2; echo done > /tmp/hook'] } } };
  run('hooked', { containers: [{ name: 'app', image: IMAGE, lifecycle }] });
  await until('running', () => state('hooked')?.ready);
  const begun = cluster.clock.millis();
  api.delete('pods', 'default', 'hooked');
  await until('gone', () => !api.get('pods', 'default', 'hooked'));
  assert.ok(cluster.clock.millis() - begun >= 2_000);
});

test('a forced deletion cuts connections at once', async () => {
  run('forced', { containers: [{ name: 'app', image: IMAGE }] });
  await until('running', () => state('forced')?.ready);
  const hanging = get('forced', '/hang');
  const cut = assert.rejects(hanging, (error: NodeJS.ErrnoException) =>
    /ECONNRESET|UND_ERR_SOCKET/.test(error.code ?? ''),
  );
  await new Promise((resolve) => setTimeout(resolve, 20));
  api.delete('pods', 'default', 'forced', { gracePeriodSeconds: 0 });
  await cut;
});

test('a pod that was never started can be deleted', async () => {
  run('stuck', { containers: [{ name: 'app', image: 'example.com/nothing:v1' }] });
  await until('waiting', () => state('stuck')?.state.waiting?.reason === 'ImagePullBackOff');
  api.delete('pods', 'default', 'stuck');
  await until('gone', () => !api.get('pods', 'default', 'stuck'));
});

test('a pod that is active longer than its deadline fails', async () => {
  run('late', {
    activeDeadlineSeconds: 20,
    restartPolicy: 'Never',
    containers: [{ name: 'app', image: IMAGE }],
  });
  await until('failed', () => pod('late').status?.phase === 'Failed');
  assert.equal(pod('late').status?.reason, 'DeadlineExceeded');
});
