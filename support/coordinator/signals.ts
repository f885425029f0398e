import type { EventEmitter } from 'node:events';

/** The signals that end a run in order. */
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
/**
 * What arrives within this time of a signal is its echo (real ms): a terminal sends Ctrl-C to npm and to the run, and npm
 * passes on what it got (@npmcli/run-script, lib/signal-manager.js), so the run hears it twice.
 */
const ECHO = 500;

/** Calls `heard` for each signal that a person or a machine meant; `source` is the process. */
export function onSignal(
  source: EventEmitter,
  heard: (signal: NodeJS.Signals) => void,
  now: () => number = () => performance.now(),
): void {
  let last = Number.NEGATIVE_INFINITY;
  for (const signal of SIGNALS)
    source.on(signal, () => {
      if (now() - last < ECHO) return;
      last = now();
      heard(signal);
    });
}
