import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { judge } from '../../support/judge/judge.ts';
import type { Exception } from '../../support/verdict/exceptions.ts';
import type { VerdictInputs } from '../../support/verdict/model.ts';
import { at, greenSample, LATER, runFile } from './samples/judged.ts';

let green: VerdictInputs;

before(async () => {
  green = await greenSample();
});

describe('a clean-up that failed', () => {
  const name = 'A step decides by the comment above it';
  const unclean = { status: 'failed', hook: 'After', message: 'the namespace stays' } as const;
  const decide = (failing: boolean, ...exceptions: readonly Exception[]) => {
    // Of P1: a quarantine covers nothing of P0 anyway.
    const requirements = green.inventory.requirements.map((it) => ({ ...it, priority: 'P1' as const }));
    const inventory = { ...green.inventory, requirements };
    const scenarios = green.run.scenarios.map((scenario) => ({
      ...scenario,
      defined: { ...scenario.defined, priority: 'P1' },
      attempts: scenario.attempts.map((attempt) => ({
        ...attempt,
        steps: [
          ...attempt.steps.map((step) =>
            failing && step.position === attempt.steps.length - 1
              ? { ...step, status: 'failed' as const, message: 'no route' }
              : step,
          ),
          { ...unclean, nanoseconds: 0, attachments: [] },
        ],
      })),
    }));
    return judge({ ...green, inventory, runFile: runFile(), exceptions, run: { ...green.run, scenarios } })
      .gate;
  };
  const until = { at, reason: 'races', expires: LATER };
  const quarantine: Exception = { type: 'quarantine', checks: [], scenario: name, ...until };
  const waiver: Exception = {
    type: 'waiver',
    checks: ['LB-001.1', 'LB-001.2'],
    approver: 'release manager',
    ...until,
  };

  test('is told once where its scenario says it', () => {
    const { blockers } = decide(false);
    assert.equal(blockers.length, 1);
    assert.match(blockers[0] ?? '', /failed: after the scenario: the namespace stays$/);
  });

  test('is excused by no quarantine, waiver or failure of the scenario', () => {
    for (const gate of [decide(false, quarantine), decide(true, quarantine), decide(true, waiver)]) {
      assert.equal(gate.decision, 'NO-GO');
      assert.equal(gate.blockers.length, 1);
      assert.match(gate.blockers[0] ?? '', /was not cleaned up: after the scenario: the namespace stays$/);
    }
    assert.equal(decide(true).blockers.length, 2);
  });
});
