/** What wakes a wait between two looks. */
export interface Doorbell {
  /** Resolves when something changed since the last look, at once if it did already; else after `interval` real ms or when the signal aborts. */
  rings(interval: number, signal: AbortSignal): Promise<void>;
  stop(): void;
}

/** A bell on what `wake` reports; a change during a look is not lost. */
export function doorbell(wake?: (changed: () => void) => () => void): Doorbell {
  let rung = false;
  let answer: (() => void) | undefined;
  const stop = wake?.(() => {
    rung = true;
    answer?.();
  });
  return {
    async rings(interval, signal) {
      if (!rung && !signal.aborted) await pause(interval, signal, (resolve) => (answer = resolve));
      rung = false;
      answer = undefined;
    },
    stop: () => stop?.(),
  };
}

function pause(
  interval: number,
  signal: AbortSignal,
  interruptible: (resolve: () => void) => void,
): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, interval);
    signal.addEventListener('abort', end, { once: true });
    interruptible(end);
  });
}
