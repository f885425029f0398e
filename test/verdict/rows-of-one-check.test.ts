import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CHECK_RESULTS, judgeRows } from '../../support/judging/check-results.ts';
import type { Claim } from '../../support/verdict/claims.ts';
import { decideScenario } from '../../support/verdict/decide.ts';
import type { KnownIssue } from '../../support/verdict/exceptions.ts';
import { withKnown } from '../../support/verdict/known-failures.ts';
import type { RecordedScenario } from '../../support/verdict/recorded-run.ts';

interface Row {
  readonly check?: string;
  readonly position?: number;
  readonly wrong?: string;
}

/** A scenario of one step that judged these rows. */
async function scenarioOf(
  claims: readonly Partial<Claim>[],
  rows: readonly Row[],
): Promise<RecordedScenario> {
  let text = '';
  let message = '';
  const world = {
    attach: (data: string) => {
      text = data;
    },
  };
  await judgeRows(world, rows, ({ wrong }) => {
    if (wrong !== undefined) throw new Error(wrong);
  }).catch((error: Error) => {
    message = error.message;
  });
  const step = {
    ...{ position: 0, status: message ? 'failed' : 'passed', ...(message && { message }) },
    attachments: [{ mediaType: CHECK_RESULTS, text }],
  };
  return {
    ...{ selected: true, attempts: [{ endedAt: new Date(), steps: [step] }] },
    defined: { claims: claims.map((claim) => ({ check: 'X.1', step: 0, line: 1, ...claim })) },
  } as unknown as RecordedScenario;
}

const entry = (contains: string): KnownIssue =>
  ({ type: 'known-issue', checks: ['X.1'], contains, reason: 'agreed to' }) as unknown as KnownIssue;

/** Verdicts of the scenario and of its claims under some known issues. */
function under(scenario: RecordedScenario, ...issues: readonly KnownIssue[]): string[] {
  const { verdict, claims } = withKnown(scenario, decideScenario(scenario), issues);
  return [verdict, ...claims.map((claim) => claim.verdict)];
}

describe('rows of one table that decide the same check', () => {
  const claims = [1, 2, 3].map((row) => ({ by: 'row', row }) as const);

  test('are each what they are, and a known issue speaks for those alone that say what it says', async () => {
    const rows = [{ wrong: 'a part matches' }, {}, { wrong: 'everything matches' }];
    const scenario = await scenarioOf(
      claims,
      rows.map((row) => ({ check: 'X.1', ...row })),
    );
    assert.deepEqual(under(scenario), ['failed', 'failed', 'passed', 'failed']);
    assert.deepEqual(under(scenario, entry('a part')), ['failed', 'known', 'passed', 'failed']);
    assert.deepEqual(under(scenario, entry('a part'), entry('everything')), [
      'known',
      'known',
      'passed',
      'known',
    ]);
  });

  test('are told by their place, in whatever order they were judged', async () => {
    const scenario = await scenarioOf(claims, [
      { check: 'X.1', position: 3, wrong: 'x' },
      { check: 'X.1', position: 1 },
      { check: 'X.1', position: 2 },
    ]);
    assert.deepEqual(under(scenario), ['failed', 'passed', 'passed', 'failed']);
  });
});

test('rows of a step that decides as a whole each need a known issue that says what they say', async () => {
  for (const column of [{}, { check: '' }])
    for (const claims of [[{ by: 'step' } as const], []]) {
      const rows = [{ wrong: 'no port' }, {}, { wrong: 'no label' }].map((row) => ({ ...column, ...row }));
      const scenario = await scenarioOf(claims, rows);
      const own = (verdict: string): string[] => [verdict, ...claims.map(() => verdict)];
      assert.deepEqual(under(scenario, entry('no port')), own('failed'));
      if (claims.length > 0)
        assert.deepEqual(under(scenario, entry('no port'), entry('no label')), own('known'));
    }
});
