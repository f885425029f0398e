import { decidingAttempt } from '../verdict/decide.ts';
import { checkVerdicts, isExcused } from '../verdict/excused.ts';
import type { Priority } from '../verdict/inventory.ts';
import { lastPassedText } from '../verdict/last-passed.ts';
import type { CheckVerdict, ScenarioVerdict, Verdicts } from '../verdict/model.ts';
import { causeOf, cutMessage } from '../verdict/plain-text.ts';
import { causesOf } from '../verdict/totals.ts';
import type { Verdict } from '../verdict/verdicts.ts';
import { type ExceptionLine, entriesAbout } from './exception-line.ts';
import { type Finding, findingsOf } from './findings.ts';
import { heading, outside, underOlderText } from './gate-issues.ts';
import { nextStep } from './next-step.ts';
import { repeatCommand } from './repeat-command.ts';

/** The severities of document 000, by the priorities that its issue list gives them. */
export const SEVERITIES: Readonly<Record<Priority, Severity>> = {
  P0: 'Critical',
  P1: 'High',
  P2: 'Medium',
  P3: 'Low',
};
export type Severity = 'Critical' | 'High' | 'Medium' | 'Low';

/** Something that the run found, once however many scenarios it stopped. */
export interface Issue {
  /** `I-1`: the order is that of severity. */
  readonly id: string;
  readonly severity: Severity;
  readonly verdict: Verdict;
  /** Short enough for a heading; `cause` has all of it. */
  readonly title: string;
  /** What the gate says of it, where no scenario of this run stands for it. */
  readonly sentence?: string;
  /** The recordings in which it was so under an older text of its feature, the latest first. */
  readonly olderText?: readonly string[];
  readonly requirements: readonly string[];
  /** Checks that it decided against or kept from being decided. */
  readonly checks: readonly string[];
  /** What did not hold, one for each step or row that says so; empty where nothing was judged. */
  readonly findings: readonly Finding[];
  /** Those of the checks that nothing was found about, because it did not get that far. */
  readonly undecided: readonly string[];
  readonly scenarios: readonly { readonly name: string; readonly at: string }[];
  /** Whose fault it looks like; absent where nothing was captured. */
  readonly class?: 'product' | 'environment' | 'suite';
  /** The step that should have held. */
  readonly expected: string;
  /** What happened instead, in the words of the failure. */
  readonly actual: string;
  readonly cause: string;
  readonly evidence?: string;
  readonly tellingLines: readonly string[];
  /** When the checks last passed on this target; absent where no earlier run looked at them. */
  readonly lastPassed?: string;
  /** What can be done about it. */
  readonly next: string;
  /** The command that repeats it; absent where none does. */
  readonly reproduce?: string;
  /** The register speaks for it: it does not stand against GO. */
  readonly excused: boolean;
  /** Entries of the register that speak for it, or change what its checks ask for. */
  readonly exceptions: readonly ExceptionLine[];
  /** Issues of the documents that the scenarios judge by their tags, or that own a check that was found against. */
  readonly documented: readonly string[];
}

/** Verdicts of which each scenario is an issue of its own; the others share one cause. */
const ALONE: readonly Verdict[] = ['failed', 'flaky', 'known'];
const TOGETHER: readonly Verdict[] = ['blocked', 'not-reached'];

/** Everything that a run found, the most severe first. */
export function issuesFound(verdicts: Verdicts): Issue[] {
  const alone = verdicts.scenarios.filter(({ verdict }) => ALONE.includes(verdict)).map((it) => [it]);
  const together = TOGETHER.flatMap((verdict) => causesOf(verdicts, verdict)).map((it) => it.scenarios);
  const checks = checkVerdicts(verdicts.requirements);
  const issues = [
    ...verdicts.inputs.run.failures.map(outside),
    ...verdicts.gate.outdatedFailures.flatMap((failure) =>
      issueOf([failure.judged], checks, verdicts).map((issue) => underOlderText(issue, failure, verdicts)),
    ),
    ...[...alone, ...together].flatMap((scenarios) => issueOf(scenarios, checks, verdicts)),
  ];
  const order = Object.values(SEVERITIES);
  return issues
    .sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity))
    .map((issue, index) => ({ id: `I-${index + 1}`, ...issue }));
}

/** What was said in a run beyond what the issue tells as found: the whole message, and lines of logs and events. */
export function whatTheRunSaid({ actual, cause, findings, tellingLines }: Issue): string[] {
  const shown = findings.length === 0 ? [cause] : findings.map((finding) => finding.actual);
  return [
    ...(shown.length === 1 && shown[0] === causeOf(actual) && !actual.includes('\n') ? [] : [actual]),
    ...tellingLines,
  ];
}

function issueOf(
  scenarios: readonly ScenarioVerdict[],
  known: ReadonlyMap<string, CheckVerdict>,
  verdicts: Verdicts,
): Omit<Issue, 'id'>[] {
  const [first] = scenarios;
  if (first === undefined) return [];
  const requirements = [...new Set(scenarios.flatMap(({ scenario }) => scenario.defined.requirementIds))];
  const evidence = scenarios.find((it) => it.evidence !== undefined)?.evidence;
  const { expected, actual } = outcomes(first);
  const findings = scenarios.flatMap((scenario) => findingsOf(scenario, known));
  const found = new Set(findings.flatMap((finding) => finding.checks.map(({ id }) => id)));
  const checks = [...new Set(scenarios.flatMap(troubledChecks))];
  const reason = first.reason ?? 'no reason given';
  const excused = scenarios.every((scenario) => isExcused(scenario, known));
  const exceptions = entriesAbout(scenarios, known, verdicts.inputs);
  return [
    {
      severity: severityOf(scenarios, requirements, verdicts),
      verdict: first.verdict,
      title: heading(scenarios.length === 1 ? first.scenario.defined.name : reason),
      requirements,
      checks,
      findings,
      undecided: checks.filter((check) => !found.has(check)),
      scenarios: scenarios.map(({ scenario: { defined } }) => ({ name: defined.name, at: defined.key })),
      ...(evidence && { class: evidence.class, evidence: evidence.directory }),
      expected,
      actual: actual ?? reason,
      cause: evidence?.cause || reason,
      tellingLines: evidence?.tellingLines ?? [],
      ...(first.lastPassed && { lastPassed: lastPassedText(first.lastPassed) }),
      next: nextStep(first, { excused, exceptions }, verdicts.inputs.runFile?.settings),
      reproduce: repeatCommand(first, verdicts.inputs),
      excused,
      exceptions,
      documented: documentedIssues(requirements, found, verdicts),
    },
  ];
}

function outcomes({ scenario }: ScenarioVerdict): { expected: string; actual?: string } {
  const told = [...scenario.attempts, ...[decidingAttempt(scenario) ?? []].flat()];
  const broken = told
    .flatMap((attempt) => attempt.steps)
    .findLast(({ status }) => status !== 'passed' && status !== 'skipped');
  const hook = broken?.hook ? `${broken.hook} the scenario: no error` : scenario.defined.name;
  const expected = broken?.defined ? `${broken.defined.keyword}${broken.defined.text}` : hook;
  return {
    expected,
    ...(broken?.message !== undefined && { actual: cutMessage(withoutStack(broken.message)) }),
  };
}

/** The frames of a stack lead into this suite, which is of no use to whoever gets the issue. */
const withoutStack = (message: string): string => message.replace(/(?:\n\s+at \S.*)+/g, '');

const troubledChecks = ({ scenario, claims }: ScenarioVerdict): string[] =>
  scenario.defined.claims.flatMap(({ check }, index) =>
    [...ALONE, ...TOGETHER].includes(claims[index]?.verdict ?? 'passed') ? [check] : [],
  );

/** As severe as the most important promise that it touches. */
function severityOf(
  scenarios: readonly ScenarioVerdict[],
  requirements: readonly string[],
  verdicts: Verdicts,
): Severity {
  const tagged = scenarios.flatMap(({ scenario }) => scenario.defined.priority ?? []);
  const listed = verdicts.requirements.flatMap(({ requirement }) =>
    requirements.includes(requirement.id) ? [requirement.priority] : [],
  );
  const worst = [...tagged, ...listed].sort()[0] as Priority | undefined;
  return SEVERITIES[worst ?? 'P2'];
}

function documentedIssues(
  requirements: readonly string[],
  found: ReadonlySet<string>,
  { inputs }: Verdicts,
): string[] {
  const known = inputs.inventory.requirements.filter(({ kind }) => kind === 'known-issue');
  return known.flatMap(({ id, checks }) =>
    requirements.includes(id) || checks.some((check) => found.has(check.id)) ? [id] : [],
  );
}
