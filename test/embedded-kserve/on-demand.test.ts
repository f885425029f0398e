import { deepEqual, equal, match, notEqual, ok } from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

const start = (...stdio: ('ignore' | 'pipe' | 'ipc')[]): ChildProcess =>
  spawn(process.execPath, ['fixtures/embedded/main.js', '--on-demand'], { stdio });

async function ask(child: ChildProcess, demand: object) {
  child.send(demand);
  const [answer] = await once(child, 'message');
  return answer as { started?: { url: string }; refused?: string; stopped?: boolean };
}

const namespaces = async (url: string): Promise<string[]> => {
  const answer = await fetch(`${url}/api/v1/namespaces`);
  const { items } = (await answer.json()) as { items: { metadata: { name: string } }[] };
  return items.map(({ metadata }) => metadata.name);
};

test('clusters on demand follow each other in one process, each of them new', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'on-demand-'));
  t.after(() => rm(directory, { recursive: true, force: true }));
  const child = start('ignore', 'ignore', 'ignore', 'ipc');
  const demand = { start: ['--kubeconfig', join(directory, 'kubeconfig')] };
  const first = (await ask(child, demand)).started?.url ?? '';
  const created = await fetch(`${first}/api/v1/namespaces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'left-behind' } }),
  });
  equal(created.status, 201);
  ok((await namespaces(first)).includes('left-behind'));
  const second = (await ask(child, demand)).started?.url ?? '';
  notEqual(second, first);
  ok(!(await namespaces(second)).includes('left-behind'));
  deepEqual(await ask(child, { stop: true }), { stopped: true });
  await fetch(second).then(
    () => ok(false, 'a cluster that was stopped answers'),
    () => ok(true),
  );
  child.disconnect();
  deepEqual(await once(child, 'exit'), [0, null]);
});

test('a process without a parent that asks is refused in one sentence', async () => {
  const child = start('ignore', 'ignore', 'pipe');
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  deepEqual(await once(child, 'close'), [2, null]);
  match(said, /^embedded: --on-demand: needs a parent that asks by messages\n$/);
});
