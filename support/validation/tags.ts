import type { GherkinDocument, Location, Tag } from '@cucumber/messages';
import { nearest } from '../spelling/nearest.ts';
import { type Inventory, PRIORITIES } from '../verdict/inventory.ts';
import { CATEGORIES } from './categories.ts';

/** The first tag of a feature: the system that it is about; the second is its category. */
export const SYSTEMS = ['kserve', 'aibrix', 'orchestratord', 'kubefoundry', 'regressions'];
const HANDLING = ['alone', 'slow', 'real-time'];

/** `LB-001`, `SEC-001-T7`, `RH-METRIC-01`: how requirement ids look. */
export const REQUIREMENT = /^[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+$/;

/** Every tag that a feature may carry besides requirement ids. */
export const closedTags = (inventory: Inventory, capabilities: readonly string[]): string[] => [
  ...SYSTEMS,
  ...CATEGORIES,
  ...PRIORITIES,
  ...HANDLING,
  ...capabilities.map((capability) => `needs-${capability}`),
  ...inventory.requirements.map(({ id }) => id),
];

/** One sentence for each tag that is unknown or stands in the wrong place. */
export function tagProblems(document: GherkinDocument, known: ReadonlySet<string>): string[] {
  const { feature, uri = '?' } = document;
  if (!feature) return [];
  const scenarios = feature.children.flatMap((child) =>
    child.rule ? child.rule.children.flatMap(({ scenario }) => scenario ?? []) : (child.scenario ?? []),
  );
  const inherited = [...feature.tags, ...feature.children.flatMap(({ rule }) => rule?.tags ?? [])];
  const own = scenarios.flatMap((scenario) => [
    ...scenario.tags,
    ...scenario.examples.flatMap(({ tags }) => tags),
  ]);
  return [
    ...[feature, ...feature.children.flatMap(({ rule }) => rule ?? []), ...scenarios].flatMap((block) =>
      tagsReadAsText(block, uri, known),
    ),
    ...inherited.flatMap((tag) => [...unknown(tag, uri, known), ...misplaced(tag, uri)]),
    ...own.flatMap((tag) => unknown(tag, uri, known)),
    ...scenarios.flatMap((scenario) => {
      const priorities = scenario.tags.filter(({ name }) =>
        PRIORITIES.some((priority) => name === `@${priority}`),
      );
      return priorities.length > 1
        ? [`${uri}:${scenario.location.line}: a scenario has one priority, this one has several`]
        : [];
    }),
  ];
}

/** A line of tags whose first has no `@` is free text to the parser, and would be passed over without a word. */
const tagsReadAsText = (
  { description, location }: { description: string; location: Location },
  uri: string,
  known: ReadonlySet<string>,
): string[] =>
  description
    .split('\n')
    .map((line) => line.trim())
    .filter(
      (line) =>
        /(?:^|\s)@\S/.test(line) && line.split(/\s+/).every((it) => it.startsWith('@') || known.has(it)),
    )
    .map(
      (line) =>
        `${uri}:${location.line}: "${line}" below it is read as a description; begin each tag with "@"`,
    );

function unknown({ name, location }: Tag, uri: string, known: ReadonlySet<string>): string[] {
  const tag = name.slice(1);
  if (known.has(tag)) return [];
  const [kind, where] = REQUIREMENT.test(tag)
    ? ['requirement', 'features/requirements.yaml has all of them']
    : ['tag', 'docs/glossary.md lists the tags'];
  const meant = nearest(tag, known);
  const hint = meant === undefined ? where : `did you mean @${meant}?`;
  return [`${uri}:${location.line}:${location.column ?? 1}: unknown ${kind} ${name}; ${hint}`];
}

/** Tags of a feature or rule are inherited by all its scenarios, which is never true of a requirement. */
const misplaced = ({ name, location }: Tag, uri: string): string[] =>
  REQUIREMENT.test(name.slice(1))
    ? [
        `${uri}:${location.line}:${location.column ?? 1}: ${name} stands on a feature or rule: requirement ids belong on scenarios`,
      ]
    : [];
