import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { scratch } from '../scratch.ts';
import { runFile } from '../signoff/rendered.ts';

/** The machinery of the suite where nobody ran `npm ci`, with published reports of an earlier run. */
function notInstalled(): string {
  const folder = scratch('not-installed');
  for (const name of ['support', 'package.json']) cpSync(name, path.join(folder, name), { recursive: true });
  cpSync('reports/README.md', path.join(folder, 'reports/README.md'));
  writeFileSync(path.join(folder, 'reports/run.json'), JSON.stringify(runFile()));
  for (const name of ['signoff.json', 'signoff.md', 'junit.xml', 'signoff.intoto.json', 'messages.ndjson'])
    writeFileSync(path.join(folder, 'reports', name), '{"decision":"GO"}');
  return folder;
}

function acceptance(folder: string, node: readonly string[], ...args: readonly string[]) {
  const { status, stderr } = spawnSync(process.execPath, [...node, 'support/run.js', ...args], {
    ...{ cwd: folder, encoding: 'utf8' },
    env: { PATH: process.env.PATH, ACCEPTANCE_PUBLISH: '1' },
  });
  const read = (name: string) => readFileSync(path.join(folder, 'reports', name), 'utf8');
  return { status, stderr, read, has: (name: string) => existsSync(path.join(folder, 'reports', name)) };
}

/** A Node that reads no types, as those before 22.18 are. */
const OLD = ['--no-experimental-strip-types'];

test('a run before npm ci withdraws what an earlier one published, and says what to do', () => {
  const { status, stderr, read, has } = acceptance(notInstalled(), []);
  assert.equal(status, 2, stderr);
  assert.match(stderr, /^\[acceptance\] its packages are not installed: run npm ci first$/m);
  assert.doesNotMatch(stderr, /^ +at /m);
  assert.match(read('signoff.md'), /^# NO REPORTS: .* before its run began: its packages are not installed/);
  assert.equal(has('signoff.intoto.json'), false);
  assert.match(read('messages.ndjson'), /"GO"/, 'what was recorded is kept: it may lie nowhere else');
});

test('so does one by the Node of the system, where that cannot read the suite', () => {
  const { status, stderr, has } = acceptance(notInstalled(), OLD, '--tags', '@P0');
  assert.equal(status, 2, stderr);
  assert.match(
    stderr,
    /^\[acceptance\] Node v\d.* cannot run the suite, which brings its own: run npm ci first; reports\/ holds no reports now: /,
  );
  for (const name of ['signoff.json', 'signoff.md', 'junit.xml', 'signoff.intoto.json'])
    assert.equal(has(name), false, name);
  for (const name of ['messages.ndjson', 'run.json', 'README.md']) assert.equal(has(name), true, name);
});

test('a question withdraws nothing', () => {
  for (const node of [[], OLD])
    for (const question of ['--help', '--dry-run=true']) {
      const { stderr, read } = acceptance(notInstalled(), node, question);
      assert.doesNotMatch(stderr, /holds no reports/);
      assert.match(read('signoff.json'), /"GO"/);
    }
});

test('npm run acceptance begins there', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  assert.match(scripts.acceptance ?? '', / support\/run\.js$/);
});
