import assert from 'node:assert/strict';
import { execFile, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, test } from 'node:test';
import { request } from 'undici';
import { startTestCluster } from './harness.ts';

const MINOR = /"gitVersion":\s*"v1\.(\d+)/;
const [, minor = '0'] =
  MINOR.exec(spawnSync('kubectl', ['version', '--client', '-o', 'json']).stdout?.toString() ?? '') ?? [];
const skip = Number(minor) >= 31 ? false : 'needs kubectl 1.31 or later';

const directory = mkdtempSync(join(tmpdir(), 'kubectl-'));
after(() => rmSync(directory, { recursive: true }));
const cluster = await startTestCluster();
const { run, pod, until, url } = cluster;
writeFileSync(
  join(directory, 'config'),
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'e', cluster: { server: url, 'insecure-skip-tls-verify': true } }],
    contexts: [{ name: 'e', context: { cluster: 'e', user: '' } }],
    'current-context': 'e',
  }),
);
const env = { ...process.env, KUBECONFIG: join(directory, 'config') };
run('app', { containers: [{ name: 'app', image: 'example.com/tools:v1' }] });
await until('running', () => pod('app').status?.containerStatuses?.[0].ready);

function kubectl(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile('kubectl', args, { env }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

test('exec: output and exit code', { skip }, async () => {
  const { code, stdout } = await kubectl('exec', 'app', '--', 'sh', '-c', 'echo hello; exit 3');
  assert.deepEqual([code, stdout], [3, 'hello\n']);
});

test('logs', { skip }, async () => {
  assert.equal((await kubectl('logs', 'app', '--tail=1')).stdout, 'listening on 8080\n');
});

test('port-forward falls back to SPDY and carries requests one after another', { skip }, async () => {
  const forward = spawn('kubectl', ['port-forward', 'pod/app', ':8080', '--address', '127.0.0.1'], { env });
  try {
    const port = await new Promise<string>((resolve, reject) => {
      createInterface(forward.stdout).on('line', (line) =>
        resolve(/127\.0\.0\.1:(\d+)/.exec(line)?.[1] ?? ''),
      );
      forward.once('exit', () => reject(new Error('kubectl ended')));
    });
    for (const path of ['/one', '/two', '/three']) {
      const { statusCode, body } = await request(`http://127.0.0.1:${port}${path}`);
      assert.deepEqual([statusCode, ((await body.json()) as { url: string }).url], [200, path]);
    }
  } finally {
    forward.kill();
  }
});
