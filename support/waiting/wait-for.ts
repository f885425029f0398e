import { countAssertion } from '../verdict/assertions.ts';
import { doorbell } from './doorbell.ts';
import type { Duration } from './duration.ts';
import { Wait } from './wait.ts';

/** What one look at the system saw. */
export type Sighting<T> =
  /** The condition holds; `since` is the cluster timestamp at which it came true, where an object tells it. */
  | { met: true; value: T; since?: Date }
  /** It does not hold yet. `hopeless` says why it never will (a terminal state): the wait ends at once. */
  | { met: false; seen: string; hopeless?: string };

/** The clock by which limits are judged: the cluster's, not this machine's. */
export interface ClusterTime {
  /** The cluster's present, read from its answers. */
  now(): Promise<Date>;
  /** Cluster seconds for each real second; 1 on a real cluster. */
  readonly scale: number;
}

export interface WaitOptions {
  /** Cluster time from the start of the wait within which the condition must come true. */
  limit: Duration;
  /** Cluster time for which it must then hold without a break. */
  stableFor?: Duration;
  /** Ends the wait at once with the sentence it returns. */
  unless?: () => Promise<string | undefined> | string | undefined;
  signal?: AbortSignal;
  /** Where a reader should look next; ends the message of a failure. */
  hint?: string;
}

/** What `waitFor` needs from its surroundings. */
export interface WaitSurroundings {
  time: ClusterTime;
  signal: AbortSignal;
  /** Calls back whenever something changed that may matter; returns the way to stop. */
  wake?: (changed: () => void) => () => void;
  /** Shows what is being waited for, and undefined when the wait is over. */
  say?: (waiting: string | undefined) => void;
}

/** How often a condition is looked at when nothing wakes the wait (real ms). A scaled cluster lives faster. */
const POLL = { real: 2_000, scaled: 50 };

/**
 * The one wait: looks at each wake-up and at a slow poll until the condition holds (and has held for `stableFor`).
 * Limits are cluster time; looking goes on for at least 5 s of real time, but a condition that came true after its
 * limit still fails. Ends at once on a hopeless sighting, on `unless`, on a signal and on an error that no look can cure.
 * Throws `WaitFailure`; counts as an assertion when met.
 */
export async function waitFor<T>(
  sentence: string,
  probe: () => Promise<Sighting<T>>,
  options: WaitOptions,
  surroundings: WaitSurroundings,
): Promise<T> {
  const interval = surroundings.time.scale > 1 ? POLL.scaled : POLL.real;
  surroundings.say?.(sentence);
  const bell = doorbell(surroundings.wake);
  try {
    const wait = new Wait<T>(sentence, options, surroundings, interval);
    await wait.start();
    for (;;) {
      const met = await wait.look(probe);
      if (met) {
        countAssertion();
        return met.value;
      }
      await bell.rings(interval, wait.signal);
    }
  } finally {
    bell.stop();
    surroundings.say?.(undefined);
  }
}
