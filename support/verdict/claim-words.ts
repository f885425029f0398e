import { sha256Of } from '../sha256.ts';
import { CHECK_COLUMN, type Claim } from './claims.ts';
import type { DefinedScenario, DefinedStep } from './defined-scenarios.ts';

/** What decides a claim, in the words of its feature. */
export interface ClaimWords {
  /** `Then its HTTPRoute has these settings:`; keywords that continue are spelled out. */
  readonly step: string;
  /** The row's cells without its check ids: `path · /{namespace}/x`. */
  readonly row?: string;
}

/** The step, and where rows are judged one by one the row, that decides a claim. */
export function claimWords({ steps }: DefinedScenario, claim: Claim): ClaimWords {
  const step = steps[claim.step];
  if (step === undefined) return { step: '' };
  const words = `${step.keyword}${step.text}`.trim();
  const header = step.table?.[0];
  const cells = claim.row === undefined ? undefined : step.table?.[claim.row];
  if (cells === undefined) return { step: words };
  return { step: words, row: cells.filter((_, index) => header?.[index] !== CHECK_COLUMN).join(' · ') };
}

/** A table as a reader of promises wants it: without the column of check ids. */
export function withoutChecks(table: readonly (readonly string[])[]): string[][] {
  const column = table[0]?.indexOf(CHECK_COLUMN) ?? -1;
  return table.map((cells) => cells.filter((_, index) => index !== column));
}

/**
 * SHA-256 of what decides a claim, ids of checks left out: the deciding step, of a table that is judged row by row only
 * the row, and the steps before it. Neither its title nor its place, nor what stands behind it.
 */
export function claimDigest({ steps }: DefinedScenario, claim: Claim): string {
  const words = steps.slice(0, claim.step + 1).map((step, position) => {
    const rows = tableOf(step);
    const own = position === claim.step && claim.row !== undefined ? [rows[0], rows[claim.row]] : rows;
    return [step.type, step.text, own, step.docString ?? null];
  });
  return sha256Of(JSON.stringify(words));
}

const tableOf = ({ table }: DefinedStep): string[][] => (table ? withoutChecks(table) : []);
