import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { loadVerdicts } from '../../support/judge/load.ts';
import { readMessageStream } from '../../support/verdict/message-stream.ts';
import { neverBegun } from './samples/never-begun.ts';
import { onlyBehind, rewritten, stoppedBehind } from './samples/rewritten.ts';
import { messagesIn, wholeProject } from './samples/whole-project.ts';

const { run: runOf, sources, told } = wholeProject('forgotten-attempts');
const [A, B] = [['a.feature'], ['b.feature']];
const ofSeven = (attempt?: number): object => ({ commonRun: '7', ...(attempt && { attempt }) });
const forgotten = (run: string, attempt: number, which: string): string =>
  `run ${run} is attempt ${attempt} of its job in the common run "7", and ${which} not among the recordings: what failed there would be forgotten; give the recording of every attempt, or begin a new pipeline`;
const FORGOTTEN = `PARTIAL\n1\n${forgotten('r3', 2, 'attempt 1 of that is')}`;

describe('a job of a common run that was tried again', () => {
  test('does not make a whole one without its earlier attempt: that had failed', async () => {
    assert.equal(await told(await runOf('r1', A, ofSeven(1)), await runOf('r3', B, ofSeven(2))), FORGOTTEN);
    assert.equal(await told(await runOf('r1', A, ofSeven()), await runOf('r3', B, ofSeven(2))), FORGOTTEN);
  });

  test('is in order beside that', async () => {
    const parts = [await runOf('r1', A, ofSeven(1)), await runOf('r2', B, ofSeven(1))];
    assert.equal(await told(...parts, await runOf('r3', B, ofSeven(2))), 'GO\n0');
  });

  test('needs every attempt in between, not only the first: each was tried again as the one before had failed', async () => {
    const lost = await rewritten(await runOf('r2', B, ofSeven(1)), stoppedBehind(0));
    const [one, third] = [await runOf('r1', A, ofSeven(1)), await runOf('r3', B, ofSeven(3))];
    assert.equal(await told(one, lost, third), `PARTIAL\n1\n${forgotten('r3', 3, 'attempt 2 of that is')}`);
    assert.equal(await told(one, third), `PARTIAL\n1\n${forgotten('r3', 3, 'attempts 1, 2 of that are')}`);
    assert.equal(await told(one, lost, third, await runOf('r4', B, ofSeven(2))), 'GO\n0');
    assert.match(
      await told(one, await runOf('r3', B, ofSeven(999_999_999))),
      /attempts 1, 2, 3, 4, 5, … of that are/,
    );
  });

  test('is so as well where all of its jobs were: then all had failed', async () => {
    const both = [await runOf('r2', A, ofSeven(2)), await runOf('r3', B, ofSeven(2))];
    assert.equal(
      await told(...both),
      `PARTIAL\n1\n${forgotten('r2', 2, 'attempt 1 of that is')}\n${forgotten('r3', 2, 'attempt 1 of that is')}`,
    );
    const all = [...A, ...B];
    assert.equal(await told(await runOf('r3', all, ofSeven(2)), await runOf('r1', all, ofSeven(1))), 'GO\n0');
  });

  test('is not made up for by another job of the pipeline that ran the same scenarios', async () => {
    const whole = await runOf('r1', [...A, ...B], ofSeven(1));
    const again = await runOf('r3', B, ofSeven(2));
    assert.equal(await told(whole, again), FORGOTTEN);
    assert.equal(await told(whole, again, await runOf('r2', B, ofSeven(1))), 'GO\n0');
    const named = (id: string, job: string, attempt: number) =>
      runOf(id, [...A, ...B], { ...ofSeven(attempt), job });
    assert.equal(await told(await named('r1', 'nightly', 1), await named('r3', 'smoke', 2)), FORGOTTEN);
    assert.equal(await told(await named('r1', 'nightly', 1), await named('r3', 'nightly', 2)), 'GO\n0');
  });

  test('may have repeated what its earlier attempt left: that is an attempt as well', async () => {
    const left = await rewritten(await runOf('r1', [...A, ...B], ofSeven(1)), stoppedBehind(1));
    const { lines } = await readMessageStream(messagesIn(left));
    const repeats = [{ run: 'r1', lines, messages: messagesIn(left) }];
    const second = await runOf('r2', [...A, ...B], { ...ofSeven(2), repeats });
    const rest = await rewritten(second, onlyBehind(1));
    assert.equal(await told(left, rest, await runOf('r3', [...A, ...B], ofSeven(3))), 'GO\n0');
  });

  test('is in order beside an earlier attempt that never began: that hides nothing', async () => {
    const lost = await neverBegun('r1', ofSeven(1));
    const whole = await runOf('r3', [...A, ...B], ofSeven(2));
    assert.equal(await told(lost, whole), 'GO\n0');
    const { warnings } = (await loadVerdicts([messagesIn(lost), messagesIn(whole)], sources)).inputs;
    assert.deepEqual(warnings, ['run r1, attempt 1 of its job, never began: the later attempt decides']);
    assert.match(await told(lost, await runOf('r3', [...A, ...B], { commonRun: '8', attempt: 2 })), /^NO-GO/);
    assert.match(
      await told(whole, await neverBegun('r4', ofSeven(3))),
      /^NO-GO/,
      'the later one came to nothing',
    );
    assert.match(await told(lost), /^NOTHING JUDGED/);
  });

  test('is not made up for by an attempt of another part of the same job that never began: its own may have failed', async () => {
    const partOf = (files: readonly string[], attempt: number): object => ({
      ...{ ...ofSeven(attempt), job: 'matrix', extent: files.join() },
    });
    const lost = await neverBegun('r1', partOf(A, 1));
    const again = [await runOf('r2', A, partOf(A, 2)), await runOf('r3', B, partOf(B, 2))];
    assert.equal(await told(lost, ...again), FORGOTTEN);
    assert.equal(await told(lost, ...again, await neverBegun('r4', partOf(B, 1))), 'GO\n0');
    assert.match(await told(lost, await runOf('r3', [...A, ...B], partOf([...A, ...B], 2))), /^NO-GO/);
    const staging = { target: { name: 'kind', context: 'staging', images: {}, releases: {} } };
    const elsewhere = await neverBegun('r4', { ...partOf(B, 1), ...staging });
    assert.match(
      await told(await neverBegun('r1', partOf(A, 1)), ...again, elsewhere),
      /^NO-GO\n1\nthe run never began/,
      'an attempt on another cluster',
    );
    const ofTwo = (index: number, attempt: number): object => ({
      ...{ ...ofSeven(attempt), job: 'matrix', shard: { index, count: 2, run: '7', of: 'o' } },
    });
    const old = [await runOf('r2', A, ofTwo(1, 2)), await runOf('r3', B, ofTwo(2, 2))];
    assert.equal(await told(await neverBegun('r1', ofTwo(1, 1)), ...old), FORGOTTEN, 'of an earlier suite');
  });

  test('passes by itself where it is a part, for the job that merges the parts decides, and is no GO', async () => {
    assert.match(
      await told(await runOf('r3', B, ofSeven(2))),
      /^PARTIAL\n0\nrun r3 is attempt 2 .*\n3 scenarios of 4 not selected/,
    );
    const shard = { index: 1, count: 2, run: '7', of: 'o' };
    const spread = await runOf('r3', [...A, ...B], { ...ofSeven(2), shard });
    assert.match(await told(spread), /^PARTIAL\n0\nrun r3 is attempt 2 .*\nthis is shard 1 of 2/);
  });

  test('does not pass where it tells of everything: no merge follows, and the pipeline would turn green by trying again', async () => {
    const whole = await runOf('r3', [...A, ...B], ofSeven(2));
    assert.equal(await told(whole), FORGOTTEN, 'by its id, and as it ends');
    const { gate } = await loadVerdicts([messagesIn(whole)], sources, [], undefined, true);
    assert.equal([gate.decision, gate.exitCode, ...gate.missing].join('\n'), FORGOTTEN, 'by its path');
  });
});
