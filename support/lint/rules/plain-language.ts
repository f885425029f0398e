import type { Step } from '@cucumber/messages';
import type { FeatureSource, WrittenScenario } from '../feature-source.ts';
import type { Finding } from '../finding.ts';
import { titlesOf } from './titles.ts';

/** How something is done instead of what is promised. */
const HOW: readonly (readonly [pattern: RegExp, what: string, fix: string])[] = [
  [
    /\b(?:kubectl|curl|helm|jq|grep)\b|(?:^|\s)oc (?:get|apply|create|delete|logs)\b/,
    'a command',
    'say what a user sees; the step definition knows how to look',
  ],
  [
    /\$\.|\{\.|(?<![\w.-])\.?(?:spec|status|metadata)\.\w+|\w\[\d+\]|\.[a-z]\w+\[/,
    'the path of a field',
    'use the name that the glossary has for it',
  ],
  [
    /\$\{?[A-Z_][A-Z0-9_]*\}?/,
    'an environment variable',
    'leave it to the target; name its value, or a word of the release',
  ],
  [/=>|&&|\|\||;\s*$/, 'code', 'say it in words'],
];

const MANIFEST = /^\s*(?:apiVersion|kind|metadata|spec)\s*:|^\s*[{[]/m;
const ALTERNATIVES = /\sor\s/;
const PAUSE = /^I (?:wait|sleep|pause)\b/;

/** A feature says what is promised, in the words of its readers. */
export function plainLanguageFindings(feature: FeatureSource): Finding[] {
  const { uri, written } = feature;
  const titles = titlesOf(feature).map(({ name: text, line }) => ({ text, line }));
  const backgrounds = new Set(written.flatMap((scenario) => scenario.backgrounds));
  const steps = [
    ...[...backgrounds].flatMap((background) => background.steps),
    ...written.flatMap(({ scenario }) => scenario.steps),
  ];
  return [
    ...[...titles, ...steps.flatMap(textsOf), ...written.flatMap(examplesOf)].flatMap(({ text, line }) =>
      howFindings(uri, line, text),
    ),
    ...steps.flatMap((step) => stepFindings(uri, step)),
    ...alternativeFindings(uri, [...titles, ...written.flatMap(promisesOf)]),
  ];
}

/** A text of a feature, and where it stands. */
export interface Text {
  readonly text: string;
  readonly line: number;
}

/** The sentence of a step, the cells of its table, and its text. */
export const textsOf = ({
  text,
  location,
  dataTable,
  docString,
}: Pick<Step, 'text' | 'location' | 'dataTable' | 'docString'>): Text[] => [
  { text, line: location.line },
  ...(dataTable?.rows ?? []).flatMap((row) =>
    row.cells.map(({ value }) => ({ text: value, line: row.location.line })),
  ),
  ...(docString ? [{ text: docString.content, line: docString.location.line }] : []),
];

const examplesOf = ({ scenario }: WrittenScenario): Text[] =>
  scenario.examples.flatMap(({ tableBody }) =>
    tableBody.flatMap((row) => row.cells.map(({ value }) => ({ text: value, line: row.location.line }))),
  );

/** What of a text says how something is done. */
export const howFindings = (uri: string, line: number, text: string): Finding[] =>
  HOW.flatMap(([pattern, what, fix]) => {
    const found = pattern.exec(text)?.[0].trim();
    return found === undefined
      ? []
      : [{ uri, line, rule: 'plain-language', problem: `"${found}" is ${what}`, fix }];
  });

function stepFindings(uri: string, { text, location, docString }: Step): Finding[] {
  const findings: Finding[] = [];
  if (docString && MANIFEST.test(docString.content))
    findings.push({
      uri,
      line: docString.location.line,
      rule: 'plain-language',
      problem: 'a manifest stands in the text of the step',
      fix: 'put it into fixtures/manifests and name it',
    });
  if (PAUSE.test(text))
    findings.push({
      uri,
      line: location.line,
      rule: 'plain-language',
      problem: 'the step only waits',
      fix: 'say in the Then within which time the outcome must be there',
    });
  return findings;
}

/** What a scenario promises: its Thens with their tables, and the rows of its Examples. */
const promisesOf = (scenario: WrittenScenario): Text[] => [
  ...scenario.steps
    .filter(({ type, inBackground }) => type === 'Outcome' && !inBackground)
    .flatMap(({ step: { docString: _, ...step } }) => textsOf(step)),
  ...examplesOf(scenario),
];

/** A promise that allows two things cannot fail by one of them. What stands in quotes is literal. */
const alternativeFindings = (uri: string, promises: readonly Text[]): Finding[] =>
  promises
    .filter(({ text }) => ALTERNATIVES.test(text.replaceAll(/"[^"]*"/g, '')))
    .map(({ line }) => ({
      uri,
      line,
      rule: 'plain-language',
      problem: 'the promise has an alternative ("or")',
      fix: 'name the one outcome, or a word of the release where releases differ',
    }));
