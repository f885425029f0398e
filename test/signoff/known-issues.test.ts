import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { judge } from '../../support/judge/judge.ts';
import { junitXml } from '../../support/reports/junit.ts';
import { issuesFound } from '../../support/signoff/issues.ts';
import type { Exception } from '../../support/verdict/exceptions.ts';
import type { VerdictInputs } from '../../support/verdict/model.ts';
import { allSamples, known, LATER, runFile } from '../verdict/samples/judged.ts';

const TITLE = 'What stands behind a failure is not reached';
const FIRST = 'features/exceptions.yaml:7';
const SECOND = 'features/exceptions.yaml:15';

let all: VerdictInputs;
before(async () => {
  const { inventory, ...inputs } = await allSamples();
  const requirements = inventory.requirements.map((it) => ({ ...it, priority: 'P1' as const }));
  all = { ...inputs, inventory: { ...inventory, requirements }, runFile: runFile() };
});

/** What the reports name for the scenario when these entries are about it. */
function namedFor(inputs: VerdictInputs, ...exceptions: readonly Exception[]) {
  const verdicts = judge({ ...inputs, exceptions });
  const issue = issuesFound(verdicts).find(({ title }) => title === TITLE);
  const [, ofCase = ''] = junitXml(verdicts).split(`<testcase name="${TITLE}`);
  return {
    entries: issue?.exceptions.map(({ at, approver }) => [at, approver]),
    next: issue?.next,
    property: /<property name="exception" value="([^"]*)"/.exec(ofCase.split('</testcase>')[0] ?? '')?.[1],
  };
}

describe('of several known issues of a scenario the reports name', () => {
  const first = { at: FIRST, approver: 'first manager', expires: '2027-06-30' };
  const second = { at: SECOND, approver: 'second manager', expires: LATER };

  test('the one that it showed, wherever it stands in the register', () => {
    for (const checks of [['LB-001.10'], ['LB-001.9', 'LB-001.10']])
      assert.deepEqual(namedFor(all, known({ ...first, checks, contains: 'no gateway' }), known(second)), {
        entries: [[SECOND, 'second manager']],
        next: `Nothing before ${LATER}: until then the known-issue at ${SECOND} speaks for it.`,
        property: SECOND,
      });
  });

  test('all that it showed, and the day on which the first of them ends', () => {
    const twice = all.run.scenarios.map((it) => {
      const [own] = it.attempts;
      if (it.defined.name !== TITLE || own === undefined) return it;
      const steps = own.steps.map((step) => ({
        ...step,
        ...(step.status === 'failed' && { message: 'no gateway' }),
      }));
      return { ...it, attempts: [{ ...own, id: 'again', steps }, own] };
    });
    const run = { ...all.run, scenarios: twice };
    assert.deepEqual(namedFor({ ...all, run }, known({ ...first, contains: 'no gateway' }), known(second)), {
      entries: [
        [FIRST, 'first manager'],
        [SECOND, 'second manager'],
      ],
      next: `Nothing before ${LATER}: until then the known-issue at ${FIRST} and the known-issue at ${SECOND} speak for it.`,
      property: `${FIRST} ${SECOND}`,
    });
  });
});
