import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOrder } from '../../support/code-order.ts';

test('texts stand in the order of their characters, whatever the language of the machine', () => {
  assert.deepEqual(['b', 'a/b', 'B', 'a-b', 'a', 'ä', '10', '9'].toSorted(codeOrder), [
    '10',
    '9',
    'B',
    'a',
    'a-b',
    'a/b',
    'b',
    'ä',
  ]);
  assert.equal(codeOrder('same', 'same'), 0);
});
