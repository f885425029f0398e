import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadVerdicts } from '../../support/judge/load.ts';
import { terminalSummary } from '../../support/reports/summary.ts';
import { record, SAMPLES } from '../verdict/samples/record.ts';

test('what the filters left out is told apart from what the run did not read, as a feature that is newer', async () => {
  const messages = [await record(`${SAMPLES.features}/claims.feature:8`)];
  const summary = terminalSummary(await loadVerdicts(messages, SAMPLES), 'reports');
  const [, own] = /^(\d+) of 17 scenarios were not selected for this run$/m.exec(summary) ?? [];
  const [, unread] = /^(\d+) of 17 scenarios are in no feature as this run read it$/m.exec(summary) ?? [];
  assert.ok(Number(own) > 0 && Number(unread) > 0, summary);
  assert.equal(Number(own) + Number(unread), 16);
});
