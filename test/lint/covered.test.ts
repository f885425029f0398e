import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { readProject } from '../../support/lint/project.ts';
import { scratch } from '../scratch.ts';
import { SAMPLES } from '../verdict/samples/record.ts';

test('what covers a requirement settles none of its checks where a scenario carries it: one that lost its step is told', async () => {
  const folder = scratch('covered');
  const inventory = readFileSync(path.join(SAMPLES.features, 'requirements.yaml'), 'utf8');
  writeFileSync(
    path.join(folder, 'requirements.yaml'),
    inventory.replaceAll('kind: scenario', 'kind: validation'),
  );
  copyFileSync(path.join(SAMPLES.features, 'claims.feature'), path.join(folder, 'claims.feature'));
  const entries = ['LB-001', 'OT-HELP-01'].map(
    (id) => `- {requirement: ${id}, by: [package.json], how: it says so}\n`,
  );
  writeFileSync(path.join(folder, 'coverage.yaml'), entries.join(''));
  const { covered } = await readProject(folder);
  assert.deepEqual([...covered], ['OT-HELP-01.1']);
});
