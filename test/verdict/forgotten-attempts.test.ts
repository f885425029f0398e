import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { wholeProject } from './samples/whole-project.ts';

const { run: runOf, told } = wholeProject('forgotten-attempts');
const [A, B] = [['a.feature'], ['b.feature']];
const ofSeven = (attempt?: number): object => ({ commonRun: '7', ...(attempt && { attempt }) });
const FORGOTTEN =
  /^PARTIAL\n1\nrun r3 is attempt 2 of its job in the common run "7", and no earlier attempt at its scenarios is among the recordings: what failed then would be forgotten; give the recording of each attempt/;

describe('a job of a common run that was tried again', () => {
  test('does not make a whole one without its earlier attempt: that had failed', async () => {
    assert.match(await told(await runOf('r1', A, ofSeven(1)), await runOf('r3', B, ofSeven(2))), FORGOTTEN);
    assert.match(await told(await runOf('r1', A, ofSeven()), await runOf('r3', B, ofSeven(2))), FORGOTTEN);
  });

  test('is in order beside that', async () => {
    const parts = [await runOf('r1', A, ofSeven(1)), await runOf('r2', B, ofSeven(1))];
    assert.equal(await told(...parts, await runOf('r3', B, ofSeven(2))), 'GO\n0');
  });

  test('forgets nothing where all of its jobs began anew', async () => {
    assert.equal(await told(await runOf('r1', A, ofSeven(2)), await runOf('r3', B, ofSeven(2))), 'GO\n0');
  });
});
