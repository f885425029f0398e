import { UnknownWord } from '../spelling/unknown-word.ts';
import { parseSpan, SPAN } from '../waiting/duration.ts';

/** A bound on a measured value, as a table of figures gives it. */
export interface Limit {
  holds(value: number): boolean;
  /** True when it is a span of time: the value is in ms. */
  readonly isSpan: boolean;
}

const VALUE = `(?:${SPAN.source}|\\d+(?:\\.\\d+)?)`;

const FORMS: readonly [RegExp, (first: number, second: number) => (value: number) => boolean][] = [
  [new RegExp(`^exactly (${VALUE})$`), (wanted) => (value) => value === wanted],
  [new RegExp(`^at least (${VALUE})$`), (least) => (value) => value >= least],
  [new RegExp(`^at most (${VALUE})$`), (most) => (value) => value <= most],
  [new RegExp(`^more than (${VALUE})$`), (bound) => (value) => value > bound],
  [new RegExp(`^less than (${VALUE})$`), (bound) => (value) => value < bound],
  [
    new RegExp(`^between (${VALUE}) and (${VALUE})$`),
    (least, most) => (value) => value >= least && value <= most,
  ],
];

/** Reads `at most 2 seconds`, `more than 90`, `between 60 and 140`; throws with the forms for anything else. */
export function parseLimit(text: string): Limit {
  for (const [form, build] of FORMS) {
    const [, first, second] = form.exec(text.trim()) ?? [];
    if (first === undefined) continue;
    const holds = build(numberOf(first), numberOf(second ?? '0'));
    return { holds: (value) => Number.isFinite(value) && holds(value), isSpan: SPAN.test(first) };
  }
  throw new UnknownWord(
    `"${text}" is not a limit: write "exactly", "at least", "at most", "more than" or "less than" with a number or a span (2 seconds), or "between" two of them`,
  );
}

const numberOf = (text: string): number => (SPAN.test(text) ? parseSpan(text).milliseconds : Number(text));
