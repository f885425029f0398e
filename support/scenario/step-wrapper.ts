import { setTimeout as pause } from 'node:timers/promises';
import { redactError } from '../worker/redact-values.ts';

/** A step whose scenario was told to end may still say why; after this it is left behind (real ms). */
const LAST_WORDS = 2_000;

type Code = (this: unknown, ...values: unknown[]) => unknown;

/** What a step needs of its World to end in time. */
interface Ending {
  readonly running?: { readonly signal: AbortSignal; failed(error: unknown): void } | undefined;
}

const hooks = new WeakSet<object>();

/** Marks a hook of the frame: it minds the time itself, also after its scenario's time is over. */
export function ownTime<Hook extends object>(hook: Hook): Hook {
  hooks.add(hook);
  return hook;
}

/**
 * Wraps every step: one that does not end when its scenario's time is over, or the run is told to stop, is left behind
 * with that reason, and no secret leaves it in an error.
 */
export function inTime(code: Code): Code {
  return async function (this: unknown, ...values) {
    const running = (this as Ending | undefined)?.running;
    const signal = hooks.has(code) ? undefined : running?.signal;
    try {
      const step = Promise.resolve(code.apply(this, values));
      return await (signal ? Promise.race([step, outOfTime(signal, step)]) : step);
    } catch (error) {
      const safe = redactError(error);
      // The runner forgets the error of a step when it skips the steps behind it (13.3.0).
      running?.failed(safe);
      throw safe;
    }
  };
}

async function outOfTime(signal: AbortSignal, step: Promise<unknown>): Promise<never> {
  const { promise, resolve } = Promise.withResolvers<void>();
  signal.addEventListener('abort', () => resolve(), { once: true });
  if (signal.aborted) resolve();
  await promise;
  await Promise.race([step, pause(LAST_WORDS, undefined, { ref: false })]);
  const reason: unknown = signal.reason;
  throw reason instanceof Error ? reason : new Error(String(reason));
}
