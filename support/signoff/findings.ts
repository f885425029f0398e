import { claimWords } from '../verdict/claim-words.ts';
import type { Claim } from '../verdict/claims.ts';
import type { CheckVerdict, ScenarioVerdict } from '../verdict/model.ts';
import type { Verdict } from '../verdict/verdicts.ts';

/** One step, or one row of its table, that did not hold. */
export interface Finding {
  /** The checks that it decides, each with the sentence and the line of the inventory. */
  readonly checks: readonly FoundCheck[];
  /** What the feature expects: `Then its Service has these settings: port · 8000`. */
  readonly expected: string;
  /** What was there instead. */
  readonly actual: string;
  /** `features/x.feature:12`. */
  readonly place: string;
}

export interface FoundCheck {
  readonly id: string;
  /** Absent for a check that the inventory does not have. */
  readonly what?: string;
  /** Line or lines of the document. */
  readonly at?: string;
}

const FOUND: readonly Verdict[] = ['failed', 'flaky', 'known'];

/** What of a scenario did not hold, in the order of its steps; checks of one step that failed alike are one finding. */
export function findingsOf(
  { scenario: { defined }, claims }: ScenarioVerdict,
  known: ReadonlyMap<string, CheckVerdict>,
): Finding[] {
  const found = defined.claims.flatMap((claim, index) => {
    const { verdict = 'not-run', reason = 'no reason given' } = claims[index] ?? {};
    if (!FOUND.includes(verdict)) return [];
    const { step, row } = claimWords(defined, claim);
    const expected = row === undefined ? step : `${step} ${row}`;
    return [{ claim, expected, actual: reason, place: `${defined.uri}:${claim.line}` }];
  });
  const alike = Map.groupBy(found, ({ expected, actual, place }) => [place, expected, actual].join('\n'));
  return [...alike.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const { expected, actual, place } = first;
    return [{ checks: own.map(({ claim }) => foundCheck(claim, known)), expected, actual, place }];
  });
}

function foundCheck({ check: id }: Claim, known: ReadonlyMap<string, CheckVerdict>): FoundCheck {
  const { check } = known.get(id) ?? {};
  return { id, ...(check && { what: check.what, at: check.at }) };
}
