import type { Step } from '@cucumber/messages';
import type { FeatureSource, WrittenScenario } from '../feature-source.ts';
import type { Finding } from '../finding.ts';

/** How something is done instead of what is promised. */
const HOW: readonly (readonly [pattern: RegExp, what: string, fix: string])[] = [
  [
    /\b(?:kubectl|curl|helm|jq|grep)\b|(?:^|\s)oc (?:get|apply|create|delete|logs)\b/,
    'a command',
    'say what a user sees; the step definition knows how to look',
  ],
  [
    /\$\.|\{\.|(?:^|\s)\.?(?:spec|status|metadata)\.\w|\[\d+\]\.|\.[a-z]\w+\[/,
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
export function plainLanguageFindings({ uri, document, written }: FeatureSource): Finding[] {
  const feature = document?.feature;
  const backgrounds = new Set(written.flatMap((scenario) => scenario.backgrounds));
  const steps = [
    ...[...backgrounds].flatMap((background) => background.steps),
    ...written.flatMap(({ scenario }) => scenario.steps),
  ];
  const titles = [
    ...(feature ? [{ text: feature.name, line: feature.location.line }] : []),
    ...written.map(({ scenario }) => ({ text: scenario.name, line: scenario.location.line })),
  ];
  return [
    ...[...titles, ...steps.flatMap(textsOf), ...written.flatMap(examplesOf)].flatMap(({ text, line }) =>
      howFindings(uri, line, text),
    ),
    ...steps.flatMap((step) => stepFindings(uri, step)),
    ...written.flatMap((scenario) => alternativeFindings(uri, scenario)),
  ];
}

interface Text {
  readonly text: string;
  readonly line: number;
}

const textsOf = ({ text, location, dataTable, docString }: Step): Text[] => [
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

const howFindings = (uri: string, line: number, text: string): Finding[] =>
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

/** An outcome that allows two things cannot fail by one of them. */
const alternativeFindings = (uri: string, { steps }: WrittenScenario): Finding[] =>
  steps
    .filter(({ type, inBackground }) => type === 'Outcome' && !inBackground)
    .filter(({ step }) => ALTERNATIVES.test(step.text.replaceAll(/"[^"]*"/g, '')))
    .map(({ step }) => ({
      uri,
      line: step.location.line,
      rule: 'plain-language',
      problem: 'the promise has an alternative ("or")',
      fix: 'name the one outcome, or a word of the release where releases differ',
    }));
