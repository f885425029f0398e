import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chapterOf, titledNouns } from '../../support/glossary/chapters.ts';
import { quotedTexts } from '../../support/glossary/quoted-texts.ts';
import { SETTING_MEANINGS } from '../../support/glossary/setting-meanings.ts';
import { readStepDefinitions } from '../../support/glossary/step-definitions.ts';
import { valueLists } from '../../support/glossary/value-lists.ts';

const steps = readStepDefinitions();

test('every step says what may stand in its quotes', () => {
  const silent = steps.filter(({ pattern }) => quotedTexts(pattern).includes(undefined));
  assert.deepEqual(
    silent.map(({ pattern }) => pattern),
    [],
    'support/glossary/quoted-texts.ts says it, by the words around the quotes',
  );
});

test("conditions, words of the release, listeners and texts of one's own are told apart", () => {
  const [condition, reason] = quotedTexts(
    'it reports {string} as {truth} within {duration} because {string}',
  );
  assert.match(condition ?? '', /^one of the \[conditions\]/);
  assert.match(reason ?? '', /^a \[word of the release\].* or the text itself$/);
  assert.match(quotedTexts('its listener {string} reports {string}')[0] ?? '', /^a listener/);
  assert.deepEqual(quotedTexts('I ask it {string}'), ['any text of your own']);
});

test('every setting of a table has a meaning, and nothing else has one', () => {
  const lists = valueLists().filter(({ column }) => column === 'setting');
  assert.ok(lists.length > 3);
  const words = lists.map(({ title, groups }) => [title, [...new Set([...groups.values()].flat())].sort()]);
  const told = Object.entries(SETTING_MEANINGS).map(([title, own]) => [title, Object.keys(own).sort()]);
  assert.deepEqual(told, words);
});

test('every file of steps has a chapter with a title of its own', () => {
  const nouns = [...new Set(steps.map(({ noun }) => noun))].sort();
  assert.deepEqual(titledNouns().sort(), nouns);
  assert.equal(new Set(nouns.map(chapterOf)).size, nouns.length);
});
