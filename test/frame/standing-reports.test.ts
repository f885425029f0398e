import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { standingReports } from '../../support/coordinator/standing-reports.ts';
import { scratch } from '../scratch.ts';
import { runFile } from '../signoff/rendered.ts';

test('reports that are published are named by their run, but not to that run itself', (t) => {
  const [before, folder] = [process.cwd(), scratch('standing')];
  t.after(() => process.chdir(before));
  process.chdir(folder);
  mkdirSync('reports');
  writeFileSync('reports/run.json', JSON.stringify(runFile()));
  const env = { ACCEPTANCE_PUBLISH: '1' };
  assert.deepEqual(
    standingReports(env, 'r2'),
    [],
    'they were removed, for want of room: its recording is left',
  );
  writeFileSync('reports/junit.xml', '');
  assert.match(standingReports(env, 'r2').join(), /^reports\/ still shows run r1 /);
  assert.deepEqual(standingReports(env, 'r1'), []);
  assert.deepEqual(standingReports({}, 'r2'), []);
});
