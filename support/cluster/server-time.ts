import type { ClusterTime } from '../waiting/sighting.ts';

/** A reading is used without asking again while it is younger than this (real ms). */
const FRESH = { real: 5_000, scaled: 20 };

/** The cluster's clock, read from the `Date` header of each answer of the API server (whole seconds). */
export interface ServerTime extends ClusterTime {
  /** Takes note of an answer's `Date` header; anything that is no date is ignored. */
  heard(date: string | undefined): void;
}

/**
 * Time is always read, never assumed: a reading is carried on by `scale` times the real time since, which is the most that
 * can have passed (a starved cluster's clock runs slower), and only for as long as a reading counts as fresh.
 */
export function serverTime(scale: number, ask: () => Promise<unknown>): ServerTime {
  const freshness = scale > 1 ? FRESH.scaled : FRESH.real;
  let reading: { cluster: number; real: number } | undefined;
  let asking: Promise<unknown> | undefined;
  const fresh = () =>
    reading && performance.now() - reading.real < freshness
      ? new Date(reading.cluster + (performance.now() - reading.real) * scale)
      : undefined;
  return {
    scale,
    heard(date) {
      const cluster = Date.parse(date ?? '');
      if (Number.isNaN(cluster)) return;
      reading = { cluster, real: performance.now() };
    },
    async now() {
      const known = fresh();
      if (known) return known;
      const before = reading;
      asking ??= ask().finally(() => {
        asking = undefined;
      });
      await asking;
      if (!reading || reading === before)
        throw new Error('the API server sent no Date header: its time is unknown');
      return fresh() ?? new Date(reading.cluster);
    },
  };
}
