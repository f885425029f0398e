import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainText } from '../../support/verdict/plain-text.ts';

test('nothing in a text turns the words around it', () => {
  assert.equal(plainText('a \u202etfel\u202c b \u2067c\u2069'), 'a \ufffdtfel\ufffd b \ufffdc\ufffd');
});

test('a text in another script stays as it is', () => {
  assert.equal(plainText('שלום مرحبا 你好'), 'שלום مرحبا 你好');
});
