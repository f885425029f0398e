import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { readSide } from '../../support/compare/side.ts';
import { recordedBy, runFile } from '../signoff/rendered.ts';
import { SAMPLES } from '../verdict/samples/record.ts';

const START = `runs:
  - run: r1
    suite: {version: 0.2.0, commit: bbbb, modified: false}
    environment: {}
    arguments: []
    command: x
`;

test('a side of a comparison is of the suite that its recording names, whatever run.yaml says', async () => {
  const suite = { version: '0.1.0', commit: 'aaaa', modified: true };
  const directory = await recordedBy(suite, runFile(), `${SAMPLES.features}/claims.feature:8`);
  assert.equal((await readSide(directory)).suite, '0.1.0, commit aaaa with changes');
  // That what judges here and now is another suite is nothing that the run could help.
  assert.doesNotMatch(
    (await readSide(directory)).verdicts.gate.missing.join(),
    /commit aaaa of run .* is not here/,
  );
  await writeFile(path.join(directory, 'run.yaml'), START);
  assert.equal((await readSide(directory)).suite, '0.1.0, commit aaaa with changes');
});
