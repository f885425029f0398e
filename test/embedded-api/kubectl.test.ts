import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import { deployment, start } from './start.ts';

const run = promisify(execFile);

/** The first release whose kubectl needs nothing that this API server has not. */
const OLDEST = 31;

function missing(): string | false {
  const { stdout, error } = spawnSync('kubectl', ['version', '--client', '-o', 'json'], { encoding: 'utf8' });
  if (error) return 'kubectl is not installed';
  const minor = Number.parseInt(JSON.parse(stdout).clientVersion.minor, 10);
  return minor >= OLDEST ? false : `kubectl 1.${minor} is older than 1.${OLDEST}`;
}

const skip = missing();

interface Kubectl {
  (...words: string[]): Promise<string>;
  file(name: string, content: unknown): string;
}

/** A kubectl with a kubeconfig of its own for an API server. */
function kubectlFor(t: TestContext, url: string): Kubectl {
  const directory = mkdtempSync(join(tmpdir(), 'kubectl-'));
  t.after(() => rmSync(directory, { recursive: true }));
  const file = (name: string, content: unknown) => {
    const path = join(directory, name);
    writeFileSync(path, JSON.stringify(content));
    return path;
  };
  const cluster = { name: 'e', cluster: { server: url, 'insecure-skip-tls-verify': true } };
  const context = { name: 'e', context: { cluster: 'e' } };
  const KUBECONFIG = file('config', {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [cluster],
    contexts: [context],
    'current-context': 'e',
  });
  const env = { ...process.env, KUBECONFIG, HOME: directory };
  const kubectl = async (...words: string[]) => (await run('kubectl', words, { env })).stdout;
  return Object.assign(kubectl, { file });
}

test('kubectl lists resources and prints objects in its forms', { skip }, async (t) => {
  const { url } = await start(t);
  const kubectl = kubectlFor(t, url);
  const [resources, table, wide, path, yaml, described] = await Promise.all([
    kubectl('api-resources'),
    kubectl('get', 'namespaces'),
    kubectl('get', 'svc', '-A', '-o', 'wide'),
    kubectl('get', 'ns', 'default', '-o', 'jsonpath={.status.phase}'),
    kubectl('get', 'svc', 'kubernetes', '-o', 'yaml'),
    kubectl('describe', 'ns', 'default'),
  ]);
  assert.match(resources, /^deployments +deploy +apps\/v1 +true +Deployment$/m);
  assert.match(table, /^NAME +STATUS +AGE\ndefault +Active +\d+[ms]/);
  assert.match(wide, /^default +kubernetes +ClusterIP +10\.96\.0\.1 +<none> +443\/TCP +\S+ +<none>$/m);
  assert.equal(path, 'Active');
  assert.match(yaml, /clusterIP: 10\.96\.0\.1/);
  assert.match(described, /^Status: +Active$/m);
});

test('kubectl applies, patches in three ways, labels, scales and deletes', { skip }, async (t) => {
  const { url } = await start(t);
  const kubectl = kubectlFor(t, url);
  const file = kubectl.file('web.json', deployment('web'));
  assert.match(await kubectl('apply', '-f', file), /created/);
  assert.match(await kubectl('apply', '-f', file), /unchanged/);
  const container = { spec: { template: { spec: { containers: [{ name: 'main', image: 'app:2' }] } } } };
  await kubectl('patch', 'deploy', 'web', '-p', JSON.stringify(container));
  await kubectl('patch', 'deploy', 'web', '--type=merge', '-p', '{"spec":{"paused":true}}');
  await kubectl('patch', 'deploy', 'web', '--type=json', '-p', '[{"op":"remove","path":"/spec/paused"}]');
  await kubectl('label', 'deploy', 'web', 'tier=front');
  await kubectl('scale', 'deploy', 'web', '--replicas=3');
  const template =
    'jsonpath={.spec.template.spec.containers[*].image} {.spec.replicas} {.metadata.labels.tier}';
  assert.equal(await kubectl('get', 'deploy', 'web', '-o', template), 'app:2 3 front');
  await assert.rejects(kubectl('apply', '--server-side', '-f', file), /conflict/);
  await kubectl('apply', '--server-side', '--force-conflicts', '-f', file);
  assert.match(await kubectl('diff', '-f', file), /^$/);
  assert.match(await kubectl('delete', 'deploy', 'web'), /deleted/);
});

test('kubectl refuses a field that does not exist, and waits', { skip }, async (t) => {
  const { url, server } = await start(t);
  const kubectl = kubectlFor(t, url);
  const file = kubectl.file('bad.json', { ...deployment('bad'), speck: {} });
  await assert.rejects(kubectl('apply', '-f', file), /unknown field "speck"/);
  await kubectl('apply', '-f', kubectl.file('web.json', deployment('web')));
  const waiting = kubectl('wait', 'deploy/web', '--for=condition=Available', '--timeout=10s');
  setTimeout(() => {
    server.api.mutateStatus('deployments.apps', 'default', 'web', (object) => {
      object.status = { conditions: [{ type: 'Available', status: 'True' }], observedGeneration: 1 };
    });
  }, 300);
  assert.match(await waiting, /condition met/);
});
