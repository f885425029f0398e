import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import files from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { PUBLIC_FILES, RENDERED } from '../../support/reports/report-files.ts';
import { withdraw } from '../../support/reports/withdrawn.ts';
import { wrongCounts } from '../junit/counts.ts';
import { violations } from '../junit/schema.ts';
import { parseXml } from '../junit/xml.ts';
import { command, commandWith, project } from '../run/project.ts';
import { scratch } from '../scratch.ts';
import { until } from '../until.ts';

const LOST = /^report: there is no message file part-2\/messages\.ndjson$/m;

/** Reports of a merge that was GO, and what lies beside them. */
function merged(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of ['signoff.json', 'signoff.md', 'junit.xml', 'signoff.intoto.json', 'messages.ndjson'])
    writeFileSync(path.join(folder, name), '{"decision":"GO"}');
}

test('a merge that lacks one of its recordings says so in place of the reports of the one before', async (t) => {
  const sandbox = project(t, {});
  for (const [folder, ...args] of [
    ['out', '--to', 'out', 'part-2/messages.ndjson'],
    ['reports/merged', 'part-2/messages.ndjson', 'part-1'],
  ] as const) {
    merged(sandbox.path(folder));
    const { code, output } = await command(sandbox, 'report', ...args);
    assert.equal(code, 2, output);
    assert.match(output, LOST);
    assert.match(output, new RegExp(`^report: ${folder}/ says so, in place of earlier reports$`, 'm'));
    const because = 'npm run report failed .* UTC: there is no message file part-2/messages.ndjson';
    for (const name of ['signoff.json', 'signoff.md', 'junit.xml', 'html/index.html'])
      assert.match(sandbox.read(`${folder}/${name}`), new RegExp(`NO REPORTS.*${because}`, 's'), name);
    assert.equal(sandbox.has(`${folder}/signoff.intoto.json`), false);
    assert.match(sandbox.read(`${folder}/messages.ndjson`), /"GO"/, 'what is no report stays');
  }
});

test('so does one that was given no recording, a pattern that matches none, or a misspelt option', async (t) => {
  const sandbox = project(t, {});
  for (const folder of ['out', 'reports/merged']) merged(sandbox.path(folder));
  const { code, output } = await command(sandbox, 'report', '--to', 'out');
  assert.equal(code, 2, output);
  assert.match(
    sandbox.read('out/signoff.md'),
    /NO REPORTS: npm run report failed .* no message file was named/,
  );
  for (const [args, because] of [
    [['shards/*/messages.ndjson'], /there is no message file shards/],
    [['--too', 'x', 'a', 'b'], /did you mean --to/],
    [[], /no message file was named/],
  ] as const) {
    merged(sandbox.path('reports/merged'));
    assert.equal((await command(sandbox, 'report', ...args)).code, 2);
    assert.match(sandbox.read('reports/merged/signoff.md'), /^# NO REPORTS/);
    assert.match(sandbox.read('reports/merged/signoff.md'), because);
  }
});

test('so does one whose --to npm kept: in that folder, if reports lie there', async (t) => {
  const sandbox = project(t, {});
  const report = (to: string) =>
    commandWith(
      sandbox,
      {
        npm_lifecycle_event: 'report',
        npm_lifecycle_script: 'exec node support/report.ts',
        npm_config_token_description: to,
      },
      'report',
      'part-1',
    );
  for (const folder of ['out', 'reports/merged']) merged(sandbox.path(folder));
  sandbox.write('mine/signoff.md', 'what I wrote');
  const { code, output } = await report('out');
  assert.equal(code, 2, output);
  assert.match(output, /^report: npm kept --to .* write npm run report -- --to out part-1$/m);
  assert.match(output, /^report: out\/ says so, in place of earlier reports$/m);
  assert.match(sandbox.read('out/signoff.md'), /^# NO REPORTS: .* npm kept --to/);
  assert.match(sandbox.read('reports/merged/signoff.md'), /"GO"/, 'nobody asked for a merge there');
  assert.match((await report('mine')).output, /^report: reports\/merged\/ says so/m);
  assert.equal(sandbox.read('mine/signoff.md'), 'what I wrote');
});

/** A run whose recording is empty, in a folder of its own. */
function recorded(sandbox: ReturnType<typeof project>, folder: string, more: object): void {
  const run = { id: path.basename(folder), seed: 1, startedAt: '2026-01-01T00:00:00Z', directory: folder };
  const settings = { run, target: { name: 'kind', images: {}, releases: {} }, releases: {}, ...more };
  sandbox.write(`${folder}/run.json`, JSON.stringify({ settings, capabilities: {}, versions: {} }));
  sandbox.write(`${folder}/messages.ndjson`, '');
}

test('a shard that a pattern matched alone is no merge, and leaves nothing of the one before; by its id it is rendered alone', async (t) => {
  const sandbox = project(t, {});
  const shard = { index: 1, count: 2, run: '7' };
  for (const folder of ['shards/s1', 'reports/runs/s3']) recorded(sandbox, folder, { shard });
  for (const [folder, ...args] of [
    ['reports/merged', 'shards/s1/messages.ndjson'],
    ['reports/merged', 'reports/runs/s3'],
    ['out', '--to', 'out', 'shards/s1'],
  ] as const) {
    merged(sandbox.path(folder));
    const { code, output } = await command(sandbox, 'report', ...args);
    assert.equal(code, 1, output);
    assert.match(output, /^report: shard 2 of 2 of the common run "7" is missing/m);
    assert.match(sandbox.read(`${folder}/signoff.md`), /^# NO REPORTS: .* shard 2 of 2 of the common run/);
  }
  merged(sandbox.path('reports/merged'));
  const { output } = await command(sandbox, 'report', 's3');
  assert.doesNotMatch(output, /is missing/);
  assert.match(sandbox.read('reports/merged/signoff.md'), /"GO"/, 'nobody asked for a merge');
});

test('a part that a pattern matched alone is rendered in its folder, and leaves nothing of the merge before', async (t) => {
  const sandbox = project(t, {});
  recorded(sandbox, 'parts/s1', {});
  merged(sandbox.path('reports/merged'));
  await command(sandbox, 'report', 'parts/s1/messages.ndjson');
  assert.match(
    sandbox.read('reports/merged/signoff.md'),
    /^# NO REPORTS: .*\n\none run was named.* parts\/s1/,
  );
  assert.doesNotMatch(sandbox.read('parts/s1/signoff.md'), /NO REPORTS/);
});

test('a merge that is killed leaves nothing of the one before', async (t) => {
  const sandbox = project(t, {});
  for (const folder of ['a', 'b']) recorded(sandbox, folder, {});
  merged(sandbox.path('reports/merged'));
  const killed = spawn(process.execPath, [path.resolve('support/report.ts'), 'a', 'b'], {
    cwd: sandbox.directory,
    stdio: 'ignore',
  });
  const ended = once(killed, 'exit');
  await until('it is withdrawn', () => {
    const text = sandbox.has('reports/merged/signoff.md') ? sandbox.read('reports/merged/signoff.md') : '';
    assert.equal(killed.exitCode, null, 'it came to its end unseen');
    return text.startsWith('# NO REPORTS: npm run report began');
  });
  killed.kill('SIGKILL');
  await ended;
  assert.equal(sandbox.has('reports/merged/signoff.intoto.json'), false);
});

test('reports that cannot be replaced are told to say nothing about what was asked for', async (t) => {
  const sandbox = project(t, {});
  sandbox.write('out', 'no folder');
  const { code, output } = await command(sandbox, 'report', '--to', 'out', 'part-2/messages.ndjson');
  assert.equal(code, 2, output);
  assert.match(output, LOST);
  assert.match(
    output,
    /^report: out\/ could not be replaced \(.*\): it says nothing about what was asked for now$/m,
  );
});

/** From now on a disk on which these have no room. */
function full(t: TestContext, ...operations: ('symlink' | 'mkdir' | 'writeFile')[]): void {
  for (const operation of operations)
    t.mock.method(files, operation, async (place: string) => {
      if (operation === 'mkdir' && existsSync(place)) return undefined;
      throw Object.assign(new Error(`ENOSPC: no space left on device, ${operation} '${place}'`), {
        code: 'ENOSPC',
      });
    });
  syncBuiltinESMExports();
  t.after(() => {
    t.mock.restoreAll();
    syncBuiltinESMExports();
  });
}

for (const operation of ['symlink', 'mkdir', 'writeFile'] as const)
  test(`reports that a full disk leaves no room to withdraw are removed (${operation}): nobody may take them for later ones`, async (t) => {
    const folder = scratch(`full-${operation}`);
    merged(folder);
    mkdirSync(path.join(folder, 'html'));
    full(t, operation);
    await assert.rejects(withdraw(folder, PUBLIC_FILES, { because: 'a', elsewhere: 'b' }), {
      message: 'ENOSPC: there is no room to say why, and they were removed instead',
    });
    assert.deepEqual(readdirSync(folder), ['messages.ndjson'], 'the recording may lie nowhere else');
  });

test('what removing them makes room for is said in their place', async (t) => {
  const folder = scratch('full-and-then-not');
  merged(folder);
  const { writeFile } = files;
  full(t);
  t.mock.method(files, 'writeFile', async (place: string, content: string) => {
    if (existsSync(path.join(folder, 'junit.xml')))
      throw Object.assign(new Error('EDQUOT: disk quota exceeded, write'), { code: 'EDQUOT' });
    await writeFile(place, content);
  });
  syncBuiltinESMExports();
  await withdraw(folder, RENDERED, { because: 'a', elsewhere: 'b' });
  assert.match(readFileSync(path.join(folder, 'signoff.md'), 'utf8'), /^# NO REPORTS: a/);
});

test('what stands in place of reports keeps the schemas of JUnit, and its pages lead to each other', async () => {
  const folder = scratch('withdrawn');
  await withdraw(folder, RENDERED, { because: 'a < b & "c"', elsewhere: 'those of <run> are there' });
  for (const [name, schema] of [
    ['junit.xml', 'common'],
    ['junit-strict.xml', 'ant'],
    ['junit-strict.xml', 'jenkins'],
  ] as const) {
    const xml = readFileSync(path.join(folder, name), 'utf8');
    assert.deepEqual([violations(xml, schema), wrongCounts(parseXml(xml))], [[], []]);
  }
  const page = path.join(folder, 'trends', 'index.html');
  const links = [...readFileSync(page, 'utf8').matchAll(/href="(\.[^"]+)"/g)].map(([, link = '']) => link);
  assert.equal(links.length, 5);
  for (const link of links) assert.ok(existsSync(path.join(path.dirname(page), link)), link);
});
