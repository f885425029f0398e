import { setTimeout as pause } from 'node:timers/promises';
import { countAssertion } from '../judging/assertions.ts';
import { type Attaching, CHECK_RESULTS, noneIsPromised } from '../judging/check-results.ts';
import { redactError } from '../redaction/redact-values.ts';

/** A step whose scenario was told to end may still say why; after this it is left behind (real ms). */
const LAST_WORDS = 2_000;

type Code = (this: unknown, ...values: unknown[]) => unknown;

/** What a step needs of its World to end in time. */
interface Ending extends Attaching {
  readonly running?: Running | undefined;
}

interface Running {
  readonly signal: AbortSignal;
  /** Checks that the present step decides. */
  readonly claimed: readonly string[];
  failed(error: unknown): void;
}

const hooks = new WeakSet<object>();

/** Marks a hook of the frame: it minds the time itself, also after its scenario's time is over. */
export function ownTime<Hook extends object>(hook: Hook): Hook {
  hooks.add(hook);
  return hook;
}

/**
 * Wraps every step: one that does not end when its scenario's time is over, or the run is told to stop, is left behind
 * with that reason, and no secret leaves it in an error. A step that only decides checks which the release does not
 * promise is not taken.
 */
export function inTime(code: Code): Code {
  return async function (this: unknown, ...values) {
    const world = this as Ending | undefined;
    const running = world?.running;
    const isStep = !hooks.has(code);
    const signal = isStep ? running?.signal : undefined;
    if (isStep && world && (await isNotPromised(world))) return undefined;
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

/** Reports the checks of the step as not promised, if the release promises none of them. */
async function isNotPromised(world: Ending): Promise<boolean> {
  const results = noneIsPromised(world, world.running?.claimed ?? []);
  if (!results) return false;
  countAssertion();
  await world.attach(JSON.stringify(results), CHECK_RESULTS);
  return true;
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
