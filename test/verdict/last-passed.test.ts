import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { judge } from '../../support/judge/judge.ts';
import type { HistoryRecord } from '../../support/runs/history-record.ts';
import { lastPassedText } from '../../support/verdict/last-passed.ts';
import type { VerdictInputs } from '../../support/verdict/model.ts';
import { aRecord } from '../runs/records.ts';
import { allSamples, known, runFile } from './samples/judged.ts';

const TITLE = 'What stands behind a failure is not reached';

let all: VerdictInputs;
before(async () => {
  all = { ...(await allSamples()), runFile: runFile() };
});

/** When the sample that fails last passed. */
function told(history: readonly HistoryRecord[], over: Partial<VerdictInputs> = {}): string | undefined {
  const { scenarios } = judge({ ...all, ...over, history });
  const found = scenarios.find(({ scenario }) => scenario.defined.name === TITLE);
  return found?.lastPassed && lastPassedText(found.lastPassed);
}

const passed = (run: string, took: Record<string, number>): HistoryRecord =>
  aRecord({ run, checks: { passed: ['LB-001.9', 'LB-001.10'] }, took });

test('a failure says when its scenario last passed', () => {
  const history = [passed('r0', { 'LB-001.9': 1 })];
  const text = '2026-11-20 22:03 UTC in run r0 (suite 7407d54)';
  assert.equal(told(history), text);
  assert.equal(told(history, { exceptions: [known()] }), text, 'also where it is known');
});

test('a scenario that no run tried has not passed, though its checks have passed elsewhere', () => {
  assert.equal(told([passed('r0', { 'LB-001.7': 1 })]), undefined);
  const tried = aRecord({ run: 'r1', checks: { failed: ['LB-001.9'] }, took: { 'LB-001.9': 1 } });
  assert.equal(told([passed('r0', {}), tried]), 'never in 1 earlier run on this target');
});
