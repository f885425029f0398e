/**
 * Every verdict, worst first. `deviation`, `covered` and `not-promised` come last: they say that nothing had to
 * be decided, so they colour a requirement only when none of its checks was decided.
 */
export const VERDICTS = [
  'failed',
  'flaky',
  'blocked',
  'not-reached',
  'not-run',
  'skipped',
  'known',
  'passed',
  'covered',
  'deviation',
  'not-promised',
] as const;

export type Verdict = (typeof VERDICTS)[number];

/** The worst of some verdicts; `not-run` for none at all. */
export function worstOf(verdicts: readonly Verdict[]): Verdict {
  return VERDICTS.find((verdict) => verdicts.includes(verdict)) ?? 'not-run';
}

/** A verdict with the sentence that explains it; a pass needs none. */
export interface Decided {
  readonly verdict: Verdict;
  readonly reason?: string;
  /** What failed in each row, where a step that judges rows decides as a whole. */
  readonly rows?: readonly string[];
}

/** The system was looked at and gave an answer. */
const wasJudged = (verdict: Verdict): boolean => ['failed', 'flaky', 'known', 'passed'].includes(verdict);

/** The run went for it, whether or not it got an answer: what a pass rate is a share of. */
export const wasTried = (verdict: Verdict): boolean => wasJudged(verdict) || isTrouble(verdict);

/** What an entry of the register has to speak for, or has spoken for. */
export const standsAgainst = ({ verdict }: Decided): boolean => verdict === 'known' || isTrouble(verdict);

/** Something went wrong that only an exception can excuse. */
export const isTrouble = (verdict: Verdict): boolean =>
  ['failed', 'flaky', 'blocked', 'not-reached'].includes(verdict);

/** What is said of a scenario with a verdict: `"A title" is blocked`. */
export const VERBS: Readonly<Partial<Record<Verdict, string>>> = {
  blocked: 'is blocked',
  flaky: 'is flaky',
  'not-reached': 'did not come to its end',
  skipped: 'was skipped',
};
