import path from 'node:path';
import { repeatCommand } from '../signoff/repeat-command.ts';
import { decidingAttempt } from '../verdict/decide.ts';
import { distinctNames } from '../verdict/distinct-names.ts';
import { isQuarantined } from '../verdict/excused.ts';
import { lastPassedText } from '../verdict/last-passed.ts';
import type { ScenarioVerdict, Verdicts } from '../verdict/model.ts';
import { cutMessage } from '../verdict/plain-text.ts';
import { wallClock } from '../verdict/wall-clock.ts';
import {
  type JunitCase,
  type JunitOutcome,
  type JunitProperty,
  type JunitSuite,
  junitFile,
} from './junit-xml.ts';
import { featuresOf, type ReportedFeature } from './reported-features.ts';
import { factNames, runFacts } from './run-facts.ts';

export interface JunitOptions {
  /** Only what both common schemas allow: without properties, file, line and output of cases. */
  readonly strict?: boolean;
}

/**
 * The run in the common JUnit form: a suite for each feature, one case for each scenario. What failed is a
 * `failure`, what was blocked or not brought to its end an `error`; skipped and known are `skipped` with their
 * reason. Properties carry requirement ids, priority, verdict, attempts and the way to the evidence. What a gate failed for
 * beside the scenarios is a case of its own, so that none of it hides behind a failure that is excused.
 */
export function junitXml(verdicts: Verdicts, { strict = false }: JunitOptions = {}): string {
  const facts = runFacts(verdicts).map(([name, value]): JunitProperty => [name.toLowerCase(), value]);
  const names = distinctNames(verdicts);
  const features = featuresOf(verdicts).map((feature) => suiteOf(feature, facts, names, verdicts));
  const milliseconds = wallClock(verdicts);
  return junitFile(
    {
      name: 'llm-serving-acceptance',
      milliseconds,
      suites: [...features, ...gateSuite(facts, verdicts)],
    },
    strict,
  );
}

function suiteOf(
  { uri, feature, scenarios }: ReportedFeature,
  properties: readonly JunitProperty[],
  names: ReadonlyMap<string, string>,
  verdicts: Verdicts,
): JunitSuite {
  const started = scenarios.flatMap((scenario) => scenario.scenario.attempts[0]?.startedAt ?? []);
  const earliest = started.sort((a, b) => a.getTime() - b.getTime())[0];
  return {
    name: feature.name.trim() || uri,
    package: path.dirname(uri).replaceAll('/', '.'),
    file: uri,
    startedAt: earliest ?? verdicts.inputs.today,
    properties,
    cases: scenarios.map((scenario) => caseOf(scenario, names, verdicts)),
  };
}

/**
 * What stands against a run beside the cases of its scenarios: a case that the register excuses, or that tells of something
 * else, speaks for none of it.
 */
function gateSuite(properties: readonly JunitProperty[], { gate, inputs }: Verdicts): JunitSuite[] {
  const { failures, damages } = inputs.run;
  const outdated = gate.outdatedFailures.map(({ sentence }) => sentence);
  const beside = [...failures, ...outdated, ...gate.otherBlockers, ...damages];
  const failed = gate.decision === 'NO-GO';
  if (gate.exitCode === 0 || (failed && beside.length === 0)) return [];
  const outcome: JunitOutcome = {
    word: gate.exitCode === 1 ? 'failure' : 'error',
    type: gate.decision,
    message: `${gate.decision}: ${gate.because}`,
    content: (failed ? beside : [...inputs.problems, ...gate.blockers, ...damages]).join('\n'),
  };
  const gateCase = { name: 'The gate passes', classname: 'The run', milliseconds: 0, outcome };
  return [
    {
      name: 'The run',
      package: 'run',
      startedAt: inputs.today,
      properties,
      cases: [{ ...gateCase, properties: [], output: [] }],
    },
  ];
}

function caseOf(
  scenario: ScenarioVerdict,
  names: ReadonlyMap<string, string>,
  verdicts: Verdicts,
): JunitCase {
  const { defined } = scenario.scenario;
  const outcome = outcomeOf(scenario, verdicts);
  return {
    name: names.get(defined.key) ?? defined.name,
    classname:
      defined.rule === undefined ? defined.feature.name : `${defined.feature.name} · ${defined.rule}`,
    milliseconds: scenario.milliseconds,
    ...(outcome && { outcome }),
    properties: propertiesOf(scenario),
    output: outputOf(scenario),
    file: defined.uri,
    line: defined.line,
  };
}

const OF_CASES: Readonly<Record<string, (scenario: ScenarioVerdict) => string | undefined>> = {
  requirements: ({ scenario }) => scenario.defined.requirementIds.join(','),
  priority: ({ scenario }) => scenario.defined.priority,
  checks: ({ scenario }) => [...new Set(scenario.defined.claims.map(({ check }) => check))].join(' '),
  verdict: ({ verdict }) => verdict,
  reason: ({ reason }) => reason,
  attempts: ({ scenario }) => String(scenario.attempts.length),
  evidence: ({ evidence }) => evidence?.directory,
  exception: ({ exceptions }) => exceptions.map(({ at }) => at).join(' '),
  'last-passed': ({ lastPassed }) => lastPassed && lastPassedText(lastPassed),
};

/** The properties that a case may have, and those of a suite; docs/importing.md says what they are. */
export const propertyNames = () => ({
  cases: Object.keys(OF_CASES),
  suites: factNames().map((name) => name.toLowerCase()),
});

const propertiesOf = (scenario: ScenarioVerdict): JunitProperty[] =>
  Object.entries(OF_CASES).flatMap(([name, read]) => {
    const value = read(scenario);
    return value ? [[name, value] as const] : [];
  });

function outcomeWord({ verdict }: ScenarioVerdict): JunitOutcome['word'] | undefined {
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

function outcomeOf(scenario: ScenarioVerdict, { inputs }: Verdicts): JunitOutcome | undefined {
  const word = outcomeWord(scenario);
  if (word === undefined) return undefined;
  const message = `${scenario.verdict}: ${scenario.reason ?? 'no reason given'}`;
  if (word === 'skipped') return { word, type: scenario.verdict, message };
  const held = isQuarantined(scenario) ? ' (quarantine)' : '';
  return {
    word,
    type: `${scenario.verdict}${held}`,
    message,
    content: [fullMessage(scenario), `repeat with: ${repeatCommand(scenario, inputs)}`].join('\n\n'),
  };
}

function fullMessage(scenario: ScenarioVerdict): string {
  const attempts = scenario.scenario.attempts;
  const messages = attempts.flatMap(({ steps }) =>
    steps.flatMap((step) => (step.status === 'passed' || !step.message ? [] : [step.message])),
  );
  return cutMessage(messages.at(-1) ?? scenario.reason ?? '');
}

function outputOf(scenario: ScenarioVerdict): string[] {
  const steps = decidingAttempt(scenario.scenario)?.steps ?? [];
  const lines = steps.flatMap((step) =>
    step.defined ? [`${step.status.padEnd(9)} ${step.defined.keyword}${step.defined.text}`] : [],
  );
  const { evidence } = scenario;
  if (lines.length === 0 || evidence === undefined) return lines;
  return [
    ...lines,
    '',
    `${evidence.class}: ${evidence.cause}`,
    ...evidence.tellingLines,
    `evidence: ${evidence.directory}`,
  ];
}
