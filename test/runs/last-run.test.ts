import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { findRun } from '../../support/runs/run-place.ts';
import { aRecord } from './records.ts';

const home = process.cwd();
const folder = mkdtempSync(path.join(os.tmpdir(), 'last-run-'));
process.chdir(folder);
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
