import { countAssertion } from '../judging/assertions.ts';
import { doorbell } from './doorbell.ts';
import type { Sighting, WaitOptions, WaitSurroundings } from './sighting.ts';
import { Wait } from './wait.ts';

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
