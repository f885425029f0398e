import { decideClaim, type Trouble, troublesOf } from './decide.ts';
import type { KnownIssue } from './exceptions.ts';
import { saidIn } from './plain-text.ts';
import type { RecordedScenario } from './recorded-run.ts';
import { namelessFailures } from './suite-attachments.ts';
import { type Decided, isTrouble } from './verdicts.ts';

/** How a scenario or a claim of it came out when its known issues are regarded. */
export interface Regarded extends Decided {
  /** The known issues that its failures showed, where it is known. */
  readonly shown?: readonly KnownIssue[];
}

/**
 * A failure is known only if it says what its entry says. A check of the same entry that the scenario then did not reach
 * is known as well; every other check stays what it is. A scenario may also fail at a step that claims nothing: then its
 * own message counts. Every attempt in trouble must be known: another failure is one, whichever came last.
 */
export function withKnown(
  scenario: RecordedScenario,
  whole: Decided,
  issues: readonly KnownIssue[],
): Regarded & { readonly claims: readonly Regarded[] } {
  const plain = scenario.defined.claims.map((claim) => decideClaim(scenario, claim));
  if (issues.length === 0) return { ...whole, claims: plain };
  const troubles = troublesOf(scenario);
  const ids = scenario.defined.claims.map(({ check }) => check);
  const entries = troubles.map((trouble) => entriesIn(trouble, ids, issues));
  const claims = plain.map((decision, index) => {
    const own = troubles.map(({ claims: all }) => all[index] ?? NOT_RUN);
    return regarded(
      decision,
      own,
      entries.map((known) => known[index] ?? []),
    );
  });
  if (whole.verdict !== 'failed') return { ...whole, claims };
  const other = troubles.find(({ claims: all }, attempt) => !isKnown(all, entries[attempt] ?? []));
  if (other !== undefined) return { verdict: 'failed', reason: reasonOf(other), claims };
  if (namelessFailures(scenario).length > 0) return { ...whole, claims };
  return { ...whole, verdict: 'known', shown: distinct(entries.flat(2)), claims };
}

/** Why a scenario is no known one: what failed otherwise, or that an attempt did not come to look. */
const reasonOf = ({ whole: { verdict, reason = 'no message' } }: Trouble): string =>
  verdict === 'blocked' ? `blocked in another attempt, which no known issue excuses: ${reason}` : reason;

const NOT_RUN: Decided = { verdict: 'not-run' };

/** One claim over its attempts: known where an entry speaks for every trouble of it; else the reason is one that none does. */
function regarded(
  decision: Decided,
  attempts: readonly Decided[],
  entries: readonly (readonly KnownIssue[])[],
): Regarded {
  if (decision.verdict !== 'failed' && decision.verdict !== 'not-reached') return decision;
  const other = attempts.find(({ verdict }, attempt) => isTrouble(verdict) && !entries[attempt]?.length);
  if (other !== undefined) return other.verdict === decision.verdict ? other : decision;
  const shown = distinct(entries.flat());
  return shown.length > 0 ? { verdict: 'known', reason: reasonsOf(shown), shown } : decision;
}

const distinct = (entries: readonly KnownIssue[]): KnownIssue[] => [...new Set(entries)];

const reasonsOf = (issues: readonly KnownIssue[]): string =>
  [...new Set(issues.map(({ reason }) => reason))].join('; ');

/** The entries that speak for each claim of an attempt; none where nothing does, or not for all that failed there. */
function entriesIn(
  { whole, claims }: Trouble,
  ids: readonly string[],
  issues: readonly KnownIssue[],
): (readonly KnownIssue[])[] {
  const about = (index: number) => issues.filter(({ checks }) => checks.includes(ids[index] ?? ''));
  const failed = claims.map((claim, index) => (isFailed(claim) ? speaking(claim, about(index)) : []));
  const shown = claims.some(isFailed) ? failed.flat() : isFailed(whole) ? speaking(whole, issues) : [];
  return claims.map(({ verdict }, index) =>
    verdict === 'not-reached'
      ? shown.filter((entry) => about(index).includes(entry)).slice(0, 1)
      : (failed[index] ?? []),
  );
}

/** For each row that failed the entry that says what it says; none where one of the rows has no entry. */
function speaking({ rows, reason = '' }: Decided, issues: readonly KnownIssue[]): readonly KnownIssue[] {
  const found = (rows ?? [reason]).map((said) =>
    issues.find(({ contains }) => saidIn(said).includes(contains)),
  );
  return found.every((entry) => entry !== undefined) ? distinct(found) : [];
}

/** Something of the attempt is known, and nothing of it failed in another way. */
const isKnown = (claims: readonly Decided[], entries: readonly (readonly KnownIssue[])[]): boolean =>
  entries.some((own) => own.length > 0) &&
  claims.every((claim, index) => !isFailed(claim) || (entries[index]?.length ?? 0) > 0);

const isFailed = ({ verdict }: Decided): boolean => verdict === 'failed';
