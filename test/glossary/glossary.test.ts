import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keysIn } from '../../support/glossary/constant-words.ts';
import type { Glossary } from '../../support/glossary/glossary.ts';
import { gherkinTable, markdownTable } from '../../support/glossary/markdown.ts';
import { renderGlossary } from '../../support/glossary/render.ts';
import { constantOf, sourceFile, textsOf } from '../../support/glossary/source-file.ts';
import { readStepDefinitions } from '../../support/glossary/step-definitions.ts';
import { usagesOf } from '../../support/glossary/usage.ts';
import { alternativesOf } from '../../support/validation/alternatives.ts';
import { projectOf, smallVocabulary, soundFeature } from '../lint/throw-away.ts';
import { written } from './scratch.ts';

test('step definitions are read with keyword, noun, table and place, without being run', () => {
  const { steps } = smallVocabulary();
  assert.deepEqual(
    steps.map(({ keyword, pattern, noun }) => `${noun}: ${keyword} ${pattern}`),
    [
      'plant: Given a {plant} is growing',
      'plant: Given the sun shines',
      'plant: Given the bed {bed} is dug',
      'plant: Given a plant grows from {string}:',
      'plant: When I water it',
      'plant: When I look at it',
      'plant: When I plant these:',
      'plant: Then it blooms within {span}',
      'plant: Then it has {int} leaves',
      'plant: Then these figures are in order:',
      'plant: Then its leaves are these:',
    ],
  );
  const table = steps.at(-1);
  assert.deepEqual(table?.columns, ['check', 'leaf', 'color']);
  assert.deepEqual(table?.allowed, { color: ['red', 'green'] });
  assert.equal(steps[0]?.columns, undefined);
  assert.equal(steps[0]?.line, 8);
});

test('a sentence finds its step by the parameter types of the project', () => {
  const vocabulary = smallVocabulary();
  assert.equal(vocabulary.find('it blooms within 2.5 days')?.pattern, 'it blooms within {span}');
  assert.equal(vocabulary.find('a cactus is growing'), undefined);
});

test('a pattern that is computed is refused with its place', () => {
  const folder = written({
    'step-definitions/bad.steps.ts':
      "import { Given } from '@cucumber/cucumber';\nGiven('a ' + 1, () => {});\n",
  });
  assert.throws(
    () => readStepDefinitions(`${folder}/step-definitions`),
    /bad\.steps\.ts:2: the pattern of a step is a literal/,
  );
});

test('expressions become words', () => {
  assert.deepEqual(alternativesOf('true|false'), ['true', 'false']);
  assert.deepEqual(alternativesOf('\\d+(?:\\.\\d+)? (?:second|minute)s?'), ['N second(s)', 'N minute(s)']);
  assert.deepEqual(alternativesOf('no|exactly \\d+|between \\d+ and \\d+'), [
    'no',
    'exactly N',
    'between N and N',
  ]);
});

test('words are read from constants, also through imports and lists', () => {
  const folder = written({
    'words.ts': "export const COLORS = ['red', 'green'] as const;\n",
    'tables.ts': `import { COLORS as HUES } from './words.ts';
const NAMES = HUES;
const EDITS: Record<string, unknown> = {
  Rose: { color: 1, 'number of leaves': 2 },
  Lily: Object.fromEntries(['height', 'age'].map((key) => [key, key])),
};
export { EDITS, NAMES };
`,
  });
  const file = `${folder}/tables.ts`;
  assert.deepEqual(textsOf(constantOf(sourceFile(file), 'HUES')), ['red', 'green']);
  assert.deepEqual(Object.fromEntries(keysIn(file, 'EDITS')), {
    Rose: ['color', 'number of leaves'],
    Lily: ['height', 'age'],
  });
  assert.throws(() => keysIn(file, 'MISSING'), /tables\.ts: found no words in MISSING/);
});

test('tables are aligned in Gherkin and escaped in Markdown', () => {
  assert.deepEqual(
    gherkinTable(
      [
        ['a', 'long'],
        ['word', 'b'],
      ],
      ' ',
    ),
    [' | a    | long |', ' | word | b    |'],
  );
  assert.equal(markdownTable(['x'], [['a|b\nc']]), '| x |\n|---|\n| a\\|b c |');
});

const glossaryOf = (feature: string): Glossary => {
  const { vocabulary, features } = projectOf(feature);
  return {
    vocabulary,
    usages: usagesOf(
      vocabulary,
      features.flatMap(({ scenarios }) => scenarios),
    ),
    lists: [],
    partWords: ['the pot'],
    containers: ['pot'],
    words: [],
    manifests: [{ system: 'garden', name: 'rose', kind: 'Plant', what: 'A rose.', used: false }],
    tags: ['P0'],
    capabilities: [{ id: 'gpu', meaning: 'a GPU' }],
  };
};

test('the glossary shows each step with its table, an example of a feature, and its uses', () => {
  const text = renderGlossary(glossaryOf(soundFeature()));
  const section = (title: string): string => text.split(`### ${title}\n`)[1]?.split(/\n##/)[0] ?? '';
  assert.match(section('Given a {plant} is growing'), /```gherkin\nGiven a rose is growing\n```/);
  assert.match(
    section('Then its leaves are these:'),
    /Table: `check` \(may be left out\); `leaf`; `color`: `red`, `green`\./,
  );
  assert.match(section('Then its leaves are these:'), /\| LB-001\.2 \| first \| green \|/);
  assert.match(
    section('When I water it'),
    /Used in \[LB-001-growth\]\(\.\.\/features\/kserve\/basic\/LB-001-growth\.feature\)\./,
  );
  assert.match(section('When I look at it'), /No feature uses it\./);
  assert.match(text, /## Steps that no feature uses\n\n- `Given the sun shines` \(plant\)/);
  assert.match(text, /\| `\{span\}` \| A span of time\. \| `N minute\(s\)`, `N day\(s\)` \|/);
});

test('a file counts once, however often its Examples repeat a step', () => {
  const outline = soundFeature(`  @LB-001 @P0
  Scenario Outline: A plant has <count> leaves
    Given a rose is growing
    Then it has <count> leaves

    Examples:
      | check    | count |
      | LB-001.1 | 2     |
      | LB-001.2 | 3     |`);
  const glossary = glossaryOf(outline);
  const step = glossary.vocabulary.find('it has 2 leaves');
  const usage = step && glossary.usages.get(step);
  assert.deepEqual(
    [...(usage?.files.values() ?? [])].map((lines) => [...lines.keys()]),
    [[9]],
  );
  assert.equal(usage?.example?.text, 'it has 2 leaves');
});
