import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fields } from '../../fixtures/embedded/api-server/api.ts';
import type { Defect } from '../../fixtures/embedded/defects/defect.ts';
import { startTestCluster } from './harness.ts';

const marked: Defect = {
  id: 'test',
  title: '',
  checks: [],
  log: (line) => (line.includes('hidden') ? undefined : line.replace('spoken', 'whispered')),
  serve: ({ request, response }) => {
    if (request.url !== '/defective') return undefined;
    response.writeHead(418).end();
    return true;
  },
};
const cluster = await startTestCluster([marked]);
const { run, pod, until, api, network } = cluster;
const IMAGE = 'example.com/tools:v1';
const namespace = 'default';
const encoded = (text: string) => Buffer.from(text).toString('base64');

api.create({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', namespace },
  data: { mode: 'fast', level: '3' },
});
api.create({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'keys', namespace },
  data: { token: encoded('s3cret') },
});

/** Runs a script in a pod of its own, to the end; its container's message is what it has printed. */
async function outputOf(
  name: string,
  script: string,
  more: Fields = {},
  podSpec: Fields = {},
  metadata: Fields = {},
): Promise<string> {
  const container = { name: 'app', image: IMAGE, command: ['sh', '-c', `${script}; exit 1`] };
  const policy = { terminationMessagePolicy: 'FallbackToLogsOnError' };
  run(
    name,
    { restartPolicy: 'Never', containers: [{ ...container, ...policy, ...more }], ...podSpec },
    metadata,
  );
  await until('ended', () => pod(name).status?.phase === 'Failed');
  return pod(name).status?.containerStatuses?.[0].state.terminated.message;
}

test('variables from ConfigMaps, Secrets, the pod and its resources', async () => {
  const env = [
    { name: 'MODE', valueFrom: { configMapKeyRef: { name: 'settings', key: 'mode' } } },
    { name: 'NONE', valueFrom: { configMapKeyRef: { name: 'settings', key: 'absent', optional: true } } },
    { name: 'LABEL', valueFrom: { fieldRef: { fieldPath: "metadata.labels['app']" } } },
    { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
    { name: 'MEMORY', valueFrom: { resourceFieldRef: { resource: 'limits.memory', divisor: '1Mi' } } },
    { name: 'CPUS', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } },
  ];
  const envFrom = [{ secretRef: { name: 'keys' }, prefix: 'K_' }];
  const resources = { limits: { memory: '64Mi' } };
  const script = `echo $MODE [$NONE] $LABEL $NODE $MEMORY $CPUS $K_token $HOSTNAME \${OTHER:-none}`;
  const text = await outputOf('variables', script, { env, envFrom, resources }, {}, { labels: { app: 'x' } });
  assert.equal(text, 'fast [] x worker 64 8 s3cret variables none\n');
});

test('volumes from ConfigMaps, Secrets and the downward API; a sub path; what is read-only', async () => {
  const volumes = [
    { name: 'settings', configMap: { name: 'settings', items: [{ key: 'mode', path: 'deep/mode' }] } },
    { name: 'keys', secret: { secretName: 'keys' } },
    {
      name: 'both',
      projected: {
        sources: [
          { configMap: { name: 'settings' } },
          { downwardAPI: { items: [{ path: 'name', fieldRef: { fieldPath: 'metadata.name' } }] } },
          { serviceAccountToken: { path: 'token' } },
        ],
      },
    },
    { name: 'scratch', emptyDir: {} },
  ];
  const volumeMounts = [
    { name: 'settings', mountPath: '/settings' },
    { name: 'keys', mountPath: '/keys' },
    { name: 'both', mountPath: '/both' },
    { name: 'scratch', mountPath: '/scratch', subPath: 'mine' },
    { name: 'scratch', mountPath: '/whole' },
  ];
  const script =
    'cat /settings/deep/mode; echo; cat /keys/token; echo; ls /both; echo a > /scratch/f; echo b >> /scratch/f; cat /whole/mine/f; test -f /scratch/f && echo there; ls /nowhere';
  const text = await outputOf('volumes', script, { volumeMounts }, { volumes });
  const expected = ['fast', 's3cret', 'level', 'mode', 'name', 'token', 'a', 'b', 'there'];
  assert.equal(text, `${expected.join('\n')}\nls: cannot access '/nowhere': No such file or directory\n`);
});

test('a volume whose ConfigMap is missing holds the pod up, with an event', async () => {
  run('unmounted', {
    volumes: [{ name: 'v', configMap: { name: 'later' } }],
    containers: [{ name: 'app', image: IMAGE, volumeMounts: [{ name: 'v', mountPath: '/v' }] }],
  });
  const message = 'FailedMount: MountVolume.SetUp failed for volume "v" : configmap "later" not found';
  await until('the event', () => cluster.events('unmounted').includes(message));
  assert.equal(pod('unmounted').status?.containerStatuses?.[0].state.waiting.reason, 'ContainerCreating');
  api.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'later', namespace }, data: {} });
  await until('running', () => pod('unmounted').status?.phase === 'Running');
});

test('what is not implemented is refused by its name', async () => {
  run('exotic', {
    volumes: [{ name: 'v', nfs: { server: 'nfs.example', path: '/' } }],
    containers: [{ name: 'app', image: IMAGE }],
  });
  const refused = (event: string) => event.includes('no volume plugin matched name: nfs');
  await until('the event', () => cluster.events('exotic').some(refused));
});

test('the shell: conditions, quotes, redirections, codes, and commands of the image', async () => {
  const script = `A='x  y' ; echo "$A" $A; false && echo no || echo yes; gpus > /tmp/g || echo "code $?"; cat /tmp/g
    fly; echo $?; FOO=bar printenv FOO`;
  const text = await outputOf('shell', script);
  assert.equal(text, 'x  y x y\nyes\ncode 6\n\nsh: 1: fly: not found\n127\nbar\n');
});

test('defects see requests and log lines before anybody else', async () => {
  assert.equal(await outputOf('lines', 'echo spoken; echo hidden; echo said'), 'whispered\nsaid\n');
  run('served', { containers: [{ name: 'app', image: IMAGE }] });
  await until('ready', () => pod('served').status?.containerStatuses?.[0].ready);
  const dispatcher = network.dispatcher({ kind: 'node' });
  const origin = `http://${pod('served').status?.podIP}:8080`;
  const codes: number[] = [];
  for (const path of ['/', '/defective']) {
    const { statusCode, body } = await dispatcher.request({ origin, path, method: 'GET' });
    codes.push(statusCode);
    await body.dump();
  }
  assert.deepEqual(codes, [200, 418]);
  await dispatcher.close();
});
