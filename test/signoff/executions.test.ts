import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { noteOf, type Told } from '../../support/reports/markdown/execution-notes.ts';
import type { Verdict } from '../../support/verdict/verdicts.ts';
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
  assert.match(text, /^ {2}- [\w.\\-]+: not reached\b/m);
  assert.doesNotMatch(text, /not-reached, not reached/);
});

test('executions.md tells a message once, and refers to it from the other checks of its step and behind it', async () => {
  const text = await sample.read('executions.md');
  const results = (title: string): string =>
    text.split(`**Scenario**: ${title}`)[1]?.split('### Results')[1]?.split('### Issues')[0] ?? '';
  const behind = results('What stands behind a failure is not reached');
  assert.equal(behind.match(/no route there/g)?.length, 2, 'once as the words of the step');
  assert.match(behind, /- LB-001\.9: failed, no route there\n/);
  assert.match(behind, /- LB-001\.10: not reached behind LB-001\.9\n/);
});

test('checks of one step that fail alike refer to the first, also where its message names them', () => {
  const message = 'LLM service ns/x: expected a status URL, got none';
  const told: Told = new Map();
  const reasons: readonly (readonly [string, Verdict, string | undefined])[] = [
    ['LB-001.35', 'failed', message],
    ['LB-001.36', 'failed', message],
    ['LB-001.37', 'not-reached', `not reached: LB-001.35, LB-001.36: ${message}`],
    ['LB-001.38', 'failed', 'another'],
    ['LB-001.39', 'passed', undefined],
    ['LB-001.40', 'not-reached', 'not reached: LLM service ns/y: gone'],
    ['LB-001.41', 'not-reached', 'not reached: LLM service ns/y: gone'],
  ];
  assert.deepEqual(
    reasons.map(([check, verdict, reason]) => noteOf(check, verdict, reason, told)),
    [
      `LB-001.35: failed, ${message}`,
      'LB-001.36: failed as LB-001.35',
      'LB-001.37: not reached behind LB-001.35',
      'LB-001.38: failed, another',
      'LB-001.39: passed',
      'LB-001.40: not reached: LLM service ns/y: gone',
      'LB-001.41: not reached as LB-001.40',
    ],
  );
});
