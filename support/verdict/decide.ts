import type { Attempt, RecordedStep, StepStatus } from './attempts.ts';
import type { Claim } from './claims.ts';
import { causeOf, saidIn } from './plain-text.ts';
import type { RecordedScenario } from './recorded-run.ts';
import { namelessFailures, rowResults, rowsOfWholeStep, skipReason } from './suite-attachments.ts';
import { type Decided, isTrouble, type Verdict } from './verdicts.ts';

/**
 * How one claim of a scenario came out, over all attempts: the last attempt that says something decides, and one that
 * passes only after another did not is flaky. A failure stays until an attempt passes: one that is then skipped,
 * blocked or not brought to its end takes nothing back. The reason of a failure is its whole message.
 */
export function decideClaim(scenario: RecordedScenario, claim: Claim): Decided {
  return overAttempts(scenario, (attempt) => inAttempt(attempt, claim));
}

/** How the scenario as a whole came out, over all attempts. */
export function decideScenario(scenario: RecordedScenario): Decided {
  return overAttempts(scenario, wholeAttempt);
}

/** The attempt that decides how the scenario as a whole came out; undefined for one that never started. */
export function decidingAttempt({ attempts }: RecordedScenario): Attempt | undefined {
  const decided = attempts.map(wholeAttempt);
  const last = decidingOf(decided);
  return last && attempts[decided.indexOf(last)];
}

/** How one attempt came out in which something went wrong: as a whole, and at each claim of its scenario. */
export interface Trouble {
  readonly whole: Decided;
  readonly claims: readonly Decided[];
}

/** Every attempt in which something went wrong, also one before a pass: what excuses a scenario must speak for each. */
export function troublesOf({ defined, attempts }: RecordedScenario): Trouble[] {
  return attempts
    .filter(saysSomething)
    .map((attempt) => ({
      whole: wholeAttempt(attempt),
      claims: defined.claims.map((claim) => inAttempt(attempt, claim)),
    }))
    .filter(({ whole, claims }) => [whole, ...claims].some(({ verdict }) => isTrouble(verdict)));
}

/** How each attempt came out at one claim, in their order. */
export const attemptsAt = ({ attempts }: RecordedScenario, claim: Claim): Decided[] =>
  attempts.map((attempt) => inAttempt(attempt, claim));

/** What went wrong in an attempt, in its own words: before the end of its steps, and behind them. */
export function troubleWords(attempt: Attempt): string[] {
  if (!saysSomething(attempt)) return [];
  const { verdict, reason = '' } = wholeAttempt(attempt);
  const behind = cleanupFailureIn(attempt);
  return [...(isTrouble(verdict) ? [saidIn(reason)] : []), ...(behind === undefined ? [] : [behind])];
}

/** Something went wrong where no check stands, in any attempt: at a step that claims nothing, or behind the steps. */
export const failsUnclaimed = (scenario: RecordedScenario): boolean =>
  namelessFailures(scenario).length > 0 ||
  troublesOf(scenario).some(
    ({ whole, claims }) =>
      isTrouble(whole.verdict) &&
      !claims.some(({ verdict }) => verdict === 'failed' || verdict === 'blocked'),
  );

function overAttempts(scenario: RecordedScenario, decide: (attempt: Attempt) => Decided): Decided {
  if (!scenario.selected) return { verdict: 'not-run', reason: whyLeft(scenario) };
  const decided = scenario.attempts.map(decide);
  const last = decidingOf(decided);
  if (last === undefined) return { verdict: 'not-run', reason: 'the run ended before it started' };
  const before = decided.find(
    (earlier, index) => isTrouble(earlier.verdict) && saysSomething(scenario.attempts[index]),
  );
  if (last.verdict !== 'passed' || before === undefined) return last;
  const attempts = `passed in attempt ${decided.indexOf(last) + 1} of ${decided.length}`;
  return { verdict: 'flaky', reason: `${attempts}; before: ${causeOf(before.reason)}` };
}

/**
 * An attempt that an interrupted run never brought to its end says nothing about the system, unless a step or hook of it
 * had failed before: what the interruption breaks is not recorded as a failure, so a failure that is was one.
 */
const saysSomething = (attempt: Attempt | undefined): boolean =>
  attempt?.endedAt !== undefined || attempt?.steps.some(({ status }) => !HARMLESS.includes(status)) === true;

/** How a step can end without a failure of its own. */
const HARMLESS: readonly StepStatus[] = ['passed', 'skipped', 'unfinished'];

function whyLeft({ unbegun, damaged }: RecordedScenario): string {
  if (unbegun) return 'the run ended before it began';
  return `filtered out of this run${damaged ? ', or lost with what is damaged of its recording' : ''}`;
}

/** Verdicts of an attempt that did not look: they decide only where no other attempt did. */
const SILENT: readonly Verdict[] = ['skipped', 'not-promised', 'not-run'];

/** The runs that tell how a scenario came out, one for each attempt that looked; undefined for one that does not say of which it is. */
export const toldBy = ({ attempts }: RecordedScenario): (string | undefined)[] =>
  attempts.flatMap((attempt) =>
    saysSomething(attempt) && !SILENT.includes(wholeAttempt(attempt).verdict) ? [attempt.run] : [],
  );

function decidingOf(decided: readonly Decided[]): Decided | undefined {
  const telling = decided.filter(({ verdict }) => !SILENT.includes(verdict));
  const sincePass = telling.slice(telling.findLastIndex(({ verdict }) => verdict === 'passed') + 1);
  return sincePass.findLast(({ verdict }) => verdict === 'failed') ?? telling.at(-1) ?? decided.at(-1);
}

function wholeAttempt(attempt: Attempt): Decided {
  const broken = breakIn(attempt);
  const cleanup = cleanupFailureIn(attempt);
  if (broken?.verdict === 'failed' || broken?.verdict === 'blocked') return broken;
  if (cleanup !== undefined) return { verdict: 'failed', reason: cleanup };
  return broken ?? { verdict: 'passed' };
}

/** What failed behind the steps of a scenario, in any attempt: what one left behind, no other took away. */
export const cleanupFailure = ({ attempts }: RecordedScenario): string | undefined =>
  attempts.map(cleanupFailureIn).findLast((failure) => failure !== undefined);

function cleanupFailureIn({ steps }: Attempt): string | undefined {
  const stopped = steps.some(({ hook, status }) => hook !== 'After' && status === 'skipped');
  const failed = steps.find(
    ({ hook, status }) => hook === 'After' && !DONE.includes(status) && !(stopped && status === 'skipped'),
  );
  return failed && `after the scenario: ${causeOf(failed.message ?? `the hook is ${failed.status}`)}`;
}

/**
 * A hook that ended so leaves nothing, nor does one that was skipped with its scenario; one without an end is told by the
 * attempt, which then has none either.
 */
const DONE: readonly StepStatus[] = ['passed', 'unfinished'];

/** What keeps an attempt from being whole, in its own words; `not-reached` for what never came to its end. */
function breakIn(attempt: Attempt): (Decided & { readonly position: number }) | undefined {
  const index = attempt.steps.findIndex((step) => step.status !== 'passed' && step.hook !== 'After');
  const step = attempt.steps[index];
  if (step === undefined) return unfinished(attempt);
  const position = step.position ?? -1;
  const cause = step.message?.replace(BLOCKED, '') ?? 'no message';
  switch (step.status) {
    case 'skipped':
      return neverBegan(attempt)
        ? { verdict: 'not-run', reason: 'the run was stopping: no step of it ran', position }
        : { verdict: 'skipped', reason: skipReason(attempt) ?? reasonOf(step), position };
    case 'unfinished':
      return { verdict: 'not-reached', reason: 'the run was interrupted here', position };
    case 'failed':
      return { verdict: isBlocked(step) ? 'blocked' : 'failed', reason: cause, ...withRows(step), position };
    default:
      return { verdict: setsUp(step) ? 'blocked' : 'failed', reason: `the step is ${step.status}`, position };
  }
}

function unfinished(attempt: Attempt): (Decided & { position: number }) | undefined {
  if (attempt.endedAt !== undefined) return undefined;
  return { verdict: 'not-reached', reason: 'the run was interrupted', position: attempt.steps.length };
}

/**
 * A run that is stopping, as behind a failure with `--fail-fast`, still walks through what is left: every step of it is
 * skipped, or all but the hooks after it, and nobody says why.
 */
function neverBegan(attempt: Attempt): boolean {
  const [first] = attempt.steps;
  if (skipReason(attempt) !== undefined || attempt.steps.some(({ message }) => message)) return false;
  return (
    attempt.steps.every(({ status }) => status === 'skipped') ||
    (first?.hook === 'Before' && first.status === 'skipped')
  );
}

const reasonOf = (step: RecordedStep): string =>
  step.message ? causeOf(step.message) : `skipped by ${step.hook ? 'a hook' : `"${step.defined?.text}"`}`;

/** How the message of an error begins that says that something before this scenario had failed already. */
const BLOCKED = /^(?:BlockedError: )?blocked: /;

const isBlocked = (step: RecordedStep): boolean => setsUp(step) || BLOCKED.test(step.message ?? '');

/** A Given or a hook before the scenario: its failure blocks, and decides nothing. */
const setsUp = (step: RecordedStep): boolean => step.hook === 'Before' || step.defined?.type === 'Context';

function inAttempt(attempt: Attempt, claim: Claim): Decided {
  const broken = breakIn(attempt);
  const step = attempt.steps.find(({ position }) => position === claim.step);
  if (step === undefined) return { verdict: 'not-reached', reason: 'the recording lacks this step' };
  if (broken?.verdict === 'blocked' && broken.position <= claim.step)
    return { verdict: 'blocked', reason: broken.reason ?? '' };
  if (broken && broken.position < claim.step) return behind(step, broken);
  if (step.status === 'passed' || step.status === 'failed') return byRow(step, claim) ?? byStep(step);
  return behind(step, broken);
}

function byStep(step: RecordedStep): Decided {
  return step.status === 'passed'
    ? { verdict: 'passed' }
    : { verdict: 'failed', reason: step.message ?? 'no message', ...withRows(step) };
}

function withRows(step: RecordedStep): Pick<Decided, 'rows'> {
  const rows = rowsOfWholeStep(step);
  return rows.length > 0 ? { rows } : {};
}

/** Where a step judges rows, what it reported decides: a row that it did not mention was not looked at. */
function byRow(step: RecordedStep, claim: Claim): Decided | undefined {
  const results = rowResults(step);
  const own = (results ?? []).filter(
    ({ id, row }) =>
      id === claim.check && (row === undefined || claim.row === undefined || row === claim.row),
  );
  const failed = own.filter(({ verdict }) => verdict === 'failed');
  const [row] = own;
  if (failed.length > 0)
    return { verdict: 'failed', reason: failed.map(({ message = 'no message' }) => message).join('\n') };
  if (row) return { verdict: row.verdict, ...(row.message !== undefined && { reason: row.message }) };
  if (claim.by !== 'row' || (results === undefined && step.status === 'failed')) return undefined;
  return { verdict: 'not-reached', reason: 'the step said nothing about this row' };
}

/** The verdict of a claim that stands behind the step at which the scenario ended, or on it. */
function behind(step: RecordedStep, broken: Decided | undefined): Decided {
  const ended = broken?.reason ?? `the step is ${step.status}`;
  if (broken?.verdict === 'skipped' || broken?.verdict === 'not-run')
    return { verdict: broken.verdict, reason: ended };
  return { verdict: 'not-reached', reason: `not reached: ${causeOf(ended)}` };
}
