/** A count with its bounds, as a sentence of a feature gives it; both bounds included. */
export interface Amount {
  readonly least: number;
  readonly most: number;
}

const FORMS: [RegExp, (...counts: number[]) => Amount][] = [
  [/^no$/, () => ({ least: 0, most: 0 })],
  [/^exactly (\d+)$/, (n = 0) => ({ least: n, most: n })],
  [/^at least (\d+)$/, (n = 0) => ({ least: n, most: Number.POSITIVE_INFINITY })],
  [/^at most (\d+)$/, (n = 0) => ({ least: 0, most: n })],
  [/^between (\d+) and (\d+)$/, (n = 0, m = 0) => ({ least: n, most: m })],
];

/** Reads `exactly 3`, `at least 2`, `at most 5`, `between 70 and 130`, `no`; throws with these forms for anything else. */
export function parseAmount(text: string): Amount {
  for (const [form, build] of FORMS) {
    const match = form.exec(text.trim());
    if (!match) continue;
    const amount = build(...match.slice(1).map(Number));
    if (amount.least > amount.most)
      throw new Error(`"${text}" holds for no count: the first bound is above the second`);
    if (amount.least === 0 && amount.most === Number.POSITIVE_INFINITY)
      throw new Error(`"${text}" holds for every count: nothing can miss it`);
    return amount;
  }
  throw new Error(
    `"${text}" is not an amount: write "no", "exactly N", "at least N", "at most N" or "between N and M"`,
  );
}

export const holdsAmount = (amount: Amount, count: number): boolean =>
  count >= amount.least && count <= amount.most;

/** The amount as a feature would write it. */
export function amountInWords({ least, most }: Amount): string {
  if (most === 0) return 'no';
  if (least === most) return `exactly ${least}`;
  if (most === Number.POSITIVE_INFINITY) return `at least ${least}`;
  return least === 0 ? `at most ${most}` : `between ${least} and ${most}`;
}
