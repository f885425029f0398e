import { setTimeout as pause } from 'node:timers/promises';

/** Between two looks (real ms). */
const PAUSE = 5;
/** Real ms that something may take, on a machine that does other things too. */
const LIMIT = 30_000;

/**
 * Looks until what is seen counts as true, and returns it. Throws after 30 s of real time with what was awaited and, by
 * `seen`, what was there instead.
 */
export async function until<T>(
  sentence: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
  seen?: () => string,
): Promise<T> {
  const end = performance.now() + LIMIT;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() > end)
      throw new Error(`expected within ${LIMIT / 1_000} s: ${sentence}${seen ? `; ${seen()}` : ''}`);
    await pause(PAUSE);
  }
}
