import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { readMessageStream } from '../../support/verdict/message-stream.ts';
import { onlyBehind, rewritten, skippedBehind, stoppedBehind } from './samples/rewritten.ts';
import { messagesIn, PIECED, piecedOf, wholeProject } from './samples/whole-project.ts';

const { run: runOf, told } = wholeProject('common-runs');
const [A, B] = [['a.feature'], ['b.feature']];
const ALL = [...A, ...B];

const repeating = async (folder: string, id: string): Promise<object> => {
  const { lines } = await readMessageStream(messagesIn(folder));
  return { repeats: [{ run: id, lines, messages: messagesIn(folder) }] };
};

describe('runs of a part of the features each, whatever cut them', () => {
  test('make no whole one as long as they do not say that they are of one', async () => {
    assert.equal(await told(await runOf('r1', A), await runOf('r2', B)), PIECED);
    const named = await runOf('r1', A, { commonRun: '7' });
    assert.equal(await told(named, await runOf('r2', B)), piecedOf('"7"', 'none'));
    assert.equal(await told(named, await runOf('r2', B, { commonRun: '8' })), piecedOf('"7"', '"8"'));
  });

  test('are the whole one together that name one common run, as the jobs of a pipeline do', async () => {
    const [one, two] = [await runOf('r1', A, { commonRun: '7' }), await runOf('r2', B, { commonRun: '7' })];
    assert.equal(await told(one, two), 'GO\n0');
    assert.equal(await told(one, two, await runOf('r3', A)), 'GO\n0');
    const shard = { index: 1, count: 1, run: '7' };
    assert.equal(await told(one, await runOf('r2', B, { shard })), 'GO\n0', 'as shards of earlier suites do');
  });

  test('are in order beside a run of everything: they add attempts, and take none away', async () => {
    const whole = await runOf('r1', ALL, { commonRun: '8' });
    assert.equal(await told(whole, await runOf('r2', B, { commonRun: '8' })), 'GO\n0');
    assert.equal(await told(whole, await runOf('r2', B)), 'GO\n0');
  });

  test('do not pass there where they are of another common run, and its other parts are not given: one may have failed', async () => {
    const whole = await runOf('r1', ALL);
    const parts = [await runOf('r2', B, { commonRun: '8' }), await runOf('r3', A, { commonRun: '8' })];
    const [part = ''] = parts;
    const lost =
      /^PARTIAL\n1\nof the common run "8" \(r2\) 3 scenarios of 4 are in none of the parts that were given: .*$/;
    assert.match(await told(whole, part), lost);
    assert.match(await told(await runOf('r1', ALL, { commonRun: '7' }), part), lost);
    assert.equal(await told(whole, ...parts), 'GO\n0');
    const again = await runOf('r3', A, { ...(await repeating(part, 'r2')), commonRun: '8' });
    assert.equal(await told(whole, part, again), 'GO\n0', 'a repeat is of what it repeats');
  });

  test('pass there where they are all shards of a filter: what those leave out nobody asked for', async () => {
    const shard = (index: number) => ({ shard: { index, count: 2, run: '8', of: 'o' }, commonRun: '8' });
    const shards = [await runOf('r2', B, shard(1)), await runOf('r3', B, shard(2))];
    assert.equal(await told(await runOf('r1', ALL), ...shards), 'GO\n0');
  });

  test('are told as what they are where they are not everything together', async () => {
    const part = await runOf('r1', A);
    assert.match(
      await told(part, await runOf('r2', A)),
      /^PARTIAL\n1\n1 scenario of 4 \(.*b\.feature.*\) is in none of the merged runs: .*\n1 scenario of 4 not selected\n/,
    );
  });

  test('are no whole one by what they name where that is no name', async () => {
    const [one, two] = [await runOf('r1', A, { commonRun: 7 }), await runOf('r2', B, { commonRun: 7 })];
    assert.equal(await told(one, two), PIECED);
  });
});

describe('a run that was to be of everything', () => {
  const halves = () => Promise.all([runOf('r2', A, { commonRun: 'X' }), runOf('r3', B, { commonRun: 'Y' })]);
  let [none, skipped, unended] = ['', '', ''];
  before(async () => {
    none = await rewritten(await runOf('r1', ALL, { commonRun: 'Z' }), stoppedBehind(1));
    skipped = await rewritten(await runOf('r1', ALL, { commonRun: 'Z' }), skippedBehind(0));
    unended = await rewritten(await runOf('r1', ALL), stoppedBehind(4));
  });

  test('lends that to no halves of two others where it was interrupted, or looked at nothing', async () => {
    const parts = await halves();
    for (const whole of [none, skipped, unended])
      assert.match(
        await told(whole, ...parts),
        /^PARTIAL\n1\nno merged run that came to its end tells of all/,
      );
  });

  test('is not brought to its end by a part of another one', async () => {
    assert.match(
      await told(unended, await runOf('r2', B)),
      /^PARTIAL\n1\nno merged run that came to its end/,
    );
  });

  test('is no hindrance where it was interrupted: a later one that is decides, or a repeat of what it left', async () => {
    assert.equal(await told(none, await runOf('r2', ALL)), 'GO\n0');
    const rest = await rewritten(await runOf('r3', ALL, await repeating(none, 'r1')), onlyBehind(1));
    assert.equal(await told(none, rest), 'GO\n0');
    assert.equal(await told(skipped, await runOf('r2', ALL)), 'GO\n0');
  });
});

test('a part and its repeats are still that part', async () => {
  const part = await runOf('r1', A);
  const again = await runOf('r3', A, await repeating(part, 'r1'));
  assert.match(await told(again, part, await runOf('r2', B)), /^PARTIAL\n1\nno merged run /);
});

test('a run of everything is one with what repeats it, also where its text has changed since', async () => {
  const { run, told: judged, feature } = wholeProject('common-runs-edited');
  const whole = await run('r1', ALL);
  feature('b.feature', ['LB-002.1', 'it passes'], ['LB-002.1', 'it passes']);
  const again = await run('r2', B, await repeating(whole, 'r1'));
  assert.doesNotMatch(await judged(again, whole), /no merged run/);
});
