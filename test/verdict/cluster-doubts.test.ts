import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { loadVerdicts } from '../../support/judge/load.ts';
import type { RunFile } from '../../support/settings/settings.ts';
import { clusterDoubts } from '../../support/verdict/cluster-doubts.ts';
import { runFile } from './samples/judged.ts';
import { record, SAMPLES } from './samples/record.ts';

const of = (versions: RunFile['versions'], launcher?: 'embedded'): string[] =>
  clusterDoubts([{ ...runFile(launcher ? { launcher } : {}), versions }]);

test('a cluster whose versions could not be read may be a simulated one', () => {
  assert.deepEqual(of({ kubernetes: 'v1.33.2' }), []);
  assert.deepEqual(of({}, 'embedded'), [], 'nothing more has to be known of a simulated one');
  assert.deepEqual(of({ kubernetes: 'v1.34.0+embedded' }), []);
  assert.match(of({}).join(), /^run r1 does not know the version of any node: nobody knows whether/);
  assert.deepEqual(of({ kubernetes: 'v1.33.2', 'not readable: the versions of the APIs': 'forbidden' }), [
    'run r1 could not read the versions of the APIs (forbidden)',
  ]);
});

test('and keeps its run from GO', async () => {
  const messages = await record(`${SAMPLES.features}/claims.feature:8`);
  writeFileSync(path.join(path.dirname(messages), 'run.json'), JSON.stringify(runFile()));
  const { gate } = await loadVerdicts([messages], SAMPLES);
  assert.ok(gate.missing.some((sentence) => sentence.includes('does not know the version of any node')));
});
