import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generateMessages } from '@cucumber/gherkin';
import { IdGenerator, type Pickle, SourceMediaType } from '@cucumber/messages';
import { CHECK_RESULTS } from '../../support/judging/check-results.ts';
import { cut } from '../../support/proof/cut-plugin.ts';
import { ProofProgress } from '../../support/proof/progress.ts';
import { proofOf } from '../../support/proof/proof-of.ts';
import { outcomesOf, together } from '../../support/proof/trial.ts';
import type { RecordedStep } from '../../support/verdict/attempts.ts';
import { claimDigest } from '../../support/verdict/claim-words.ts';
import { definedScenarios } from '../../support/verdict/defined-scenarios.ts';

const FEATURE = `
Feature: A thing
  @LB-001 @P0
  Scenario: It holds
    Given a state
    # checks: LB-001.1
    Then one holds
    And these hold:
      | check    | what |
      | LB-001.2 | two  |
      | LB-001.3 | more |
    # checks: LB-001.4
    And the last holds
`;

const envelopes = generateMessages(FEATURE, 'a.feature', SourceMediaType.TEXT_X_CUCUMBER_GHERKIN_PLAIN, {
  includeSource: false,
  includeGherkinDocument: true,
  includePickles: true,
  newId: IdGenerator.incrementing(),
});
const gherkinDocument = envelopes.find((envelope) => envelope.gherkinDocument)?.gherkinDocument;
const pickle = envelopes.find((envelope) => envelope.pickle)?.pickle as Pickle;
assert.ok(gherkinDocument);
const defined = definedScenarios(gherkinDocument, [pickle]).get(pickle.id);
assert.ok(defined);

type Ending = Partial<Pick<RecordedStep, 'status' | 'message' | 'attachments'>>;

/** The scenario as if its steps had ended so. */
const recorded = (...endings: Ending[]) => ({
  defined,
  selected: true,
  attempts: [
    {
      id: '1',
      startedAt: new Date(0),
      endedAt: new Date(1),
      steps: defined.steps.map((step, position) => ({
        defined: step,
        position,
        status: 'skipped' as const,
        nanoseconds: 0,
        attachments: [],
        ...endings[position],
      })),
    },
  ],
});

const PASSED: Ending = { status: 'passed' };
const failed = (message: string): Ending => ({ status: 'failed', message });
const outcome = (checks: string[], ...endings: Ending[]) => outcomesOf(recorded(...endings), checks);

test('a claim that failed by assertion is a kill, one that passed a survival', () => {
  const { kills, survivals } = outcome(['LB-001.1', 'LB-001.4'], PASSED, failed('Error: expected 1, got 2'));
  const [claim] = defined.claims;
  assert.ok(claim);
  const digest = claimDigest(defined, claim);
  assert.deepEqual(kills, [
    {
      check: 'LB-001.1',
      at: 'a.feature:7',
      message: 'Error: expected 1, got 2',
      uri: 'a.feature',
      digest,
    },
  ]);
  const defect = { id: 'one', title: 't', checks: ['LB-001.1', 'LB-001.4'] };
  const { defects, killed } = proofOf([{ defect, kills, survivals, seconds: 1 }]);
  assert.deepEqual(
    [killed, defects[0]?.by],
    [1, [{ check: 'LB-001.1', at: 'a.feature:7', uri: 'a.feature', digest }]],
  );
  assert.match(survivals.join(), /^LB-001\.4 at a\.feature:13 is not-reached/);
  assert.match(
    outcome(['LB-001.1'], PASSED, PASSED).survivals.join(),
    /^LB-001\.1 at a\.feature:7 is passed$/,
  );
});

test('a claim that was blocked has judged nothing', () => {
  const { kills, survivals } = outcome(['LB-001.1'], failed('Error: no state'));
  assert.deepEqual(kills, []);
  assert.match(survivals.join(), /LB-001\.1 at a\.feature:7 is blocked: Error: no state/);
});

for (const message of [
  "TypeError: Cannot read properties of undefined (reading 'spec')",
  'UnknownWord: "typ" is not a setting of a part: write one of name, type',
  'MissingStep: this step speaks of the change, but no step before it did "When I scale it …"',
  'EnvironmentError: context "embedded": no answer',
  'WaitFailure: it holds: stopped after 3 min (the scenario took longer than all its limits and 2 minutes (2 min)); last seen: nothing',
])
  test(`no judgement about the system is no kill: ${message.slice(0, 30)}`, () => {
    assert.deepEqual(outcome(['LB-001.1'], PASSED, failed(message)).kills, []);
  });

test('each row is judged for itself, and a row that broke the suite is no kill', () => {
  const rows = [
    { id: 'LB-001.2', verdict: 'failed', message: 'expected two, got three' },
    { id: 'LB-001.3', verdict: 'failed', message: 'TypeError: x is not a function' },
  ];
  const attachments = [{ mediaType: CHECK_RESULTS, text: JSON.stringify(rows) }];
  const { kills } = outcome(['LB-001.2', 'LB-001.3'], PASSED, PASSED, { ...failed('both'), attachments });
  assert.deepEqual(
    kills.map(({ check, at }) => [check, at]),
    [['LB-001.2', 'a.feature:10']],
  );
});

test('outcomes of several scenarios add up', () => {
  const one = outcome(['LB-001.1'], PASSED, failed('Error: no'));
  assert.equal(together([one, one]).kills.length, 2);
});

test('a scenario of a trial ends with the last step that decides a check of the defect', () => {
  const lengthFor = (...checks: string[]) => cut({ pickle, gherkinDocument }, checks).pickle.steps.length;
  assert.equal(lengthFor('LB-001.1'), 2);
  assert.equal(lengthFor('LB-001.3', 'LB-001.1'), 3);
  assert.equal(lengthFor('LB-001.4'), 4);
  assert.equal(lengthFor('LB-099.1'), 4);
});

test('progress tells the kill, the survivals and, once it can, what is left', () => {
  let now = 0;
  const progress = new ProofProgress(7, () => now);
  const trial = {
    defect: { id: 'broken', title: '', checks: [] },
    survivals: ['A-1 is passed\nmore'],
    seconds: 2,
  };
  const kills = [{ check: 'A-2', at: 'a.feature:3', message: '', uri: 'a.feature', digest: 'a1' }];
  assert.deepEqual(progress.lines({ ...trial, kills }), [
    '[prove] [1/7] broken: killed by A-2 at a.feature:3 (2 s)',
    '[prove]     A-1 is passed',
  ]);
  for (let done = 2; done < 5; done += 1) progress.lines({ ...trial, kills });
  now = 10_000;
  assert.equal(
    progress.lines({ ...trial, kills: [], survivals: [] })[0],
    '[prove] [5/7] broken: SURVIVED (2 s), about 4 s left',
  );
});
