import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { type RenderedSample, renderSample } from './rendered.ts';

let sample: RenderedSample;
before(async () => {
  sample = await renderSample();
});

test('executions.md has one record a scenario in the form of the template', async () => {
  const text = await sample.read('executions.md');
  const records = text.split(/^(?=## Test Execution: )/m).slice(1);
  assert.equal(records.length, 17);
  for (const record of records) {
    for (const part of [
      /^\*\*Date\*\*: \d{4}-\d\d-\d\d {2}$/m,
      /^\*\*Tester\*\*: llm-serving-acceptance.*run r1 {2}$/m,
      /^\*\*Environment\*\*: kserve document on kind, Kubernetes v1\.34$/m,
      /^### Results$\n- \[[x ]\] (?:Step \d+|Before|After): (?:PASS|FAIL|NOT RUN) - /m,
      /^### Issues Found$\n(?:None|1\. I-\d+: )/m,
      /^### Overall Status: (?:✅ PASS|❌ FAIL|⚠️ PARTIAL \(.+\))$/m,
    ])
      assert.match(record, part);
    if (record.includes('❌ FAIL'))
      for (const part of [
        /- Severity: (?:Critical|High|Medium|Low)$/m,
        /- Steps to reproduce: `TARGET=kind npx/,
        /- Logs\/Screenshots: /,
      ])
        assert.match(record, part);
  }
});

test('executions.md says once of a check that it was not reached', async () => {
  const text = await sample.read('executions.md');
  assert.match(text, /^ {2}- [\w.\\-]+: not reached: /m);
  assert.doesNotMatch(text, /not-reached, not reached/);
});
