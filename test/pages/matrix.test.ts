import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { judge } from '../../support/judge/judge.ts';
import { loadVerdicts } from '../../support/judge/load.ts';
import { traceabilityMarkdown } from '../../support/reports/markdown/traceability.ts';
import { matrixPage } from '../../support/reports/pages/matrix-page.ts';
import { traceability } from '../../support/reports/traceability.ts';
import { signOff } from '../../support/signoff/sign-off.ts';
import type { Verdicts } from '../../support/verdict/model.ts';
import { aRecord } from '../runs/records.ts';
import { record, SAMPLES } from '../verdict/samples/record.ts';

const signed = (verdicts: Verdicts) => signOff(verdicts, { digests: [], invocations: [], problems: [] });
const pageOf = (verdicts: Verdicts): string => matrixPage(verdicts, signed(verdicts));

describe('when a check last passed on the target', () => {
  let verdicts: Verdicts;
  before(async () => {
    const { inputs } = await loadVerdicts([await record(`${SAMPLES.features}/claims.feature:8`)], SAMPLES);
    const history = [
      aRecord({ run: 'r0', checks: { passed: ['LB-001.1', 'LB-001.3'], failed: ['LB-001.4'] } }),
      aRecord({ run: 'r1', checks: { failed: ['LB-001.3', 'LB-001.4'] } }),
    ];
    verdicts = judge({ ...inputs, history });
  });
  const PASSED = '2026-11-20 22:03 UTC in run r0 (suite 7407d54)';
  const NEVER = 'never in 2 earlier runs on this target';

  test('stands in the matrix, also of checks that the run left out', () => {
    const page = pageOf(verdicts);
    const row = (id: string): string => new RegExp(` id="${id}">([\\s\\S]*?)</tr>`).exec(page)?.[1] ?? '';
    assert.ok(row('LB-001.3').includes(`last passed: ${PASSED}`));
    assert.ok(row('LB-001.4').includes(`last passed: ${NEVER}`));
    assert.doesNotMatch(row('LB-001.1'), /last passed/, 'it passes now');
    assert.doesNotMatch(row('LB-001.5'), /last passed/, 'no run looked at it');
  });

  test('stands in traceability.md and traceability.json', () => {
    const markdown = traceabilityMarkdown(verdicts, signed(verdicts));
    const row = (id: string): string => new RegExp(`^\\| ${id} \\|.*$`, 'm').exec(markdown)?.[0] ?? '';
    assert.ok(row('LB-001.3').endsWith(`<br>last passed: ${PASSED} |`), row('LB-001.3'));
    assert.ok(row('LB-001.4').endsWith(`<br>last passed: ${NEVER} |`));
    assert.doesNotMatch(row('LB-001.1') + row('LB-001.5'), /last passed/);
    const { requirements } = traceability(verdicts) as {
      requirements: { checks: { id: string; lastPassed?: object }[] }[];
    };
    const told = requirements.flatMap(({ checks }) => checks).filter((check) => 'lastPassed' in check);
    assert.deepEqual(
      told.map(({ id, lastPassed }) => [id, lastPassed]),
      [
        ['LB-001.3', { run: 'r0', startedAt: '2026-11-20T22:03:00.000Z', commit: '7407d54aa', looked: 2 }],
        ['LB-001.4', { looked: 2 }],
      ],
    );
  });
});
