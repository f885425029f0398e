import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { judge } from '../../support/judge/judge.ts';
import { loadVerdicts } from '../../support/judge/load.ts';
import { CHECK_RESULTS, judgeRows } from '../../support/judging/check-results.ts';
import type { Exception } from '../../support/verdict/exceptions.ts';
import type { VerdictInputs } from '../../support/verdict/model.ts';
import type { RecordedScenario } from '../../support/verdict/recorded-run.ts';
import { record, SAMPLES } from './samples/record.ts';

const TITLE = 'Rows are judged one by one';

let inputs: VerdictInputs;

before(async () => {
  const { inputs: recorded } = await loadVerdicts(
    [await record(`${SAMPLES.features}/claims.feature`)],
    SAMPLES,
  );
  inputs = { ...recorded, today: new Date('2027-01-10T00:00:00Z') };
});

/** The scenario of the samples, as if its table had one more row, with an empty cell, that failed. */
const withNameless = (scenario: RecordedScenario): RecordedScenario => ({
  ...scenario,
  attempts: scenario.attempts.map((attempt) => ({
    ...attempt,
    steps: attempt.steps.map((step) =>
      step.attachments.some(({ mediaType }) => mediaType === CHECK_RESULTS)
        ? {
            ...step,
            attachments: [
              ...step.attachments,
              {
                mediaType: CHECK_RESULTS,
                text: JSON.stringify([{ id: '', verdict: 'failed', message: 'expected A, got B' }]),
              },
            ],
          }
        : step,
    ),
  })),
});

const blockersOf = (exception: Exception, nameless: boolean): string[] => {
  const own = inputs.run.scenarios.filter(({ defined }) => defined.name === TITLE);
  const scenarios = nameless ? own.map(withNameless) : own;
  return judge({
    ...inputs,
    run: { ...inputs.run, scenarios, failures: [] },
    exceptions: [exception],
  }).gate.blockers.filter((blocker) => blocker.includes(TITLE));
};

const waiver: Exception = {
  type: 'waiver',
  at: 'features/exceptions.yaml:1',
  checks: ['LB-001.4'],
  approver: 'release manager',
  reason: 'unused',
  expires: '2027-02-01',
};

describe('a failed row that names no check', () => {
  test('is reported besides the others', async () => {
    const attached: string[] = [];
    const world = { attach: (data: string) => void attached.push(data) };
    const rows = [{ check: 'LB-001.3' }, { check: '' }, { check: ' ' }];
    await assert.rejects(
      judgeRows(world, rows, ({ check }) => {
        if (check === '') throw new Error('expected A, got B');
      }),
      { message: 'a row without a check: expected A, got B' },
    );
    assert.deepEqual(JSON.parse(attached[0] ?? ''), [
      { id: 'LB-001.3', row: 1, verdict: 'passed' },
      { id: '', row: 2, verdict: 'failed', message: 'expected A, got B' },
    ]);
  });

  test('stands against GO though the check of the row beside it is waived', () => {
    assert.deepEqual(blockersOf(waiver, false), []);
    const [blocker = ''] = blockersOf(waiver, true);
    assert.match(blocker, /; a row without a check: expected A, got B$/);
  });
});
