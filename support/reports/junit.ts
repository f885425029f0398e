import { daysLeft } from '../verdict/exceptions.ts';
import type { ScenarioVerdict, Verdicts } from '../verdict/model.ts';
import { runFacts, wallClock } from './run-facts.ts';
import { decidedAttempt, featuresOf, type ReportedFeature, repeatCommand } from './scenario-facts.ts';

/**
 * The run in the common JUnit form: a suite for each feature, one case for each scenario. What failed is a
 * `failure`, what was blocked or not brought to its end an `error`; skipped and known are `skipped` with their
 * reason. Properties carry requirement ids, priority, verdict, attempts and the way to the evidence.
 */
export function junitXml(verdicts: Verdicts): string {
  const suites = featuresOf(verdicts);
  const all = suites.flatMap((suite) => suite.scenarios);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="llm-serving-acceptance"${counts(all, wallClock(verdicts))}>`,
    ...suites.flatMap((suite) => suiteOf(suite, verdicts)),
    '</testsuites>',
    '',
  ].join('\n');
}

function suiteOf({ uri, feature, scenarios }: ReportedFeature, verdicts: Verdicts): string[] {
  const started = scenarios.flatMap((scenario) => scenario.scenario.attempts[0]?.startedAt ?? []);
  const earliest = started.sort((a, b) => a.getTime() - b.getTime())[0];
  const total = scenarios.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  return [
    `  <testsuite name="${xml(feature.name)}"${counts(scenarios, total)}${
      earliest ? ` timestamp="${earliest.toISOString().slice(0, 19)}"` : ''
    } file="${xml(uri)}">`,
    '    <properties>',
    ...runFacts(verdicts).map(([name, value]) => property('      ', name.toLowerCase(), value)),
    '    </properties>',
    ...scenarios.flatMap((scenario) => caseOf(scenario, verdicts)),
    '  </testsuite>',
  ];
}

function caseOf(scenario: ScenarioVerdict, verdicts: Verdicts): string[] {
  const { defined } = scenario.scenario;
  const classname =
    defined.rule === undefined ? defined.feature.name : `${defined.feature.name} · ${defined.rule}`;
  return [
    `    <testcase name="${xml(nameOf(scenario, verdicts))}" classname="${xml(classname)}" time="${seconds(scenario.milliseconds)}" file="${xml(defined.uri)}" line="${defined.line}">`,
    '      <properties>',
    ...propertiesOf(scenario).map(([name, value]) => property('        ', name, value)),
    '      </properties>',
    ...outcomeOf(scenario, verdicts),
    ...outputOf(scenario),
    '    </testcase>',
  ];
}

/** Rows of Examples share their title: the line tells them apart. */
function nameOf({ scenario: { defined } }: ScenarioVerdict, { scenarios }: Verdicts): string {
  const same = scenarios.filter(
    (other) => other.scenario.defined.uri === defined.uri && other.scenario.defined.name === defined.name,
  );
  return same.length > 1 ? `${defined.name} (line ${defined.line})` : defined.name;
}

function propertiesOf(scenario: ScenarioVerdict): [string, string][] {
  const { defined, attempts } = scenario.scenario;
  const checks = [...new Set(defined.claims.map(({ check }) => check))];
  return [
    ...(defined.requirementIds.length > 0
      ? [['requirements', defined.requirementIds.join(',')] as [string, string]]
      : []),
    ...(defined.priority ? [['priority', defined.priority] as [string, string]] : []),
    ...(checks.length > 0 ? [['checks', checks.join(' ')] as [string, string]] : []),
    ['verdict', scenario.verdict],
    ...(scenario.reason ? [['reason', scenario.reason] as [string, string]] : []),
    ['attempts', String(attempts.length)],
    ...(scenario.evidence ? [['evidence', scenario.evidence.directory] as [string, string]] : []),
    ...(scenario.exception ? [['exception', scenario.exception.at] as [string, string]] : []),
  ];
}

type Outcome = 'failure' | 'error' | 'skipped' | undefined;

function outcomeWord({ verdict }: ScenarioVerdict): Outcome {
  switch (verdict) {
    case 'failed':
    case 'flaky':
      return 'failure';
    case 'blocked':
    case 'not-reached':
      return 'error';
    case 'passed':
      return undefined;
    default:
      return 'skipped';
  }
}

function outcomeOf(scenario: ScenarioVerdict, { inputs }: Verdicts): string[] {
  const outcome = outcomeWord(scenario);
  if (outcome === undefined) return [];
  const message = `${scenario.verdict}: ${scenario.reason ?? 'no reason given'}`;
  if (outcome === 'skipped') return [`      <skipped message="${xml(message)}"/>`];
  const held = scenario.exception && daysLeft(scenario.exception, inputs.today) >= 0 ? ' (quarantine)' : '';
  const details = [fullMessage(scenario), `repeat with: ${repeatCommand(scenario)}`].join('\n\n');
  return [
    `      <${outcome} type="${scenario.verdict}${held}" message="${xml(message)}">${content(details)}</${outcome}>`,
  ];
}

function fullMessage(scenario: ScenarioVerdict): string {
  const attempts = scenario.scenario.attempts;
  const messages = attempts.flatMap(({ steps }) =>
    steps.flatMap((step) => (step.status === 'passed' || !step.message ? [] : [step.message])),
  );
  return messages.at(-1) ?? scenario.reason ?? '';
}

function outputOf(scenario: ScenarioVerdict): string[] {
  const steps = decidedAttempt(scenario)?.steps ?? [];
  const lines = steps.flatMap((step) =>
    step.defined ? [`${step.status.padEnd(9)} ${step.defined.keyword}${step.defined.text}`] : [],
  );
  const evidence = scenario.evidence;
  const told = evidence
    ? [
        '',
        `${evidence.class}: ${evidence.cause}`,
        ...evidence.tellingLines,
        `evidence: ${evidence.directory}`,
      ]
    : [];
  return lines.length > 0
    ? [`      <system-out>${content([...lines, ...told].join('\n'))}</system-out>`]
    : [];
}

function counts(scenarios: readonly ScenarioVerdict[], milliseconds: number): string {
  const count = (word: Outcome) => scenarios.filter((scenario) => outcomeWord(scenario) === word).length;
  return ` tests="${scenarios.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}" time="${seconds(milliseconds)}"`;
}

const property = (indent: string, name: string, value: string): string =>
  `${indent}<property name="${xml(name)}" value="${xml(value)}"/>`;

const seconds = (milliseconds: number): string => (milliseconds / 1_000).toFixed(3);

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\t': '&#9;',
};

const content = (text: string): string => text.replace(/[&<>]/g, (character) => ENTITIES[character] ?? '');

/** Text of an attribute; line ends and tabs are entities because parsers turn them into spaces there. */
const xml = (text: string): string => text.replace(/[&<>"\n\t]/g, (character) => ENTITIES[character] ?? '');
