import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { scratch } from '../scratch.ts';
import { until } from '../until.ts';

/** Writes at the end which files of packages were loaded, and which parts of Node. */
const recorder = (file: string): string => `
import { registerHooks } from 'node:module';
import { writeFileSync } from 'node:fs';
const files = [];
registerHooks({ load(url, context, next) { files.push(url); return next(url, context); } });
process.on('exit', () => writeFileSync(${JSON.stringify(file)}, JSON.stringify({ files, node: process.moduleLoadList })));
`;

test('a cluster is up without the packages that only some of its requests need', async (t) => {
  const folder = scratch('start-loads');
  const [kubeconfig, file] = [path.join(folder, 'kubeconfig'), path.join(folder, 'loaded.json')];
  const recording = `data:text/javascript,${encodeURIComponent(recorder(file))}`;
  const child = spawn(
    process.execPath,
    ['--import', recording, 'fixtures/embedded/main.js', '--kubeconfig', kubeconfig],
    { stdio: 'ignore' },
  );
  t.after(() => child.kill('SIGKILL'));
  await until('the cluster is up', () => existsSync(kubeconfig));
  child.kill('SIGTERM');
  await once(child, 'exit');
  const { files, node } = JSON.parse(readFileSync(file, 'utf8')) as Record<'files' | 'node', string[]>;
  const packages = files.flatMap((url) => /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1] ?? []);
  assert.deepEqual([...new Set(packages)].sort(), ['@marcbachmann/cel-js', 'aws4fetch', 'fast-json-patch']);
  assert.deepEqual(
    node.filter((name) => name.includes('internal/deps/undici')),
    [],
    "Node's own client is loaded by an import of node:http (fixtures/embedded/node-http.ts)",
  );
});
