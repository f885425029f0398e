import type { Exchange } from '../inference/client.ts';
import { type Sender, succeeded } from './batch.ts';

/** One request of a flow, with the moment at which it was due: latency counts from there, so that a stalled server shows. */
export interface Arrival {
  index: number;
  /** `performance.now()` ms. */
  due: number;
  /** ms from `due` to the end of the answer. */
  latency: number;
  exchange: Exchange;
}

/**
 * Requests at a fixed rate, open loop: arrival times are fixed in advance and do not wait for answers. `mark()` ends the
 * phase "before" and begins "after"; `stop()` waits for the answers still under way.
 */
export class Flow {
  readonly arrivals: Arrival[] = [];
  readonly perSecond: number;
  /** Whom the requests go to, as failures name it. */
  readonly to: string;
  /** Requests after which the flow ends. */
  readonly most: number;
  readonly #before: number;
  #marked?: number;
  #next = 0;
  /** When the next request is due. */
  #due = 0;
  #timer?: NodeJS.Timeout;
  readonly #underWay = new Set<Promise<void>>();
  readonly #send: Sender;
  readonly #signal: AbortSignal;
  readonly #watchers = new Set<() => void>();
  #error?: unknown;

  /** With `most` it ends by itself after so many; with `before` it pauses after so many until the change, however long that takes to come. */
  constructor(
    perSecond: number,
    send: Sender,
    signal: AbortSignal,
    bounds: { to: string; most?: number; before?: number },
  ) {
    this.perSecond = perSecond;
    this.to = bounds.to;
    this.most = bounds.most ?? Number.POSITIVE_INFINITY;
    this.#before = bounds.before ?? Number.POSITIVE_INFINITY;
    this.#send = send;
    this.#signal = signal;
  }

  /** Begins to send; the first request is due at once. */
  start(): void {
    this.#due = performance.now();
    const step = () => {
      if (this.#signal.aborted) return this.#halt();
      for (; this.#mayGoOn && this.#due <= performance.now(); this.#due += 1_000 / this.perSecond)
        this.#launch(this.#due);
      if (this.#next >= this.most) this.#halt();
    };
    this.#timer = setInterval(step, Math.min(20, 500 / this.perSecond));
    step();
  }

  get #mayGoOn(): boolean {
    return this.#next < this.most && !this.#pauses;
  }

  get #pauses(): boolean {
    return this.#marked === undefined && this.#next >= this.#before;
  }

  #launch(due: number): void {
    const index = this.#next++;
    const request = this.#send(index, this.#signal)
      .then((exchange) => {
        this.arrivals.push({ index, due, latency: exchange.startedAt + exchange.latency - due, exchange });
      })
      .catch((error: unknown) => {
        this.#error ??= error;
      })
      .finally(() => {
        this.#underWay.delete(request);
        for (const watcher of this.#watchers) watcher();
      });
    this.#underWay.add(request);
  }

  #halt(): void {
    clearInterval(this.#timer);
  }

  /** True when all of a limited flow has been sent and answered. */
  get over(): boolean {
    return this.#next >= this.most && this.#underWay.size === 0;
  }

  /** Requests sent so far. */
  get sent(): number {
    return this.#next;
  }

  /** The change happens now: what is due from here on belongs to the phase "after". */
  mark(): void {
    const now = performance.now();
    if (this.#pauses) this.#due = now;
    this.#marked = now;
  }

  /** Arrivals of a phase, in order of their due time. */
  phase(which: 'before' | 'after' | 'all'): Arrival[] {
    const marked = this.#marked ?? Number.POSITIVE_INFINITY;
    return this.arrivals
      .filter((arrival) => which === 'all' || (which === 'before') === arrival.due < marked)
      .sort((a, b) => a.due - b.due);
  }

  /** Calls back after each answer; returns the way to stop. */
  watch(onArrival: () => void): () => void {
    this.#watchers.add(onArrival);
    return () => this.#watchers.delete(onArrival);
  }

  /** Sends no more and waits for what is under way. Throws what the sender threw. */
  async stop(): Promise<void> {
    this.#halt();
    await Promise.all(this.#underWay);
    if (this.#error !== undefined && !this.#signal.aborted) throw this.#error;
  }
}

/** How long requests failed after the change, in wall-clock ms: from the first due time of a failure to the last end of one; 0 without failures. */
export function outage(arrivals: readonly Arrival[]): { span: number; failures: Arrival[] } {
  const failures = arrivals.filter((arrival) => !succeeded(arrival.exchange));
  if (failures.length === 0) return { span: 0, failures };
  const first = Math.min(...failures.map((arrival) => arrival.due));
  const last = Math.max(...failures.map((arrival) => arrival.due + arrival.latency));
  return { span: last - first, failures };
}

/** How many of the latest arrivals succeeded without a break. */
export function streak(arrivals: readonly Arrival[]): number {
  const lastFailure = arrivals.findLastIndex((arrival) => !succeeded(arrival.exchange));
  return arrivals.length - 1 - lastFailure;
}
