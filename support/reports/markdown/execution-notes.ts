import { withoutCheckIds } from '../../verdict/plain-text.ts';
import type { Verdict } from '../../verdict/verdicts.ts';

/** How a reason begins that says the verdict itself. */
const NOT_REACHED = /^not reached: /;

/** The messages that a record has told already: of which check or step, and whether that was reached. */
export type Told = Map<string, { readonly what: string; readonly reached: boolean }>;

/** How a check, or a step without one, came out. A message that was told before is referred to, any other is added. */
export function noteOf(what: string, verdict: Verdict, reason: string | undefined, told: Told): string {
  if (reason === undefined) return `${what}: ${verdict}`;
  const reached = !NOT_REACHED.test(reason);
  const cause = withoutCheckIds(reason.replace(NOT_REACHED, ''));
  const first = told.get(cause);
  if (first !== undefined)
    return `${what}: ${reached ? verdict : 'not reached'} ${first.reached === reached ? 'as' : 'behind'} ${first.what}`;
  told.set(cause, { what, reached });
  return `${what}: ${reached ? `${verdict}, ` : ''}${reason}`;
}
