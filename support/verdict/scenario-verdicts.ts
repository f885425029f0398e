import { lastPassed } from '../history/last-passed.ts';
import { cleanupFailure, decideClaim, decideScenario, decidingAttempt } from './decide.ts';
import type { Exception, KnownIssue } from './exceptions.ts';
import { holds, isAbout, isP0 } from './excused-scenarios.ts';
import type { ScenarioVerdict, VerdictInputs } from './model.ts';
import { causeOf } from './plain-text.ts';
import type { RecordedScenario } from './recorded-run.ts';
import { evidenceOf, namelessFailures } from './suite-attachments.ts';
import { type Decided, isTrouble } from './verdicts.ts';

/** Judges every scenario: those of the run, and those that the feature files define and the run left out. */
export function scenarioVerdicts(inputs: VerdictInputs): ScenarioVerdict[] {
  const ran = new Set(inputs.run.scenarios.map(({ defined }) => defined.key));
  const left = inputs.defined
    .filter(({ key }) => !ran.has(key))
    .map((defined): RecordedScenario => ({ defined, selected: false, attempts: [] }));
  const unbegun = !inputs.run.scenarios.some(({ selected }) => selected);
  const damaged = inputs.run.damages.length > 0;
  return [...inputs.run.scenarios, ...left]
    .map((scenario) => ({ ...scenario, ...(unbegun && { unbegun }), ...(damaged && { damaged }) }))
    .sort((a, b) => a.defined.uri.localeCompare(b.defined.uri) || a.defined.line - b.defined.line)
    .map((scenario) => scenarioVerdict(scenario, inputs));
}

function scenarioVerdict(scenario: RecordedScenario, inputs: VerdictInputs): ScenarioVerdict {
  const entries = inputs.exceptions.filter((entry) => holds(entry, inputs.today));
  const issues = entries.filter(
    (entry) => entry.type === 'known-issue' && isAbout(entry, scenario.defined) && inRelease(entry, inputs),
  ) as KnownIssue[];
  const whole = decideScenario(scenario);
  const claims = withKnown(scenario, issues, whole);
  const nameless = namelessFailures(scenario)[0];
  const known =
    claims.some((claim) => claim.verdict === 'known') && !claims.some(isFailed) && nameless === undefined;
  const verdict = whole.verdict === 'failed' && known ? 'known' : whole.verdict;
  const exception = exceptionFor(
    scenario,
    verdict,
    issues,
    isP0(scenario.defined, inputs.inventory) ? [] : entries,
  );
  const deciding = decidingAttempt(scenario);
  const evidence =
    (deciding && evidenceOf(deciding)) ??
    scenario.attempts.map(evidenceOf).findLast((found) => found !== undefined);
  const cleanup = cleanupFailure(scenario);
  const passedBefore = isTrouble(whole.verdict) ? whenPassed(scenario, claims, inputs) : undefined;
  return {
    scenario,
    verdict,
    ...(whole.reason !== undefined && { reason: withNameless(causeOf(whole.reason), nameless) }),
    claims: claims.map(shortened),
    milliseconds: durationOf(scenario),
    ...(cleanup !== undefined && { cleanupFailure: cleanup }),
    ...(evidence && isTrouble(whole.verdict) && { evidence }),
    ...(passedBefore && { lastPassed: passedBefore }),
    ...(exception && { exception }),
  };
}

/** The first line of a failure may be about another row, and that one may be excused. */
const withNameless = (reason: string, nameless: string | undefined): string =>
  nameless === undefined || reason.includes(nameless)
    ? reason
    : `${reason}; a row without a check: ${causeOf(nameless)}`;

/** Of the claims that did not pass; where all did, of every one. */
function whenPassed({ defined }: RecordedScenario, claims: readonly Decided[], inputs: VerdictInputs) {
  const ids = defined.claims.map(({ check }) => check);
  const troubled = ids.filter((_, index) => claims[index]?.verdict !== 'passed');
  return lastPassed(troubled.length > 0 ? troubled : ids, inputs.history ?? []);
}

const isFailed = ({ verdict }: Decided): boolean => verdict === 'failed';

const shortened = ({ verdict, reason }: Decided): Decided => ({
  verdict,
  ...(reason !== undefined && { reason: causeOf(reason) }),
});

/** The release that the entry is about is the one in use. */
export function inRelease(issue: KnownIssue, { runFile }: VerdictInputs): boolean {
  const inUse = Object.entries(runFile?.settings.releases ?? {});
  return inUse.some(([system, { name }]) => issue.release === `${system}/${name}`);
}

/**
 * A failure is known only if it contains what its entry says. A check of the same entry that the scenario then did
 * not reach is known as well; every other check stays what it is. A scenario may also fail at a step that claims nothing:
 * then its own message counts.
 */
function withKnown(scenario: RecordedScenario, issues: readonly KnownIssue[], whole: Decided): Decided[] {
  const decided = scenario.defined.claims.map((claim) => {
    const decision = decideClaim(scenario, claim);
    const issue = issues.find(
      (entry) =>
        isFailed(decision) &&
        entry.checks.includes(claim.check) &&
        decision.reason?.includes(entry.contains) === true,
    );
    return { decision, issue };
  });
  const shown = decided.flatMap(({ issue }) => issue ?? []);
  if (isFailed(whole) && !decided.some(({ decision }) => isFailed(decision)))
    shown.push(...issues.filter(({ contains }) => whole.reason?.includes(contains) === true));
  return decided.map(({ decision, issue }, index) => {
    const check = scenario.defined.claims[index]?.check ?? '';
    const behind =
      decision.verdict === 'not-reached' ? shown.find((entry) => entry.checks.includes(check)) : undefined;
    const entry = issue ?? behind;
    return entry ? { verdict: 'known', reason: entry.reason } : decision;
  });
}

function exceptionFor(
  scenario: RecordedScenario,
  verdict: string,
  issues: readonly KnownIssue[],
  entries: readonly Exception[],
): Exception | undefined {
  if (verdict === 'known') return issues[0];
  return entries.find((entry) => entry.type === 'quarantine' && isAbout(entry, scenario.defined));
}

function durationOf({ attempts }: RecordedScenario): number {
  return attempts.reduce((sum, { startedAt, endedAt, steps }) => {
    const recorded = steps.reduce((nanoseconds, step) => nanoseconds + step.nanoseconds, 0) / 1e6;
    return sum + (endedAt ? endedAt.getTime() - startedAt.getTime() : recorded);
  }, 0);
}

/** Known issues of the release in use whose scenario ran without showing them. */
export function fixedIssues(scenarios: readonly ScenarioVerdict[], inputs: VerdictInputs): string[] {
  return inputs.exceptions.flatMap((entry) => {
    if (entry.type !== 'known-issue' || !inRelease(entry, inputs)) return [];
    const passed = scenarios.find(
      ({ scenario, verdict }) => isAbout(entry, scenario.defined) && verdict === 'passed',
    );
    return passed
      ? [`${entry.at}: "${entry.scenario}" passes: the issue (${entry.reason}) is fixed, remove the entry`]
      : [];
  });
}
