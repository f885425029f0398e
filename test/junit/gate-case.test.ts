import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { judge } from '../../support/judge/judge.ts';
import { junitXml } from '../../support/reports/junit.ts';
import type { VerdictInputs, Verdicts } from '../../support/verdict/model.ts';
import { allSamples, at, known, LATER, runFile } from '../verdict/samples/judged.ts';
import { all, parseXml } from './xml.ts';

/** What the case of the gate says, of a run that has one. */
function gateCase(verdicts: Verdicts): string | undefined {
  const cases = all(parseXml(junitXml(verdicts)), 'testcase');
  const own = cases.find(({ attributes }) => attributes.name === 'The gate passes');
  const [outcome] = own?.children.filter(({ name }) => name === 'failure' || name === 'error') ?? [];
  return outcome && `${outcome.name}: ${outcome.attributes.message}\n${outcome.text}`;
}

describe('the case of the gate', () => {
  const title = 'It passes at the second attempt';
  let inputs: VerdictInputs;

  /** One scenario that is flaky, in quarantine, and nothing else. */
  before(async () => {
    const samples = await allSamples();
    const scenarios = samples.run.scenarios.filter(({ defined }) => defined.name === title);
    inputs = {
      ...samples,
      runFile: runFile(),
      run: { ...samples.run, scenarios, failures: [], damages: [] },
      exceptions: [{ type: 'quarantine', at, checks: [], scenario: title, reason: 'races', expires: LATER }],
    };
  });

  test('is not there where nothing stands against GO, or only scenarios with failures of their own', () => {
    const excused = judge(inputs);
    assert.deepEqual([excused.gate.exitCode, gateCase(excused)], [0, undefined]);
    const told = judge({ ...inputs, exceptions: [] });
    assert.deepEqual([told.gate.decision, gateCase(told)], ['NO-GO', undefined]);
  });

  test('says beside a failure that the register excuses what stands against GO', () => {
    const expired = known({ checks: ['LB-001.1'], scenario: 'Gone', expires: '2027-01-09' });
    const verdicts = judge({ ...inputs, exceptions: [...inputs.exceptions, expired] });
    assert.deepEqual([verdicts.gate.decision, verdicts.gate.blockers.length], ['NO-GO', 1]);
    assert.equal(
      gateCase(verdicts),
      `failure: NO-GO: 1 thing stands against it\n${verdicts.gate.blockers[0]}`,
    );
  });

  test('says what failed outside the scenarios, and how the recording is damaged, beside a failure that nothing excuses', () => {
    const run = { ...inputs.run, failures: ['a hook failed'], damages: ['line 3 is cut off'] };
    const told = gateCase(judge({ ...inputs, exceptions: [], run }));
    assert.equal(told, 'failure: NO-GO: 2 things stand against it\na hook failed\nline 3 is cut off');
  });

  test('says that a run has no end, whatever else failed', () => {
    const run = { ...inputs.run, interrupted: true };
    assert.match(gateCase(judge({ ...inputs, exceptions: [], run })) ?? '', /^error: INTERRUPTED: /);
  });
});
