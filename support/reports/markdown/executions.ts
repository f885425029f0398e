import { shortDuration } from '../../amounts/short-duration.ts';
import type { Issue } from '../../signoff/issues.ts';
import { mergedRunsText } from '../../signoff/merged-runs.ts';
import type { SignOff } from '../../signoff/sign-off.ts';
import type { RecordedStep, StepStatus } from '../../verdict/attempts.ts';
import { decidingAttempt } from '../../verdict/decide.ts';
import type { ScenarioVerdict, Verdicts } from '../../verdict/model.ts';
import { causeOf } from '../../verdict/plain-text.ts';
import type { Verdict } from '../../verdict/verdicts.ts';
import { noteOf, type Told } from './execution-notes.ts';
import { code, fenced, text } from './text.ts';

/** Lines of a failure that a record shows; the rest is in the messages. */
const MOST_LINES = 30;

/**
 * `executions.md`: one record for each scenario that the run selected, in the form of the execution template of
 * document 000 (lines 3553 to 3576).
 */
export function executions(verdicts: Verdicts, signOff: SignOff): string {
  const current = signOff.issues.filter(({ olderText }) => olderText === undefined);
  const issues = new Map(current.flatMap((issue) => issue.scenarios.map(({ at }) => [at, issue])));
  const selected = verdicts.scenarios.filter(({ scenario }) => scenario.selected);
  return [
    '# Test executions',
    '',
    ...selected.flatMap((scenario) =>
      recordOf(
        scenario,
        environmentOf(signOff),
        testerOf(signOff),
        issues.get(scenario.scenario.defined.key),
      ),
    ),
  ].join('\n');
}

function recordOf(
  scenario: ScenarioVerdict,
  environment: string,
  tester: string,
  issue: Issue | undefined,
): string[] {
  const { defined } = scenario.scenario;
  const attempt = decidingAttempt(scenario.scenario);
  const id = defined.requirementIds.join(', ') || defined.key;
  return [
    `## Test Execution: ${text(id)}`,
    `**Scenario**: ${text(defined.name)} (${code(defined.key)})  `,
    `**Date**: ${attempt?.startedAt.toISOString().slice(0, 10) ?? 'not run'}  `,
    `**Tester**: ${tester}  `,
    `**Environment**: ${environment}`,
    '',
    '### Results',
    ...(attempt ? resultsOf(attempt.steps, scenario) : ['- [ ] No step ran']),
    '',
    '### Issues Found',
    ...(issue ? issueOf(issue) : ['None']),
    '',
    `### Overall Status: ${overall(scenario)}`,
    '',
    '---',
    '',
  ];
}

function resultsOf(steps: readonly RecordedStep[], scenario: ScenarioVerdict): string[] {
  const told: Told = new Map();
  return steps.flatMap((step) => {
    if (step.defined === undefined && (step.status === 'passed' || step.status === 'skipped')) return [];
    const name = step.position === undefined ? (step.hook ?? 'Hook') : `Step ${step.position + 1}`;
    const words = step.defined ? text(`${step.defined.keyword}${step.defined.text}`) : 'outside the steps';
    const claims = claimsAt(step, scenario, told);
    const notes = claims.length > 0 ? claims : causeAt(step, name, told);
    const took = step.status === 'passed' ? ` (${shortDuration(step.nanoseconds / 1e6)})` : '';
    return [
      `- [${step.status === 'passed' ? 'x' : ' '}] ${name}: ${wordFor(step.status)} - ${words}${took}`,
      ...notes.map((note) => `  - ${note}`),
    ];
  });
}

/** The template knows two words; what never ran is neither. */
function wordFor(status: StepStatus): 'PASS' | 'FAIL' | 'NOT RUN' {
  if (status === 'passed') return 'PASS';
  return ['skipped', 'unfinished', 'unknown'].includes(status) ? 'NOT RUN' : 'FAIL';
}

function claimsAt({ position }: RecordedStep, { scenario, claims }: ScenarioVerdict, told: Told): string[] {
  return scenario.defined.claims.flatMap(({ check, step }, index) => {
    if (step !== position) return [];
    const { verdict = 'not-run', reason } = claims[index] ?? {};
    return [text(noteOf(check, verdict, reason, told))];
  });
}

/** Of a step that decides no check: what is behind it refers to it. */
function causeAt({ status, message }: RecordedStep, name: string, told: Told): string[] {
  if (message === undefined || status === 'passed') return [];
  const cause = causeOf(message);
  noteOf(name, 'failed', cause, told);
  return [text(cause)];
}

function issueOf(issue: Issue): string[] {
  const lines = issue.actual.split('\n');
  const shown = lines.slice(0, MOST_LINES);
  const more = lines.length - shown.length;
  return [
    `1. ${issue.id}: ${text(issue.title)}`,
    `   - Severity: ${issue.severity}`,
    ...(issue.reproduce === undefined ? [] : [`   - Steps to reproduce: ${code(issue.reproduce)}`]),
    `   - Expected vs Actual: ${text(expectedOf(issue))}, but:`,
    '',
    ...fenced([...shown, ...(more > 0 ? [`… ${more} more lines`] : [])].join('\n')).map(
      (line) => `     ${line}`,
    ),
    '',
    `   - Logs/Screenshots: ${issue.evidence ? code(issue.evidence) : 'none captured'}`,
    ...issue.tellingLines.map((line) => `     - ${code(line)}`),
    ...(issue.lastPassed ? [`   - Last passed: ${text(issue.lastPassed)}`] : []),
  ];
}

/** Every step and row that did not hold; the step that broke where none was judged. */
const expectedOf = ({ findings, expected }: Issue): string =>
  [...new Set(findings.map((finding) => finding.expected))].join('; ') || expected;

const OVERALL: Readonly<Partial<Record<Verdict, string>>> = { passed: '✅ PASS', failed: '❌ FAIL' };

function overall({ verdict, reason }: ScenarioVerdict): string {
  const word = OVERALL[verdict];
  if (word) return word;
  return `⚠️ PARTIAL (${verdict}${reason === undefined ? '' : `: ${text(reason)}`})`;
}

/** What ran where, in the order of the template: `kserve document on kind, Kubernetes v1.34.1`. */
function environmentOf({ releases, target, versions }: SignOff): string {
  const systems = releases.map(({ system, name }) => `${system} ${name}`).join(', ') || 'unknown releases';
  const where = target ? `${target.name}${target.simulated ? ' (simulated)' : ''}` : 'an unknown target';
  const version = versions.kubernetes === undefined ? '' : `, Kubernetes ${versions.kubernetes}`;
  return text(`${systems} on ${where}${version}`);
}

function testerOf({ reproduce, run }: SignOff): string {
  const merged = mergedRunsText(run.merged ?? []);
  const runs = merged && `merged runs ${merged}`;
  const suite = reproduce.find((invocation) => invocation.suite !== undefined)?.suite;
  const commit = suite?.commit ? ` (${suite.commit.slice(0, 12)})` : '';
  return text(
    `llm-serving-acceptance${suite ? ` ${suite.version}${commit}` : ''}, ${runs ?? `run ${run.id ?? 'unknown'}`}`,
  );
}
