import { codeOrder } from '../code-order.ts';
import type { HistoryRecord } from '../runs/history-record.ts';
import { cleanupFailure, decideScenario, decidingAttempt } from './decide.ts';
import type { KnownIssue } from './exceptions.ts';
import { type Regarded, withKnown } from './known-failures.ts';
import { type LastPassed, lastPassed } from './last-passed.ts';
import { lastVerdicts } from './last-verdict.ts';
import type { ScenarioVerdict, VerdictInputs } from './model.ts';
import { causeOf } from './plain-text.ts';
import type { RecordedScenario } from './recorded-run.ts';
import { holds, isAbout, isP0 } from './register-entries.ts';
import { scenarioIds } from './scenario-ids.ts';
import { evidenceOf, namelessFailures } from './suite-attachments.ts';
import { isTrouble, wasTried } from './verdicts.ts';

/** Judges every scenario: those of the run, and those that the feature files define and the run left out. */
export function scenarioVerdicts(inputs: VerdictInputs): ScenarioVerdict[] {
  const ran = new Set(inputs.run.scenarios.map(({ defined }) => defined.key));
  const left = inputs.defined
    .filter(({ key }) => !ran.has(key))
    .map((defined): RecordedScenario => ({ defined, selected: false, attempts: [] }));
  const unbegun = !inputs.run.scenarios.some(({ selected }) => selected);
  const damaged = inputs.run.damages.length > 0;
  const judged = [...inputs.run.scenarios, ...left]
    .map((scenario) => ({ ...scenario, ...(unbegun && { unbegun }), ...(damaged && { damaged }) }))
    .sort((a, b) => codeOrder(a.defined.uri, b.defined.uri) || a.defined.line - b.defined.line)
    .map((scenario) => scenarioVerdict(scenario, inputs));
  return withLast(judged, inputs);
}

/** What this run did not try has the verdict of an earlier one beside its own, and what is in trouble when it last passed. */
function withLast(judged: readonly ScenarioVerdict[], { history = [] }: VerdictInputs): ScenarioVerdict[] {
  const definedOf = (some: readonly ScenarioVerdict[]) => some.map(({ scenario }) => scenario.defined);
  const untried = judged.filter(({ verdict }) => !wasTried(verdict));
  const last = lastVerdicts(definedOf(untried), definedOf(judged), history);
  const ids = history.length === 0 ? new Map<string, string>() : scenarioIds(definedOf(judged));
  return judged.map((one) => {
    const { key } = one.scenario.defined;
    const before = last.get(key);
    if (before) return { ...one, lastVerdict: before };
    const passed =
      isTrouble(one.verdict) || one.verdict === 'known' ? whenPassed(one, ids.get(key), history) : undefined;
    return passed ? { ...one, lastPassed: passed } : one;
  });
}

/** Judges one scenario by its attempts, and looks for the entry that speaks for it. */
export function scenarioVerdict(scenario: RecordedScenario, inputs: VerdictInputs): ScenarioVerdict {
  const entries = inputs.exceptions.filter((entry) => holds(entry, inputs.today));
  const issues = entries.filter(
    (entry) => entry.type === 'known-issue' && isAbout(entry, scenario.defined) && inRelease(entry, inputs),
  ) as KnownIssue[];
  const whole = decideScenario(scenario);
  const { verdict, reason, shown, claims } = withKnown(scenario, whole, issues);
  const nameless = namelessFailures(scenario)[0];
  const quarantines = entries.filter(
    (entry) =>
      entry.type === 'quarantine' &&
      isAbout(entry, scenario.defined) &&
      !isP0(scenario.defined, inputs.inventory),
  );
  const deciding = decidingAttempt(scenario);
  const evidence =
    (deciding && evidenceOf(deciding)) ??
    scenario.attempts.map(evidenceOf).findLast((found) => found !== undefined);
  const cleanup = cleanupFailure(scenario);
  return {
    scenario,
    verdict,
    ...(reason !== undefined && { reason: withNameless(causeOf(reason), nameless) }),
    claims: claims.map(shortened),
    milliseconds: durationOf(scenario),
    ...(cleanup !== undefined && { cleanupFailure: cleanup }),
    ...(evidence && isTrouble(whole.verdict) && { evidence }),
    exceptions: shown ?? quarantines,
  };
}

/** The first line of a failure may be about another row, and that one may be excused. */
const withNameless = (reason: string, nameless: string | undefined): string =>
  nameless === undefined || reason.includes(nameless)
    ? reason
    : `${reason}; a row without a check: ${causeOf(nameless)}`;

/**
 * Of the claims that did not pass; where all did, of every one. Only runs that tried the scenario itself say anything: its
 * checks may be decided elsewhere, too, and one that was written today has never passed.
 */
function whenPassed(
  { scenario, claims }: ScenarioVerdict,
  id: string | undefined,
  history: readonly HistoryRecord[],
): LastPassed | undefined {
  const ids = scenario.defined.claims.map(({ check }) => check);
  const troubled = ids.filter((_, index) => claims[index]?.verdict !== 'passed');
  const tried = ({ took }: HistoryRecord): boolean => id !== undefined && took[id] !== undefined;
  return lastPassed(troubled.length > 0 ? troubled : ids, history, tried);
}

const shortened = (claim: Regarded): Regarded => ({
  ...claim,
  ...(claim.reason !== undefined && { reason: causeOf(claim.reason) }),
});

/** The release that the entry is about is the one in use. */
export function inRelease(issue: KnownIssue, { runFile }: VerdictInputs): boolean {
  const inUse = Object.entries(runFile?.settings.releases ?? {});
  return inUse.some(([system, { name }]) => issue.release === `${system}/${name}`);
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
