import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadVerdicts } from '../../support/judge/load.ts';
import { terminalSummary } from '../../support/reports/summary.ts';
import { record, SAMPLES } from '../verdict/samples/record.ts';

test('what a run was not asked for is told apart from what its features did not have when it read them', async () => {
  const messages = [await record(`${SAMPLES.features}/claims.feature:8`)];
  const verdicts = await loadVerdicts(messages, SAMPLES);
  assert.match(terminalSummary(verdicts, 'reports'), /^16 of 17 scenarios were not selected for this run$/m);
  const { run } = verdicts.inputs;
  const earlier = { ...run, scenarios: run.scenarios.filter(({ defined }) => defined.line === 8) };
  const ofEarlier = { ...verdicts, inputs: { ...verdicts.inputs, run: earlier } };
  const summary = terminalSummary(ofEarlier, 'reports');
  const [, others] = /^(\d+) of 17 scenarios were not selected for this run$/m.exec(summary) ?? [];
  const [, newer] =
    /^(\d+) of 17 scenarios are not in their feature as this run read it$/m.exec(summary) ?? [];
  assert.ok(Number(others) > 0 && Number(newer) > 0, summary);
  assert.equal(Number(others) + Number(newer), 16);
});
