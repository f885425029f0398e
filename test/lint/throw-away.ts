import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type FeatureVocabulary, readVocabulary } from '../../support/glossary/vocabulary.ts';
import { featureSourceOf } from '../../support/lint/feature-source.ts';
import { inOneLine } from '../../support/lint/finding.ts';
import { lint } from '../../support/lint/lint.ts';
import type { Project } from '../../support/lint/project.ts';
import type { TaggedInventory } from '../../support/validation/features.ts';
import { scratch } from '../scratch.ts';

/** Step definitions of a small world, never run. */
const STEPS = `
import { type DataTable, Given, Then, When } from '@cucumber/cucumber';
import { tableOf } from '../support/tables.ts';

const COLORS = ['red', 'green'] as const;
const COLUMNS = ['check', 'leaf', 'color'] as const;

Given('a {plant} is growing', async () => {});
Given('the sun shines', async () => {});
Given('the bed {bed} is dug', async () => {});
Given('a plant grows from {string}:', async (table: DataTable) => {
  tableOf(table, ['setting']);
});
When('I water it', async () => {});
When('I look at it', async () => {});
When('I plant these:', async (table: DataTable) => {
  tableOf(table, ['manifest']);
});
Then('it blooms within {span}', async () => {});
Then('it has {int} leaves', async () => {});
Then('these figures are in order:', async (table: DataTable) => {
  tableOf(table, ['check', 'figure', 'limit']);
});
Then('its leaves are these:', async (table: DataTable) => {
  tableOf(table, COLUMNS, { color: COLORS });
});
`;

const PARAMETER_TYPES = `
import { defineParameterType } from '@cucumber/cucumber';

/** A plant that people keep. */
defineParameterType({ name: 'plant', regexp: /rose|lily/, transformer: (text: string) => text });

/** A bed by its name. */
defineParameterType({ name: 'bed', regexp: /"([a-z][a-z-]*)"/, transformer: (text: string) => text });

/** A span of time. */
defineParameterType({ name: 'span', regexp: /\\d+(?:\\.\\d+)? (?:minute|day)s?/, transformer: (text: string) => text });
`;

/** The vocabulary of the small world. */
export function smallVocabulary(): FeatureVocabulary {
  const folder = scratch('lint');
  const steps = path.join(folder, 'step-definitions');
  mkdirSync(steps);
  writeFileSync(path.join(steps, 'plant.steps.ts'), STEPS);
  writeFileSync(path.join(folder, 'parameter-types.ts'), PARAMETER_TYPES);
  return readVocabulary(steps, path.join(folder, 'parameter-types.ts'));
}

const check = (id: string, more: object = {}) => ({
  id,
  at: '1',
  what: `what ${id} wants`,
  expect: '',
  observe: 'http',
  ...more,
});

const requirement = (id: string, priority: 'P0' | 'P1', checks: ReturnType<typeof check>[]) => ({
  id,
  document: '000',
  lines: [1, 2] as const,
  kind: 'scenario',
  priority,
  system: 'plants',
  category: 'garden',
  title: `title of ${id}`,
  checks,
  needs: [],
});

const INVENTORY: TaggedInventory = {
  systems: [{ id: 'plants', name: 'Plants' }],
  capabilities: [{ id: 'gpu' }, { id: 'cargo' }],
  requirements: [
    requirement('LB-001', 'P0', [check('LB-001.1'), check('LB-001.2')]),
    requirement('LB-002', 'P1', [
      check('LB-002.1', { any_of: 'water' }),
      check('LB-002.2', { any_of: 'water' }),
    ]),
  ],
};

export const URI = 'features/kserve/basic/LB-001-growth.feature';

export interface Options {
  readonly covered?: readonly string[];
  readonly deviations?: Project['deviations'];
  /** Entries of the register about scenarios. */
  readonly excused?: Project['excused'];
  readonly registerProblems?: Project['registerProblems'];
  /** More files, by their paths. */
  readonly others?: Readonly<Record<string, string>>;
  readonly uri?: string;
}

let vocabulary: FeatureVocabulary | undefined;

/** The project that holds one feature, or several, of the small world. */
export function projectOf(
  text: string,
  {
    covered = [],
    deviations = [],
    excused = [],
    registerProblems = [],
    others = {},
    uri = URI,
  }: Options = {},
): Project {
  vocabulary ??= smallVocabulary();
  return {
    folder: 'features',
    features: Object.entries({ [uri]: text, ...others }).map(([name, content]) =>
      featureSourceOf(name, content),
    ),
    inventory: INVENTORY,
    excused,
    registerProblems,
    deviations,
    covered: new Set(covered),
    vocabulary,
    manifests: new Map(),
    lists: [],
    words: new Set(),
    known: { containers: new Set(), texts: new Set(), labelDomains: new Set() },
  };
}

/** Fails unless one of the lines is as expected. */
export const says = (lines: readonly string[], pattern: RegExp): void =>
  assert.ok(
    lines.some((line) => pattern.test(line)),
    `expected ${pattern} among\n${lines.join('\n')}`,
  );

/** A feature with one scenario of these steps. */
export const withSteps = (steps: string): string =>
  soundFeature(`  @LB-001 @P0\n  Scenario: A plant blooms\n${steps}`);

/** What the linter says of a feature, one line each, without the name of its only file. */
export const findingsOf = (text: string, options: Options = {}): string[] =>
  lint(projectOf(text, options))
    .map(inOneLine)
    .map((line) => {
      const file = `${options.uri ?? URI}:`;
      return line.startsWith(file) ? line.slice(file.length) : line;
    });

/** A feature that nothing is wrong with, in which one part can be replaced. */
export const soundFeature = (scenarios = SCENARIOS): string => `@kserve @basic
Feature: A plant grows

  Nobody keeps a plant that does not grow.

${scenarios}
`;

export const SCENARIOS = `  @LB-001 @P0
  Scenario: A watered plant blooms
    Given a rose is growing
    When I water it
    # checks: LB-001.1
    Then it blooms within 2 days
    And its leaves are these:
      | check    | leaf  | color |
      | LB-001.2 | first | green |`;
