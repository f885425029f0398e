import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { recordNothing } from '../../support/coordinator/record-nothing.ts';
import { findRun } from '../../support/runs/run-place.ts';
import type { Settings } from '../../support/settings/settings.ts';
import { aRecord } from './records.ts';

const home = process.cwd();
const folder = mkdtempSync(path.join(os.tmpdir(), 'last-run-'));
process.chdir(folder);
writeFileSync('package.json', '{"version":"0.1.0"}');
after(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

function aRun(id: string, startedAt: string, more: object = {}): void {
  const directory = path.join('reports', 'runs', id);
  mkdirSync(directory, { recursive: true });
  writeFileSync(path.join(directory, 'messages.ndjson'), '');
  const settings = { run: { id, startedAt }, target: { name: 'embedded' }, releases: {}, ...more };
  writeFileSync(
    path.join(directory, 'run.json'),
    JSON.stringify({ settings, capabilities: {}, versions: {} }),
  );
}

test('the last run is not guessed behind one with defects, which the history leaves out', async () => {
  const startedAt = '2026-11-20T22:03:00.000Z';
  aRun('r1', startedAt);
  writeFileSync('reports/history.ndjson', `${JSON.stringify(aRecord({ run: 'r1', startedAt }))}\n`);
  assert.equal((await findRun('last')).name, 'r1');
  aRun('r2', '2026-11-20T22:09:00.000Z', { defects: ['pods-cannot-be-deleted'] });
  await assert.rejects(findRun('last'), {
    message:
      'run r2 (began 2026-11-20 22:09 UTC) had defects (pods-cannot-be-deleted), and run r1 (began 2026-11-20 22:03 UTC) is the last without: write r2 or r1 instead of last',
  });
});

test('a run that never began leaves the last run as it is; one that was killed does not', async () => {
  const startedAt = '2026-11-20T22:03:00.000Z';
  writeFileSync('reports/history.ndjson', `${JSON.stringify(aRecord({ run: 'r1', startedAt }))}\n`);
  rmSync(path.join('reports', 'runs', 'r2'), { recursive: true });
  const directory = path.join('reports', 'runs', 'r3');
  const run = { id: 'r3', startedAt: '2026-11-20T22:10:00.000Z', directory };
  const settings = { run, target: { name: 'embedded' }, releases: {} } as unknown as Settings;
  await recordNothing(settings, '1 mistake in what it was given: a step that nobody defines');
  assert.equal((await findRun('last')).name, 'r1');
  const recording = path.join(directory, 'messages.ndjson');
  const lines = readFileSync(recording, 'utf8');
  const killed = (text: string) => {
    writeFileSync(recording, text);
    return assert.rejects(findRun('last'), /^Error: run r3 .* came to no verdict, and run r1 /);
  };
  await killed(lines.replace('NeverBegan', 'Other'));
  await killed(lines.replace('planned\\":[]', 'planned\\":[\\"a\\"]'));
  await killed('');
  await killed(lines.slice(0, -20));
});

test('a folder without a recording is told from a run that does not exist', async () => {
  await assert.rejects(
    findRun('reports'),
    /^Error: reports holds no messages\.ndjson; name a run by its id: the latest are r1/,
  );
  await assert.rejects(
    findRun('nowhere-at-all'),
    /^Error: there is no run nowhere-at-all; the latest are r1/,
  );
});
