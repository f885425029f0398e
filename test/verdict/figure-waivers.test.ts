import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { figuresOf } from '../../support/figures/figures.ts';
import { judge } from '../../support/judge/judge.ts';
import { exceptionLine } from '../../support/signoff/exception-line.ts';
import { signOff } from '../../support/signoff/sign-off.ts';
import { statementOf } from '../../support/signoff/statement.ts';
import type { Waiver } from '../../support/verdict/exceptions.ts';
import type { VerdictInputs, Verdicts } from '../../support/verdict/model.ts';
import { FIGURES } from '../../support/verdict/suite-attachments.ts';
import { aRecord } from '../runs/records.ts';
import { at, greenSample, LATER, MACHINE, runFile, TODAY } from './samples/judged.ts';

let green: VerdictInputs;
let figure: string;

/** A green run whose only step measured 150 ms, after five runs of 100 ms. */
before(async () => {
  const inputs = await greenSample();
  const attachments = [{ mediaType: FIGURES, text: '{"median latency":150}' }];
  const scenarios = inputs.run.scenarios.map((scenario) => ({
    ...scenario,
    attempts: scenario.attempts.map((attempt) => ({
      ...attempt,
      steps: attempt.steps.map((step, index) => (index === 0 ? { ...step, attachments } : step)),
    })),
  }));
  green = { ...inputs, runFile: runFile(), run: { ...inputs.run, scenarios } };
  figure = figuresOf(judge(green))[0]?.id ?? '';
  const { context: _none, ...ofTarget } = aRecord({ target: 'x', machine: MACHINE });
  const history = Array.from({ length: 5 }, () => ({ ...ofTarget, figures: { [figure]: 100 } }));
  green = { ...green, history };
});

const accepted = (accepts = 'at most 160 milliseconds') => ({ id: figure, accepts });

const judged = (...over: readonly Partial<Waiver>[]): Verdicts =>
  judge({
    ...green,
    exceptions: over.map((own) => ({
      type: 'waiver',
      at,
      checks: [],
      figures: { figures: [accepted()], target: 'x' },
      approver: 'release manager',
      reason: 'the new image is slower',
      expires: LATER,
      ...own,
    })),
  });

test('a run that does not say on which machine it measured is PARTIAL: nobody can judge its figures', () => {
  const { machine: _none, ...silent } = runFile();
  const { gate } = judge({ ...green, runFile: silent });
  assert.equal(gate.decision, 'PARTIAL');
  assert.match(gate.missing.join(), /does not say on which class of machine it measured/);
});

test('a figure that got worse is NO-GO, GO with a waiver that holds, and NO-GO again when that has expired', () => {
  assert.deepEqual([judged().gate.decision, judged().gate.blockers.length], ['NO-GO', 1]);
  const { gate } = judged({});
  assert.deepEqual([gate.decision, gate.excusedFigures.length], ['GO', 1]);
  assert.match(gate.because, /; 1 figure excused by the register/);
  assert.match(
    gate.notes.join(),
    /is worse: 150 ms, .*; excused by the waiver at features\/exceptions.yaml:1/,
  );
  const expired = judged({ expires: '2027-01-09' }).gate;
  assert.deepEqual([expired.decision, expired.blockers.length], ['NO-GO', 2]);
});

test('a waiver excuses a figure no further than it says, and says nothing of one that is missing', () => {
  for (const accepts of ['at most 140 milliseconds', 'less than 150 milliseconds', 'missing']) {
    const { gate } = judged({ figures: { figures: [accepted(accepts)], target: 'x' } });
    assert.deepEqual([gate.decision, gate.blockers.length], ['NO-GO', 1], accepts);
    assert.match(
      gate.blockers[0] ?? '',
      new RegExp(`; the waiver at features/exceptions.yaml:1 accepts ${accepts}; who accepts that writes`),
    );
    assert.match(gate.blockers[0] ?? '', / median latency at most 150 milliseconds\], target: x\)$/);
  }
});

test('one of another target neither excuses a figure nor stands against GO when it has expired', () => {
  const figures = { figures: [accepted()], target: 'y' };
  const { blockers } = judged({ figures, expires: '2027-01-09' }).gate;
  assert.equal(blockers.length, 1);
  assert.match(blockers[0] ?? '', /is worse/);
});

test('the sign-off lists it as every waiver, and what can be signed says no more than a warning', () => {
  const verdicts = judged({});
  const facts = signOff(verdicts, { digests: [], invocations: [], problems: [] });
  assert.deepEqual(
    facts.exceptions.map(({ about, approver, expires }) => [about, approver, expires]),
    [[`figure ${figure} at most 160 milliseconds on x`, 'release manager', LATER]],
  );
  const figures = { figures: [accepted()], target: 'x', context: 'kind-a' };
  const [entry] = judged({ figures }).inputs.exceptions;
  assert.equal(
    entry && exceptionLine(entry, TODAY).about,
    `figure ${figure} at most 160 milliseconds on x (context kind-a)`,
  );
  const images = [{ name: 'vllm', where: 'pods', sha256: 'a1'.repeat(32) }];
  const result = (own: Verdicts) => statementOf(own, { ...facts, images } as never)?.predicate.result;
  assert.equal(result(verdicts), 'WARNED');
  assert.equal(result(judge({ ...green, history: [] })), 'PASSED');
});
