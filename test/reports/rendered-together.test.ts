import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { recordedRun, runFile } from '../signoff/rendered.ts';
import { SAMPLES } from '../verdict/samples/record.ts';

/** Renders a run in a process that may write files of so many kB only: the pages of the reporter are larger. */
const render = (folder: string, limit: string): { status: number | null; stderr: string } =>
  spawnSync(
    'bash',
    [
      '-c',
      `ulimit -f ${limit}; exec "$0" "$@"`,
      process.execPath,
      '-e',
    ].concat(`import { renderReports } from './support/reports/render.ts';
        await renderReports(${JSON.stringify(folder)}, { sources: ${JSON.stringify(SAMPLES)} });`),
    { encoding: 'utf8' },
  );

const contents = (folder: string): Map<string, string> =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true, encoding: 'utf8' })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => path.join(parentPath, name))
      .map((file) => [path.relative(folder, file), readFileSync(file, 'base64')]),
  );

test('a run that is rendered again gets all its new reports, or keeps all its old ones', async () => {
  const folder = await recordedRun(runFile());
  const first = render(folder, 'unlimited');
  assert.equal(first.status, 0, first.stderr);
  const before = contents(folder);
  assert.ok(before.has('html/index.html') && before.has('signoff.html'));
  const cut = render(folder, '100');
  assert.notEqual(cut.status, 0, 'the limit is too wide for this test');
  assert.deepEqual([...contents(folder)], [...before]);
  const left = path.join(folder, 'being-replaced-1');
  mkdirSync(left);
  assert.equal(render(folder, 'unlimited').status, 0);
  assert.equal(existsSync(left), false, 'what was left behind by one that was killed is taken away');
});
