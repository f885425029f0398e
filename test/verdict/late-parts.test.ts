import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MOST_HOURS_LATE } from '../../support/verdict/late-parts.ts';
import { readMessageStream } from '../../support/verdict/message-stream.ts';
import { later } from './samples/later.ts';
import { rewritten, skippedBehind } from './samples/rewritten.ts';
import { messagesIn, wholeProject } from './samples/whole-project.ts';

const { run, told } = wholeProject('late-parts');
const [A, B] = [['a.feature'], ['b.feature']];
const NIGHTLY = { commonRun: 'nightly' };
const NEXT_NIGHT = 24;
const APART =
  /^PARTIAL\n1\nparts of the common run "nightly" lie 23 hours apart \(run r1 ended .* UTC, run r2 began .* UTC\), more than 12: the name may be that of several runs; set SHARD_RUN, /;

/** The folder of a run that began so many hours late. */
async function runLate(hours: number, ...[id, files, settings]: Parameters<typeof run>): Promise<string> {
  const folder = await run(id, files, settings);
  await later(messagesIn(folder), hours);
  return folder;
}

describe('parts of a common run', () => {
  test('of two nights are not one run because they have one name, as shards or not', async () => {
    assert.match(await told(await run('r1', A, NIGHTLY), await runLate(23.5, 'r2', B, NIGHTLY)), APART);
    const shard = (index: number) => ({ shard: { index, count: 2, run: 'nightly', of: 'all' } });
    const [one, two] = [await run('r1', A, shard(1)), await runLate(23.5, 'r2', B, shard(2))];
    assert.match(await told(two, one), APART, 'in whatever order they are given');
  });

  test('may wait for a machine one after the other', async () => {
    const [first, second, third] = [
      await run('r1', A, NIGHTLY),
      await runLate(MOST_HOURS_LATE - 0.1, 'r2', B, NIGHTLY),
      await runLate(2 * MOST_HOURS_LATE - 0.2, 'r3', B, NIGHTLY),
    ];
    assert.equal(await told(first, second, third), 'GO\n0');
    assert.match(
      await told(first, third),
      /^PARTIAL\n1\nparts of the common run "nightly" lie 23 hours apart/,
    );
  });

  test('may be repeated, or tried again by the pipeline, on the next day', async () => {
    const [first, second] = [await run('r1', A, NIGHTLY), await run('r2', B, NIGHTLY)];
    const { lines } = await readMessageStream(messagesIn(second));
    const repeats = [{ run: 'r2', lines, messages: messagesIn(second) }];
    assert.equal(
      await told(first, second, await runLate(NEXT_NIGHT, 'r3', B, { ...NIGHTLY, repeats })),
      'GO\n0',
    );
    const again = await runLate(NEXT_NIGHT, 'r3', B, { ...NIGHTLY, attempt: 2 });
    assert.equal(await told(first, second, again), 'GO\n0');
  });

  test('do not stand against a run of everything, which needs no other', async () => {
    const whole = await run('r1', [...A, ...B], NIGHTLY);
    assert.equal(await told(whole, await runLate(NEXT_NIGHT, 'r2', B, NIGHTLY)), 'GO\n0');
  });

  test('stand against one that was to be of everything and could not look at it', async () => {
    const half = await rewritten(await run('r1', [...A, ...B], NIGHTLY), skippedBehind(3));
    assert.match(await told(half, await runLate(23.5, 'r2', B, NIGHTLY)), APART);
  });
});
