import { codeOrder } from '../code-order.ts';
import type { RequirementVerdict } from '../verdict/model.ts';

/** A check that was not looked at because nobody promises it. */
export interface Unpromised {
  readonly check: string;
  readonly priority: string;
  readonly requirement: string;
  /** The promise of the inventory, and its line or lines of the document. */
  readonly what: string;
  readonly at: string;
  readonly reason: string;
}

/** What reports call them. */
export const UNPROMISED =
  'P0 and P1 checks that the release does not promise, or that an alternative settles';

/** Priorities whose checks stand in the sign-off by name where they are not promised. */
const NAMED: readonly string[] = ['P0', 'P1'];

/** The checks of P0 and P1 that are not promised, the highest priority first. */
export const unpromisedChecks = (requirements: readonly RequirementVerdict[]): Unpromised[] =>
  requirements
    .filter(({ requirement }) => NAMED.includes(requirement.priority))
    .flatMap(({ requirement: { id, priority }, checks }) =>
      checks
        .filter(({ verdict }) => verdict === 'not-promised')
        .map(({ check, reason = 'no reason given' }) => ({
          check: check.id,
          priority,
          requirement: id,
          what: check.what,
          at: check.at,
          reason,
        })),
    )
    .sort((a, b) => codeOrder(a.priority, b.priority));
