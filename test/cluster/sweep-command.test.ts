import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { it } from 'node:test';
import { createNamespace } from '../../support/cluster/namespaces.ts';
import { embeddedApiServer } from './embedded-api-server.ts';
import { kubeconfig } from './stub-api-server.ts';

/** Runs `npm run sweep` and returns its exit status and what it printed. */
const sweep = (args: string[], env: Record<string, string> = {}): Promise<{ code: number; output: string }> =>
  new Promise((resolve) => {
    const options = { env: { ...process.env, TARGET: 'cluster', KUBE_CONTEXT: '', ...env } };
    execFile(process.execPath, ['support/sweep.ts', ...args], options, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr }),
    );
  });

it('explains itself', async () => {
  const { code, output } = await sweep(['--help']);
  assert.equal(code, 0);
  assert.match(output, /npm run sweep -- \[--run ID\]/);
});

it('deletes what one run left behind, and prints it', async (t) => {
  const { connect, url, others } = await embeddedApiServer(t);
  const settings = { mode: 'create' as const, pool: [], labels: {}, annotations: {}, copySecrets: [] };
  const request = { run: 'gone', slug: 'x', requirementIds: ['LB-001'], title: 'X', settings };
  const name = await createNamespace(await connect('gone'), request);
  const { code, output } = await sweep(['--run', 'gone'], { KUBECONFIG: kubeconfig({ server: url }) });
  assert.equal(code, 0, output);
  assert.match(output, new RegExp(`^sweep: deleted Namespace ${name}$`, 'm'));
  assert.match(output, /^sweep: 1 done, 0 problems$/m);
  const left = others.get('namespaces', undefined, name);
  assert.ok(!left || left.metadata.deletionTimestamp);
});

it('exits with 2 and one sentence when the environment is wrong', async () => {
  const { code, output } = await sweep([], { KUBECONFIG: '/nowhere/config' });
  assert.equal(code, 2);
  assert.match(output, /^sweep: kubeconfig \/nowhere\/config cannot be read/m);
  assert.equal((await sweep(['--nonsense'])).code, 2);
});
