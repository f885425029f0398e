import assert from 'node:assert/strict';
import { test } from 'node:test';
import { amountInWords, holdsAmount, parseAmount } from '../../support/amounts/amount.ts';

test('each form holds for its counts, bounds included', () => {
  const holds = (text: string) => [0, 1, 2, 3, 4].filter((count) => holdsAmount(parseAmount(text), count));
  assert.deepEqual(holds('no'), [0]);
  assert.deepEqual(holds('exactly 3'), [3]);
  assert.deepEqual(holds('at least 3'), [3, 4]);
  assert.deepEqual(holds('at most 1'), [0, 1]);
  assert.deepEqual(holds('between 1 and 3'), [1, 2, 3]);
});

test('an amount is said as it was written', () => {
  for (const text of ['no', 'exactly 3', 'at least 2', 'at most 5', 'between 70 and 130'])
    assert.equal(amountInWords(parseAmount(text)), text);
});

test('anything else is refused with the forms there are', () => {
  assert.throws(() => parseAmount('about 3'), /"about 3" is not an amount: write "no", "exactly N"/);
  assert.throws(() => parseAmount('between 5 and 2'), /holds for no count/);
  assert.throws(() => parseAmount('at least 0'), /"at least 0" holds for every count: nothing can miss it/);
});
