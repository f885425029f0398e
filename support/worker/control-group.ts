import type { Notice } from './channel.ts';

/** The tag of the control group: when its scenarios fail, the rest of their system is not worth judging. */
const CONTROL_GROUP = 'ISSUE-001';
const SYSTEMS = ['kserve', 'aibrix', 'orchestratord', 'kubefoundry'];

/** Whether a scenario with these tags (without their `@`) belongs to a control group. */
export const inControlGroup = (tags: readonly string[]): boolean => tags.includes(CONTROL_GROUP);

/** The systems that a scenario with these tags (without their `@`) judges. */
export const systemsOf = (tags: readonly string[]): string[] =>
  SYSTEMS.filter((system) => tags.includes(system));

/** What a worker knows of the control groups of systems. */
export class ControlGroup {
  readonly #tell: (notice: Notice) => void;
  readonly #stopped: AbortSignal;
  readonly #failures = new Map<string, string>();
  readonly #ended = new Map<string, () => void>();

  constructor(tell: (notice: Notice) => void, stopped: AbortSignal) {
    this.#tell = tell;
    this.#stopped = stopped;
  }

  /** Hears what other threads tell. */
  hear(notice: Notice): void {
    if (notice.type === 'control-group-failed') this.#failures.set(notice.system, notice.cause);
    if (notice.type === 'control-group-ended') this.#ended.get(notice.pickle)?.();
  }

  /** The cause by which the control group of a system failed, if it did. */
  failure(system: string): string | undefined {
    return this.#failures.get(system);
  }

  /** Tells all workers that the control group of a system failed. */
  failed(system: string, cause: string): void {
    this.#failures.set(system, cause);
    this.#tell({ type: 'control-group-failed', system, cause });
  }

  /** Waits until what stands before a scenario of the control groups of its systems has ended, or the run is told to stop. */
  async ended(pickle: string, systems: readonly string[]): Promise<void> {
    if (this.#stopped.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#ended.set(pickle, resolve);
    const stop = (): void => resolve();
    this.#stopped.addEventListener('abort', stop, { once: true });
    this.#tell({ type: 'control-group-awaited', pickle, systems });
    await promise;
    this.#stopped.removeEventListener('abort', stop);
    this.#ended.delete(pickle);
  }
}
