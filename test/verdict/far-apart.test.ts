import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { loadVerdicts } from '../../support/judge/load.ts';
import { scratch } from '../scratch.ts';
import { shifted } from './samples/later.ts';
import { unmarked } from './samples/mark.ts';
import { record, SAMPLES } from './samples/record.ts';

/** A recording, and the same as if its run had begun days before. */
async function merged(days: number): Promise<readonly string[]> {
  const now = await record(`${SAMPLES.features}/claims.feature:8`);
  const lines = unmarked(readFileSync(now, 'utf8').trimEnd().split('\n'));
  const earlier = path.join(scratch('earlier'), 'messages.ndjson');
  writeFileSync(earlier, `${shifted(lines, -24 * days).join('\n')}\n`);
  const { gate } = await loadVerdicts([earlier, now], SAMPLES);
  return gate.missing.filter((sentence) => sentence.includes('days apart'));
}

test('recordings that began more than 14 days apart are not of one release candidate', async () => {
  assert.deepEqual(await merged(14 - 0.001), []);
  const [said, ...others] = await merged(15);
  assert.match(said ?? '', /^the merged recordings began 15 days apart \(\S+ and \S+\), more than 14: /);
  assert.equal(others.length, 0);
});
