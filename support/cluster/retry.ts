import { setTimeout as sleep } from 'node:timers/promises';

/** Pauses between attempts (real ms), each up to half longer by chance. */
const PAUSES = [100, 300, 900, 2_000];
/** A longer `Retry-After` is not waited for (ms). */
const LONGEST_RETRY_AFTER = 10_000;

/** What became of an attempt: final, or worth another one, after the pause that the server asked for (ms). */
export type Attempt<T> = { done: T } | { again: string; after?: number; failed: () => T | Promise<T> };

/**
 * Repeats an attempt that may be repeated, at most four times. `note` hears of each repetition, so that a run does not hide them.
 * `failed` of the last attempt decides the outcome when all were in vain.
 */
export async function repeated<T>(
  attempt: () => Promise<Attempt<T>>,
  note: (line: string) => void,
  signal?: AbortSignal,
): Promise<T> {
  for (let count = 0; ; count += 1) {
    const outcome = await attempt();
    if ('done' in outcome) return outcome.done;
    const pause = PAUSES[count];
    if (pause === undefined || (outcome.after ?? 0) > LONGEST_RETRY_AFTER) return await outcome.failed();
    const wait = outcome.after ?? pause * (1 + Math.random() / 2);
    note(`${outcome.again}; attempt ${count + 2} in ${Math.round(wait)} ms`);
    await sleep(wait, undefined, { signal });
  }
}

/** Milliseconds of a `Retry-After` header in seconds; undefined when there is none. */
export function retryAfter(header: string | undefined): number | undefined {
  const amount = Number(header);
  return header === undefined || Number.isNaN(amount) ? undefined : amount * 1_000;
}
