import { codeOrder } from '../code-order.ts';
import type { RequirementVerdict } from '../verdict/model.ts';

/** A check that no step or row decides: a deviation of the register is all that speaks for it. */
export interface SettledByDeviation {
  readonly check: string;
  readonly priority: string;
  readonly requirement: string;
  /** The promise of the inventory, and its line or lines of the document. */
  readonly what: string;
  readonly at: string;
  readonly documentSays: string;
  readonly suiteDoes: string;
  readonly why: string;
  readonly source: string;
  /** Place of the entry of the register. */
  readonly entry: string;
}

/** What reports call them. */
export const BY_DEVIATION = 'P0 and P1 checks that only a deviation settles';

/** Priorities whose checks stand in the sign-off by name where nothing but a deviation settles them. */
const NAMED: readonly string[] = ['P0', 'P1'];

/** The checks of P0 and P1 that a deviation settles alone, the highest priority first. */
export function settledByDeviation(requirements: readonly RequirementVerdict[]): SettledByDeviation[] {
  return requirements
    .flatMap(({ requirement: { id, priority }, checks }) =>
      NAMED.includes(priority)
        ? checks.flatMap(({ check, verdict, exceptions }) => {
            const entry = exceptions.find(
              (one) => one.type === 'deviation' && one.nothingJudges.includes(check.id),
            );
            if (verdict !== 'deviation' || entry?.type !== 'deviation') return [];
            const { documentSays, suiteDoes, why, source, at } = entry;
            const { what, at: line } = check;
            return [
              {
                check: check.id,
                priority,
                requirement: id,
                what,
                at: line,
                documentSays,
                suiteDoes,
                why,
                source,
                entry: at,
              },
            ];
          })
        : [],
    )
    .sort((a, b) => codeOrder(a.priority, b.priority));
}
