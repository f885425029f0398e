import type { Duration } from './duration.ts';

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
