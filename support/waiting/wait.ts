import type { Sighting, WaitOptions, WaitSurroundings } from './sighting.ts';
import { spanText } from './span-text.ts';
import { isFinal, WaitFailure } from './wait-failure.ts';

/** Looking goes on for at least this long (real ms), so that a slow machine alone never fails a short limit. */
const LOOKING_FLOOR = 5_000;
/** Looking that went on no longer than this times the limit has nothing to add to it. */
const MUCH_LONGER = 1.5;
/** Timestamps of a cluster have whole seconds (cluster ms). */
const RESOLUTION = 1_000;
/** Between an unmet look and the next, a condition may have come true at any moment: up to this gap (real ms) it is given the benefit. */
const SHORTEST_GAP = 500;
/** How often a look that does not come back is held against the limit (real ms). */
const OVERDUE_CHECK = 1_000;

/** A moment by the cluster's clock and by this machine's, in ms. */
interface Moment {
  cluster: number;
  real: number;
}

/** One wait in progress: dates each look by the cluster's clock and decides what it means. */
export class Wait<T> {
  readonly signal: AbortSignal;
  private readonly sentence: string;
  private readonly options: WaitOptions;
  private readonly surroundings: WaitSurroundings;
  private readonly ambiguous: number;
  private began: Moment = { cluster: 0, real: 0 };
  private latest: Moment = { cluster: 0, real: 0 };
  private seen = 'nothing yet';
  private cause: unknown;
  /** When the last look that saw the condition unmet began. */
  private unmet: Moment | undefined;
  /** Since when the condition holds without a break (cluster ms). */
  private metAt: number | undefined;

  constructor(sentence: string, options: WaitOptions, surroundings: WaitSurroundings, interval: number) {
    this.sentence = sentence;
    this.options = options;
    this.surroundings = surroundings;
    this.signal = options.signal
      ? AbortSignal.any([options.signal, surroundings.signal])
      : surroundings.signal;
    this.ambiguous = Math.max(SHORTEST_GAP, 2 * interval);
  }

  /** Reads the moment from which limits count. */
  async start(): Promise<void> {
    if (this.signal.aborted) this.fail('not started', `stopped: ${reasonOf(this.signal)}`);
    this.began = { cluster: (await this.surroundings.time.now()).getTime(), real: performance.now() };
    this.latest = this.began;
  }

  /** Looks once. The value when the condition holds as it should, undefined to look again; throws `WaitFailure`. */
  async look(probe: () => Promise<Sighting<T>>): Promise<{ value: T } | undefined> {
    await this.stopIfAsked();
    const before = await this.present();
    const sighting = await this.sight(probe);
    const after = await this.present();
    if (!sighting.met) {
      this.judgeUnmet(sighting, before, after);
      return undefined;
    }
    this.metAt ??= this.judgeMet(sighting.since, before, after);
    return after.cluster - this.metAt >= this.stableFor ? { value: sighting.value } : undefined;
  }

  private get limit(): number {
    return this.options.limit.milliseconds;
  }

  private get stableFor(): number {
    return this.options.stableFor?.milliseconds ?? 0;
  }

  private async stopIfAsked(): Promise<void> {
    this.stopIfAborted();
    const reason = await this.options.unless?.();
    if (reason !== undefined) this.fail(`given up after ${this.took()}`, reason);
  }

  private stopIfAborted(): void {
    if (this.signal.aborted) this.fail(`stopped after ${this.took()}`, reasonOf(this.signal));
  }

  /** The present; only while the cluster does not tell it, what the scale makes of the time since it last did. */
  private async present(): Promise<Moment> {
    const real = performance.now();
    const { time } = this.surroundings;
    this.latest = await time.now().then(
      // Readings have whole seconds, so one may lie before what was made of the last.
      (date) => ({ cluster: Math.max(date.getTime(), this.latest.cluster), real }),
      () => ({ cluster: this.latest.cluster + (real - this.latest.real) * time.scale, real }),
    );
    return this.latest;
  }

  private async sight(probe: () => Promise<Sighting<T>>): Promise<Sighting<T>> {
    try {
      const sighting = await this.withinReason(probe);
      this.cause = undefined;
      return sighting;
    } catch (error) {
      this.cause = error;
      this.seen = error instanceof Error ? error.message : String(error);
      this.stopIfAborted();
      if (isFinal(error)) this.fail(`given up after ${this.took()}`, 'another look cannot cure that');
      return { met: false, seen: this.seen };
    }
  }

  /** A look that neither comes back nor fails is left behind when the time is over or a signal comes. */
  private async withinReason(probe: () => Promise<Sighting<T>>): Promise<Sighting<T>> {
    const { promise, reject } = Promise.withResolvers<never>();
    const abort = () => reject(new Error('stopped in the middle of a look'));
    const check = async () => {
      if (this.overdue(await this.present(), this.limit + this.stableFor))
        // What the look before it ran into (an API server that is away, say) is why this one does not come back.
        reject(new Error(`a look did not come back (before it: ${this.seen})`, { cause: this.cause }));
    };
    const timer = setInterval(() => void check(), OVERDUE_CHECK);
    this.signal.addEventListener('abort', abort, { once: true });
    try {
      return await Promise.race([probe(), promise]);
    } finally {
      clearInterval(timer);
      this.signal.removeEventListener('abort', abort);
    }
  }

  private judgeUnmet(sighting: { seen: string; hopeless?: string }, before: Moment, after: Moment): void {
    this.seen = sighting.seen;
    if (sighting.hopeless !== undefined) this.fail(`given up after ${this.took()}`, sighting.hopeless);
    const broken = this.metAt !== undefined;
    this.metAt = undefined;
    this.unmet = before;
    if (!this.overdue(after, this.limit)) return;
    if (broken) this.fail(`did not hold for ${this.options.stableFor?.text}, broken after ${this.took()}`);
    this.fail(`not within ${this.options.limit.text}${this.lookedOn()}`);
  }

  /** When the condition came true (cluster ms); fails when that was after the limit. */
  private judgeMet(since: Date | undefined, before: Moment, after: Moment): number {
    const at = Math.max(since?.getTime() ?? after.cluster, this.began.cluster);
    const late = at - this.began.cluster > this.limit + RESOLUTION;
    if (!late) return at;
    if (this.unmet === undefined)
      this.seen = `what was awaited, at the first look, which took ${this.told(after.cluster - before.cluster)}`;
    if (since !== undefined || this.provenLate(after))
      this.fail(`took ${this.told(at - this.began.cluster)}, limit ${this.options.limit.text}`);
    return at;
  }

  private provenLate(after: Moment): boolean {
    const unmetAfterLimit =
      this.unmet !== undefined && this.unmet.cluster - this.began.cluster > this.limit + RESOLUTION;
    return unmetAfterLimit || after.real - (this.unmet ?? this.began).real > this.ambiguous;
  }

  private overdue(moment: Moment, limit: number): boolean {
    return (
      moment.cluster - this.began.cluster > limit + RESOLUTION &&
      moment.real - this.began.real >= LOOKING_FLOOR
    );
  }

  /** How far beyond a short limit the looking went on: whether it only came late is what a reader asks next. */
  private lookedOn(): string {
    const span = this.latest.cluster - this.began.cluster;
    return span > MUCH_LONGER * this.limit ? `, nor in the ${this.told(span)} that it was looked for` : '';
  }

  private took(): string {
    return this.told(this.latest.cluster - this.began.cluster);
  }

  /** A span of cluster time by the clock that the limit means. */
  private told(span: number): string {
    return spanText(Math.max(0, span) / (this.options.limit.scale ?? 1));
  }

  private fail(how: string, because?: string): never {
    const reason = because === undefined ? '' : ` (${because})`;
    const hint = this.options.hint === undefined ? '' : `; ${this.options.hint}`;
    const message = `${this.sentence}: ${how}${reason}; last seen: ${this.seen}${hint}`;
    throw new WaitFailure(message, this.sentence, this.seen, this.cause);
  }
}

function reasonOf(signal: AbortSignal): string {
  const reason: unknown = signal.reason;
  return reason instanceof Error ? reason.message : String(reason);
}
