import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeHomes } from '../../support/systems/kserve/requests/sessions-in-turn.ts';

const judge = (homes: string[], served: Record<string, number>) =>
  judgeHomes('x', homes, 5, new Map(Object.entries(served)));

test('sessions in turn stay on their pods, two of them on one as well', () => {
  judge(['a', 'b', 'c'], { a: 5, b: 5, c: 5, d: 0 });
  judge(['a', 'a', 'b'], { a: 10, b: 5 });
});

test('a session that leaves its pod is seen wherever it goes', () => {
  const moved = /each of 2 sessions in turn to stay on its pod, which makes a 5, b 5.*, got a 4/;
  assert.throws(() => judge(['a', 'b'], { a: 4, b: 6 }), moved);
  assert.throws(() => judge(['a', 'b'], { a: 4, b: 5, c: 1 }), moved);
  assert.throws(() => judge(['a', 'b'], { a: 5 }), /got a 5$/);
});
