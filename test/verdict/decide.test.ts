import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { figuresOf } from '../../support/figures/figures.ts';
import { SKIP_REASON } from '../../support/judging/check-results.ts';
import type { Attempt, RecordedStep, StepStatus } from '../../support/verdict/attempts.ts';
import type { Claim } from '../../support/verdict/claims.ts';
import {
  cleanupFailure,
  decideClaim,
  decideScenario,
  decidingAttempt,
} from '../../support/verdict/decide.ts';
import type { ScenarioVerdict } from '../../support/verdict/model.ts';
import type { RecordedScenario } from '../../support/verdict/recorded-run.ts';
import { FIGURES } from '../../support/verdict/suite-attachments.ts';

const CLAIM = { check: 'LB-001.1', step: 0, line: 2, by: 'step' } as unknown as Claim;

const step = (status: StepStatus, over: Partial<RecordedStep> = {}): RecordedStep => ({
  status,
  nanoseconds: 0,
  attachments: [],
  ...over,
});

const outcome = (status: StepStatus, message?: string): RecordedStep =>
  step(status, { position: 0, ...(message !== undefined && { message }) });

let count = 0;
function attempt(...steps: readonly RecordedStep[]): Attempt {
  count += 1;
  return { id: `a${count}`, startedAt: new Date(count), endedAt: new Date(count + 1), steps };
}

const scenario = (...attempts: readonly Attempt[]): RecordedScenario =>
  ({ defined: {}, selected: true, attempts }) as unknown as RecordedScenario;

const failed = (): Attempt => attempt(outcome('failed', 'no route'));
const passed = (): Attempt => attempt(outcome('passed'));
const skipped = (): Attempt => {
  const text = JSON.stringify({ needs: 'gpu', found: 'none' });
  return attempt(
    step('skipped', { hook: 'Before', attachments: [{ mediaType: SKIP_REASON, text }] }),
    outcome('skipped'),
  );
};
const blocked = (): Attempt => attempt(step('failed', { hook: 'Before', message: 'x' }), outcome('skipped'));

describe('over several attempts', () => {
  const cases: readonly [name: string, attempts: readonly Attempt[], verdict: string][] = [
    ['a failure that is then skipped is a failure', [failed(), skipped()], 'failed'],
    ['a failure that is then blocked is a failure', [failed(), blocked()], 'failed'],
    ['what is blocked and then skipped is blocked', [blocked(), skipped()], 'blocked'],
    [
      'what passes behind a failure is flaky, also when skipped between',
      [failed(), skipped(), passed()],
      'flaky',
    ],
    [
      'what passes behind a failure is flaky, also when skipped then',
      [failed(), passed(), skipped()],
      'flaky',
    ],
    ['a pass that is then skipped is a pass', [passed(), skipped()], 'passed'],
    ['a pass that then fails is a failure', [passed(), failed()], 'failed'],
    [
      'a pass that is then blocked is blocked, whatever was before it',
      [failed(), passed(), blocked()],
      'blocked',
    ],
    ['what was skipped each time is skipped', [skipped(), skipped()], 'skipped'],
  ];
  for (const [name, attempts, verdict] of cases)
    test(name, () => {
      assert.equal(decideScenario(scenario(...attempts)).verdict, verdict);
      assert.equal(decideClaim(scenario(...attempts), CLAIM).verdict, verdict);
    });

  test('one attempt decides, and reports, figures, times and words are of that one', () => {
    const [first, second] = [failed(), blocked()];
    assert.equal(decidingAttempt(scenario(first, second)), first);
    assert.equal(decidingAttempt(scenario(first, passed(), second)), second);
    assert.equal(decidingAttempt(scenario()), undefined);
    const figure = (value: number) => ({
      mediaType: FIGURES,
      text: JSON.stringify({ 'median latency': value }),
    });
    const measured = attempt(step('failed', { position: 0, message: 'slow', attachments: [figure(7)] }));
    const of = scenario(measured, attempt(step('failed', { hook: 'Before' }), outcome('skipped')));
    const defined = { ...of.defined, key: 'x', name: 'x', claims: [CLAIM], requirementIds: [] };
    const verdicts = [{ scenario: { ...of, defined } }] as unknown as ScenarioVerdict[];
    assert.deepEqual(
      figuresOf({ scenarios: verdicts }).map(({ value }) => value),
      [7],
    );
  });

  test('a failure keeps its reason, and a pass its number', () => {
    assert.equal(decideScenario(scenario(failed(), skipped())).reason, 'no route');
    assert.equal(
      decideScenario(scenario(failed(), passed(), skipped())).reason,
      'passed in attempt 2 of 3; before: no route',
    );
  });
});

test('nothing behind a step that did not pass has been judged', () => {
  const later = { ...CLAIM, step: 1 };
  for (const [status, verdict] of [
    ['skipped', 'skipped'],
    ['unfinished', 'not-reached'],
    ['failed', 'not-reached'],
  ] as const) {
    const it = attempt(step('passed', { hook: 'Before' }), outcome(status), step('passed', { position: 1 }));
    assert.equal(decideClaim(scenario(it), later).verdict, verdict);
  }
});

test('a row of which the step said nothing was not looked at, also where the step passed', () => {
  const row = { ...CLAIM, by: 'row', row: 1 } as Claim;
  assert.equal(decideClaim(scenario(passed()), row).verdict, 'not-reached');
  assert.equal(decideClaim(scenario(failed()), row).verdict, 'failed');
});

describe('what is skipped without a reason of ours', () => {
  const hook = (side: 'Before' | 'After', status: StepStatus): RecordedStep => step(status, { hook: side });

  test('did not run: the run was stopping', () => {
    for (const idle of [
      attempt(hook('Before', 'skipped'), outcome('skipped'), hook('After', 'skipped')),
      attempt(hook('Before', 'skipped'), outcome('skipped'), hook('After', 'passed')),
      attempt(outcome('skipped')),
    ]) {
      const expected = { verdict: 'not-run', reason: 'the run was stopping: no step of it ran' };
      const { verdict, reason } = decideScenario(scenario(idle));
      assert.deepEqual({ verdict, reason }, expected);
      assert.deepEqual(decideClaim(scenario(idle), CLAIM), expected);
    }
  });

  test('is skipped where a step of it ran', () => {
    const begun = attempt(hook('Before', 'passed'), outcome('skipped'), hook('After', 'passed'));
    assert.equal(decideScenario(scenario(begun)).verdict, 'skipped');
    assert.equal(decideScenario(scenario(skipped())).reason, 'needs gpu; found none');
  });
});

describe('a clean-up that failed', () => {
  const unclean = step('failed', { hook: 'After', message: 'Error: the namespace stays' });

  test('fails a scenario that was skipped, and one that a stopping run left', () => {
    for (const first of [skipped(), attempt(step('passed', { hook: 'Before' }), outcome('skipped'))]) {
      const it = scenario(attempt(...first.steps, unclean));
      assert.equal(decideScenario(it).verdict, 'failed');
      assert.equal(decideClaim(it, CLAIM).verdict, 'skipped');
    }
  });

  test('is one that never ran, though its scenario did', () => {
    const after = (status: StepStatus) =>
      scenario(attempt(outcome('passed'), step(status, { hook: 'After' })));
    for (const status of ['skipped', 'pending', 'undefined', 'ambiguous', 'unknown'] as const)
      assert.match(
        decideScenario(after(status)).reason ?? 'passed',
        new RegExp(`^after the scenario: the hook is ${status}$`),
      );
    assert.equal(decideScenario(after('passed')).verdict, 'passed');
  });

  test('is kept beside the failure of a step, and over a later attempt', () => {
    const it = scenario(attempt(outcome('failed', 'no route'), unclean), passed());
    assert.match(cleanupFailure(it) ?? '', /^after the scenario: .*the namespace stays$/);
    assert.equal(cleanupFailure(scenario(passed(), failed())), undefined);
  });
});
