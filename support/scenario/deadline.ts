import { parseSpan, SPAN } from '../waiting/duration.ts';

/** What a step may take that states no limit of its own (cluster ms). A Given may bring up a service, at most a group of pods with a large model. */
const UNSTATED: Record<string, number> = { Context: 30 * 60_000 };
const UNSTATED_OTHERWISE = 2 * 60_000;
/** On top of the limits of the steps, in cluster time. */
const SPARE = 2 * 60_000;
/** A scaled cluster runs slower than its scale when the machine is busy: factor and floor (real ms) of the deadline. */
const BUSY = { factor: 2, floor: 120_000 };

/** How the reason begins for which a scenario is ended that has used up its time: nothing was judged by that. */
export const OUT_OF_TIME = 'the scenario took longer than';

/**
 * How long a scenario may take, in real ms: the sum of the limits that its steps state, plus 2 minutes of cluster time.
 * `cap` (real ms) bounds it.
 */
export function overallLimit(
  steps: readonly { text: string; type: string }[],
  timeScale: number,
  cap = Number.POSITIVE_INFINITY,
): number {
  const cluster = steps.reduce((sum, step) => sum + limitOf(step), SPARE);
  const real = timeScale > 1 ? Math.max(BUSY.floor, (cluster / timeScale) * BUSY.factor) : cluster;
  return Math.min(real, cap);
}

function limitOf({ text, type }: { text: string; type: string }): number {
  const stated = [...text.matchAll(new RegExp(SPAN, 'g'))].map(([span]) => parseSpan(span).milliseconds);
  if (stated.length === 0) return UNSTATED[type] ?? UNSTATED_OTHERWISE;
  // A state that must hold for a span is given the span again to come about.
  return 2 * stated.reduce((sum, span) => sum + span, 0);
}

/** Calls back once when a scenario has used up its time. Time in a queue does not count. */
export class Deadline {
  readonly #expire: () => void;
  #left: number;
  #since = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(limit: number, expire: () => void) {
    this.#left = limit;
    this.#expire = expire;
    this.resume();
  }

  /** Stops counting while the scenario waits for its turn. */
  suspend(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#left -= performance.now() - this.#since;
  }

  resume(): void {
    if (this.#timer !== undefined) return;
    this.#since = performance.now();
    // Node fires at once for delays above 2^31 - 1 ms.
    this.#timer = setTimeout(this.#expire, Math.min(Math.max(0, this.#left), 2 ** 31 - 1));
    this.#timer.unref();
  }

  end(): void {
    this.suspend();
    this.#left = Number.POSITIVE_INFINITY;
  }
}
