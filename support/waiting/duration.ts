import { UnknownWord } from '../spelling/unknown-word.ts';

/** A span of cluster time, as a sentence of a feature gave it. */
export interface Duration {
  readonly milliseconds: number;
  /** As it was written: `5 minutes`. */
  readonly text: string;
  /** Cluster time for each span of wall-clock time, where the text means the latter. */
  readonly scale?: number;
}

/** A span of wall-clock time on the wire, never scaled. */
export interface Latency {
  readonly milliseconds: number;
  readonly text: string;
}

const UNITS: Record<string, number> = { millisecond: 1, second: 1_000, minute: 60_000, hour: 3_600_000 };

/** What `{duration}` and `{latency}` match: `90 seconds`, `5 minutes`, `1 hour`, `250 milliseconds`. */
export const SPAN = /\d+(?:\.\d+)? (?:millisecond|second|minute|hour)s?/;

/** Reads `5 minutes`; throws with the allowed units for anything else. */
export function parseSpan(text: string): Duration {
  const [amount, unit] = text.trim().split(' ');
  const factor = UNITS[(unit ?? '').replace(/s$/, '')];
  if (factor === undefined || !/^\d+(\.\d+)?$/.test(amount ?? '')) {
    throw new UnknownWord(
      `"${text}" is not a duration: write a number and one of ${Object.keys(UNITS).join('s, ')}s`,
    );
  }
  return { milliseconds: Number(amount) * factor, text };
}

/** A duration of code: `seconds(30)`. */
export const seconds = (amount: number): Duration => ({ milliseconds: amount * 1_000, text: `${amount} s` });

/** A duration of code: `minutes(5)`. */
export const minutes = (amount: number): Duration => ({
  milliseconds: amount * 60_000,
  text: `${amount} min`,
});

/** A limit of wall-clock time as the clock of a cluster counts it that goes `scale` times as fast. */
export const onTheWire = (scale: number, { milliseconds, text }: Latency): Duration => ({
  milliseconds: milliseconds * scale,
  text,
  scale,
});
