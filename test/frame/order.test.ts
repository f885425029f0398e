import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Pickle } from '@cucumber/messages';
import { inOrder, inShard, mayStart } from '../../support/coordinator/order.ts';

const item = (name: string, uri: string, ...tags: string[]) => ({
  pickle: {
    id: name,
    name,
    uri,
    tags: tags.map((tag) => ({ name: tag, astNodeId: '' })),
  } as unknown as Pickle,
});

const ITEMS = [
  item('a1', 'a'),
  item('a2', 'a', '@alone'),
  item('b1', 'b', '@baseline'),
  item('b2', 'b', '@baseline'),
  item('c1', 'c'),
  item('c2', 'c', '@ISSUE-001'),
  item('d1', 'd', '@P1'),
  item('f1', 'f', '@P1', '@slow'),
  item('e1', 'e', '@P1'),
  item('e2', 'e', '@P0'),
];

const names = (items: readonly { pickle: Pickle }[]) => items.map(({ pickle }) => pickle.name);

it('puts the control group first, then the baseline, then files with a P0 promise, slow ones first among equals, keeps files whole, and what needs the cluster alone last', () => {
  assert.deepEqual(names(inOrder(ITEMS)), ['c1', 'c2', 'b1', 'b2', 'e1', 'e2', 'f1', 'a1', 'd1', 'a2']);
});

it('shuffles by a seed inside these bounds, the same way each time', () => {
  const orders = [1, 2, 3, 4, 5, 6].map((seed) => names(inOrder(ITEMS, seed)).join());
  assert.ok(new Set(orders).size > 1);
  assert.equal(names(inOrder(ITEMS, 1)).join(), orders[0]);
  for (const order of orders) {
    assert.match(order, /^(c1,c2|c2,c1),(b1,b2|b2,b1),(e1,e2|e2,e1),f1,(a1,d1|d1,a1),a2$/);
  }
});

it('gives each shard the control groups of the systems that it judges', () => {
  const items = [
    item('control', 'a', '@kserve', '@ISSUE-001'),
    item('same file', 'a', '@kserve'),
    item('of the system', 'b', '@kserve'),
    item('of another', 'c', '@aibrix'),
  ];
  const shards = [1, 2, 3].map((index) => names(inShard(items, { index, count: 3 })));
  assert.deepEqual(shards, [['control', 'same file'], ['control', 'of the system'], ['of another']]);
});

it('gives each file to exactly one shard, in about equal parts', () => {
  const shards = [1, 2, 3].map((index) => names(inShard(ITEMS, { index, count: 3 })));
  assert.deepEqual(shards.flat().toSorted(), names(ITEMS).toSorted());
  for (const shard of shards) assert.ok(shard.length >= 2 && shard.length <= 4, shard.join());
  for (const letter of ['a', 'b', 'c', 'd', 'e', 'f'])
    assert.equal(shards.filter((shard) => shard.some((name) => name.startsWith(letter))).length, 1);
});

it('runs what needs the cluster alone with nothing else', () => {
  const pickles = ITEMS.map(({ pickle }) => pickle);
  const [usual, alone] = pickles;
  assert.ok(usual && alone);
  assert.equal(mayStart(alone, []), true);
  assert.equal(mayStart(alone, [usual]), false);
  assert.equal(mayStart(usual, [alone]), false);
  assert.equal(mayStart(usual, [usual]), true);
});
