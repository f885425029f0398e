import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readGlossary } from '../../support/glossary/glossary.ts';
import { headSentence } from '../../support/manifests/head-comment.ts';

test('what a manifest is says the first sentence of the comment at its head', () => {
  assert.equal(headSentence('# A rose,\n# v1.2 of it. It is red.\nkind: Plant\n'), 'A rose, v1.2 of it.');
  assert.equal(headSentence('kind: Plant # A rose.\n# A lily.\n'), undefined);
  assert.equal(headSentence('# no sentence\nkind: Plant\n'), undefined);
});

test('every manifest says what it is, each something else', async () => {
  const files = globSync('fixtures/manifests/**/*.yaml');
  assert.deepEqual(
    files.filter((file) => headSentence(readFileSync(file, 'utf8')) === undefined),
    [],
    'begin them with a comment of one sentence: the glossary shows it',
  );
  const { manifests } = await readGlossary();
  const said = manifests.map(({ what }) => what);
  assert.equal(new Set(said).size, said.length);
});
