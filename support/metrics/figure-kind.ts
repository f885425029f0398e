/** What a figure is, by its name. */
export interface FigureKind {
  /** `ms`, `/s`, `%`, `×`, `B`, `GB`, or nothing for a plain count. */
  readonly unit: string;
  /** Which way is better; absent where neither is. */
  readonly better?: 'lower' | 'higher';
}

/**
 * How the names of figures are read, the first that fits. Figures are in milliseconds unless their name says otherwise
 * (`recordFigures` of the World); what has no direction is shown and never judged.
 */
const KINDS: readonly (readonly [RegExp, FigureKind])[] = [
  [/\bto\b.*\b(?:median|mean|average|baseline|shortest)\b/, { unit: '×', better: 'lower' }],
  [/\b(?:error|failure|failed)\b.*\b(?:rate|share)\b/, { unit: '%', better: 'lower' }],
  [/\b(?:success|hit)\b.*\b(?:rate|share)\b/, { unit: '%', better: 'higher' }],
  [/\b(?:per second|a second|throughput)\b|\/s\b/, { unit: '/s', better: 'higher' }],
  [/\bin percent\b/, { unit: '%' }],
  [/^GB\b/, { unit: 'GB' }],
  [/^GPUs\b/, { unit: '' }],
  [/\b(?:utili[sz]ation|usage)\b|(?<!\bin )\buse\b/, { unit: '%' }],
  [/\b(?:between failures|MTBF)\b/i, { unit: 'ms', better: 'higher' }],
  [/\bobserved\b.*\btime\b/, { unit: 'ms' }],
  [/\b(?:restarts|errors|failures|failed requests|lost)\b/, { unit: '', better: 'lower' }],
  [/\b(?:bytes|memory)\b/, { unit: 'B', better: 'lower' }],
  [/\b(?:latency|duration|time|delay|outage|recovery|start-up)\b/, { unit: 'ms', better: 'lower' }],
];

/** The kind of a figure; one whose name says nothing is a count without a direction. */
export const kindOf = (name: string): FigureKind =>
  KINDS.find(([pattern]) => pattern.test(name))?.[1] ?? { unit: '' };

/** Bytes are told in these, the largest that leaves at least 1. */
const BYTES: readonly (readonly [string, number])[] = [
  ['GB', 1e9],
  ['MB', 1e6],
  ['kB', 1e3],
];

/** `12.4 ms`, `1,250 ms`, `3.1 ×`, `0.5 %`, `419 MB`, `100`. */
export function figureText(value: number, { unit }: FigureKind): string {
  const [bytes, size] = BYTES.find(([, least]) => unit === 'B' && Math.abs(value) >= least) ?? [unit, 1];
  return numberText(value / size, bytes);
}

function numberText(value: number, unit: string): string {
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 1 ? 1 : 3;
  const least = digits === 1 ? 1 : 0;
  const number = value.toLocaleString('en', { minimumFractionDigits: least, maximumFractionDigits: digits });
  return unit === '' ? number : `${number} ${unit}`;
}
