import { alternativesOf } from '../validation/alternatives.ts';
import { chapterOf } from './chapters.ts';
import type { Glossary } from './glossary.ts';
import { anchorOf, code, markdownTable } from './markdown.ts';
import { settingsTable } from './render-settings.ts';
import { renderStep } from './render-step.ts';
import { PLACEHOLDERS } from './value-lists.ts';

/** The glossary as Markdown, the same for the same project: no dates, no line numbers. */
export function renderGlossary(glossary: Glossary): string {
  const sections = [
    INTRODUCTION,
    contentsOf(glossary),
    CLAIMS,
    ...stepSections(glossary),
    parameterTypes(glossary),
    tableValues(glossary),
    releaseWords(glossary),
    manifests(glossary),
    tags(glossary),
    unused(glossary),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

const INTRODUCTION = `# Glossary: what a feature can say

Generated from the step definitions by \`npm run glossary\`; \`npm test\` fails when it is out of date. Write a new scenario with
these words, start a feature from the inventory with \`npm run new -- ID\` (\`--list\` names the requirements that have none
yet), and let \`npm run lint:features\` read it.

In a pattern, \`{duration}\` stands for a value ([Values in a sentence](#values-in-a-sentence)), \`a/an\` for one of both, and
\`(s)\` may be left out.`;

const CLAIMS = `## What a step decides

\`# checks: LB-001.7, LB-001.8\` directly above a Then says that the step decides these checks; a first column \`check\` in a
table or in Examples says it for each row. A check has one place that decides it. Where several are meant, and each of
them must hold, every file among them says so in a line of its own, best under its title:
\`# decided in several places: LB-001.30\`. Rows of one table need no such line.`;

const nounsOf = ({ vocabulary }: Glossary): string[] => [
  ...new Set(vocabulary.steps.map(({ noun }) => noun)),
];

const contentsOf = (glossary: Glossary): string =>
  [
    '- [What a step decides](#what-a-step-decides)',
    '- Steps:',
    ...nounsOf(glossary)
      .map(chapterOf)
      .map((title) => `  - [${title}](${anchorOf(title)})`),
    '- [Values in a sentence](#values-in-a-sentence)',
    '- [Values in a table](#values-in-a-table)',
    '- [Words of the release](#words-of-the-release)',
    '- [Manifests](#manifests)',
    '- [Tags](#tags)',
    '- [Steps that no feature uses](#steps-that-no-feature-uses)',
  ].join('\n');

const stepSections = (glossary: Glossary): string[] =>
  nounsOf(glossary).flatMap((noun) => [
    `## ${chapterOf(noun)}`,
    ...glossary.vocabulary.steps
      .filter((step) => step.noun === noun)
      .map((step) => renderStep(step, glossary)),
  ]);

const parameterTypes = ({ vocabulary }: Glossary): string =>
  [
    '## Values in a sentence',
    markdownTable(
      ['type', 'meaning', 'allowed'],
      [
        ...vocabulary.parameterTypes.map(({ name, meaning, expression }) => [
          code(`{${name}}`),
          meaning,
          name === 'manifest'
            ? 'one of the [manifests](#manifests), in quotes'
            : alternativesOf(expression).map(code).join(', '),
        ]),
        ['`{string}`', 'A text; the step says which.', 'in double quotes'],
        ['`{int}`', 'A whole number.', '`3`'],
      ],
    ),
  ].join('\n\n');

const tableValues = ({ lists, partWords, containers }: Glossary): string =>
  [
    '## Values in a table',
    ...lists.map((list) =>
      [
        `### ${list.title}`,
        `Column ${code(list.column)}.`,
        settingsTable(list) ??
          [...list.groups]
            .map(([group, values]) => `- ${group === '' ? '' : `${group}: `}${values.map(code).join(', ')}`)
            .join('\n'),
      ].join('\n\n'),
    ),
    '### Containers',
    'Column `container`: a word of the release (below) or the name of a container. One that must be absent is one of ' +
      `${containers.map(code).join(', ')}.`,
    '### Texts and values that are compared',
    'A cell that is compared with what the cluster says is a word of the release (below), a part of the service ' +
      `(${partWords.map(code).join(', ')}), or a literal text in which these are filled in:`,
    markdownTable(
      ['in a cell', 'stands for'],
      Object.entries(PLACEHOLDERS).map(([name, meaning]) => [code(name), meaning]),
    ),
  ].join('\n\n');

const releaseWords = ({ words }: Glossary): string =>
  [
    '## Words of the release',
    'Where releases differ, a feature says the word, and the release table of the target (`fixtures/releases`) its value.',
    ...words.map(({ system, meanings, releases }) =>
      [
        `### Words of ${system}`,
        markdownTable(
          ['word', 'meaning', ...releases.map(({ name }) => name)],
          [...meanings].map(([word, meaning]) => [
            code(word),
            meaning,
            ...releases.map((release) => [release.words[word] ?? []].flat().map(String).map(code).join(', ')),
          ]),
        ),
      ].join('\n\n'),
    ),
  ].join('\n\n');

const manifests = ({ manifests: entries }: Glossary): string =>
  [
    '## Manifests',
    ...[...Map.groupBy(entries, ({ system }) => system)].flatMap(([system, own]) => [
      `### Manifests of ${system}`,
      markdownTable(
        ['name', 'kind', 'what it is'],
        own.map(({ name, kind, what, used }) => [
          `[${name}](../fixtures/manifests/${system}/${name}.yaml)`,
          kind,
          used ? what : `${what} No feature uses it.`,
        ]),
      ),
    ]),
  ].join('\n\n');

const tags = ({ tags: known, capabilities }: Glossary): string =>
  [
    '## Tags',
    'Besides the ids of requirements, which stand on scenarios only:',
    known.map((tag) => code(`@${tag}`)).join(', '),
    'The system and the category stand on the feature, the priority of the inventory on the scenario (`@P0` is the highest). `@alone` runs while no other scenario does, `@slow` is left out of the profile `smoke`.',
    'A scenario whose capability is missing is skipped:',
    markdownTable(
      ['tag', 'the cluster or machine has'],
      capabilities.map(({ id, meaning }) => [code(`@needs-${id}`), meaning]),
    ),
  ].join('\n\n');

function unused({ vocabulary, usages }: Glossary): string {
  const steps = vocabulary.steps.filter((step) => (usages.get(step)?.files.size ?? 0) === 0);
  return [
    '## Steps that no feature uses',
    steps.length === 0
      ? 'None.'
      : steps
          .map(({ keyword, pattern, noun }) => `- ${code(`${keyword} ${pattern}`)} (${chapterOf(noun)})`)
          .join('\n'),
  ].join('\n\n');
}
