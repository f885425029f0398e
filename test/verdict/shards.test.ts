import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { readMessageStream } from '../../support/verdict/message-stream.ts';
import { scratch } from '../scratch.ts';
import { messagesIn, PIECED, wholeProject } from './samples/whole-project.ts';

const { run: runOf, told } = wholeProject('shards');
const FILES = ['a.feature', 'b.feature'];
const ALL = { of: 'all' };

/** The folder of a run, recorded once. */
const recorded = new Map<string, Promise<string>>();
function shard(id: string, index: number, more: object, settings: object = {}): Promise<string> {
  const what = { shard: { index, count: 2, ...more }, ...settings };
  const key = JSON.stringify([id, what]);
  const folder = recorded.get(key) ?? runOf(id, FILES.slice(index - 1, index), what);
  recorded.set(key, folder);
  return folder;
}
const judged = async (...folders: readonly Promise<string>[]): Promise<string> =>
  withoutRest(await told(...(await Promise.all(folders))));

/** What a shard did not look at is named behind what is missing. */
const withoutRest = (text: string): string => text.split('\n1 scenario of 4 not selected')[0] ?? '';

const lost = (which: string, whose: string): string =>
  `PARTIAL\n1\n${which} missing: what failed there is not known; give it, too, or nothing of ${whose}`;
const LOST = lost('shard 2 of 2 of the common run "7" is', 'that run');

describe('shards of a common run', () => {
  const one = (id = 'r1', run = '7') => shard(id, 1, { run, ...ALL });
  const two = (id = 'r2', run = '7') => shard(id, 2, { run, ...ALL });

  test('are the whole run together, and with another whole one', async () => {
    assert.equal(await judged(one(), two()), 'GO\n0');
    assert.equal(await judged(one(), two(), one('r3', '8'), two('r4', '8')), 'GO\n0');
    assert.equal(await judged(one(), two(), runOf('r5', FILES)), 'GO\n0');
  });

  test('may be there twice, as one is that a pipeline tried again', async () => {
    assert.equal(await judged(one(), two(), one('r3')), 'GO\n0');
  });

  test('do not pass without one of them, whatever stands beside the others', async () => {
    assert.equal(await judged(one(), one('r3')), LOST);
    assert.equal(await judged(one(), one('r3', '8'), two('r4', '8')), LOST);
    assert.equal(await judged(one(), runOf('r5', FILES)), LOST);
    const both = await judged(one(), two('r4', '8'));
    assert.match(
      both,
      /^PARTIAL\n1\nshard 2 of 2 of the common run "7".*\nshard 1 of 2 of the common run "8"/,
    );
  });

  test('are of one split: what others spread over theirs stands for none of them', async () => {
    assert.match(await judged(one(), shard('r2', 2, { run: '7', of: 'P0' })), /^PARTIAL\n1\nshard 2 of 2/);
    assert.match(await judged(one(), shard('r2', 2, { run: '7' })), /^PARTIAL\n1\nshard 2 of 2/);
    assert.match(
      await judged(one(), shard('r2', 2, { run: '7', count: 4, ...ALL })),
      /^PARTIAL\n1\nshard 2 of 2 .*\nshards 1, 3, 4 of 4 of the common run "7" are missing/,
    );
  });
});

test('shards that name no common run are doubted: nobody knows whether they belong together', async () => {
  const all = [shard('r1', 1, {}), shard('r2', 2, {})] as const;
  assert.equal(await judged(...all), PIECED);
  assert.equal(await judged(...all, runOf('r5', FILES)), 'GO\n0', 'another run was of everything');
  assert.equal(await judged(all[0], shard('r3', 1, {})), lost('shard 2 of 2 is', 'these shards'));
});

test('a shard that is no part of anything is the whole run, and one that cannot be is damage', async () => {
  assert.equal(await judged(runOf('r1', FILES, { shard: { index: 1, count: 1 } })), 'GO\n0');
  for (const wrong of [{ index: 3, count: 2 }, { index: 0, count: 0 }, 'x', { run: 5 }])
    assert.match(
      await judged(runOf('r1', FILES, { shard: wrong })),
      /^PARTIAL\n1\nrun r1 is no shard that there is/,
    );
});

test('one shard, with what it repeats, is that shard, and nothing is lost', async () => {
  const first = await shard('r1', 1, { run: '7', ...ALL });
  const { lines } = await readMessageStream(messagesIn(first));
  const repeats = [{ run: 'r1', lines, messages: messagesIn(first) }];
  const again = await shard('r2', 1, { run: '7', ...ALL }, { repeats });
  const copy = path.join(scratch('copy'), 'r1');
  cpSync(first, copy, { recursive: true });
  for (const folders of [[first], [again, first], [copy, again], [first, copy]])
    assert.match(await told(...folders), /^PARTIAL\n0\nthis is shard 1 of 2 of the common run "7"\n/);
  assert.equal(
    await judged(Promise.resolve(again), Promise.resolve(first), shard('r3', 2, { run: '7', ...ALL })),
    'GO\n0',
  );
});
