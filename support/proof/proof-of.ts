import { codeOrder } from '../code-order.ts';
import type { Proof } from '../verdict/proof.ts';
import type { Trial } from './trial.ts';

/** What traceability reads: which defect proved which check, and for which text. */
export function proofOf(
  trials: readonly Trial[],
): Proof & { readonly killed: number; readonly total: number } {
  const defects = trials
    .map(({ defect, kills, survivals, seconds }) => ({
      ...defect,
      killed: kills.length > 0,
      by: kills.map(({ check, at, uri, digest }) => ({ check, at, uri, digest })),
      message: kills[0]?.message ?? survivals[0] ?? '',
      seconds,
    }))
    .sort((a, b) => codeOrder(a.id, b.id));
  const killed = defects.filter((defect) => defect.killed).length;
  return { defects, killed, total: defects.length, score: killed / defects.length };
}
