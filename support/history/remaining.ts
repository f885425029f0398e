import type { Envelope } from '@cucumber/messages';
import type { DefinedScenario } from '../verdict/defined-scenarios.ts';
import { type Ahead, aboutText, type Estimates, secondsTogether } from './estimates.ts';

/** Below this share of scenarios with a known duration an estimate is a guess. */
const LEAST_KNOWN = 0.5;

/** Estimates, while a run goes on, how long it still takes. It hears the messages of the run. */
export class Remaining {
  readonly #workers: number;
  readonly #left = new Map<string, Ahead>();
  readonly #pickleOf = new Map<string, string>();
  readonly #running = new Map<string, { pickle: string; since: number }>();

  constructor(workers: number) {
    this.#workers = workers;
  }

  /**
   * What is to run, by the id of the pickle and in its order, and how long it took before. Where less than half of it
   * is known nothing is estimated.
   */
  expect(scenarios: Iterable<readonly [string, DefinedScenario]>, { seconds, usual }: Estimates): void {
    let known = 0;
    for (const [pickle, { key, tags }] of scenarios) {
      if (seconds.has(key)) known += 1;
      const alone = tags.some(({ name }) => name === '@alone');
      this.#left.set(pickle, { seconds: seconds.get(key) ?? usual, ...(alone && { alone }) });
    }
    if (known < this.#left.size * LEAST_KNOWN) this.#left.clear();
  }

  hear({ testCase, testCaseStarted, testCaseFinished }: Envelope): void {
    if (testCase) this.#pickleOf.set(testCase.id, testCase.pickleId);
    if (testCaseStarted) {
      const pickle = this.#pickleOf.get(testCaseStarted.testCaseId) ?? '';
      this.#running.set(testCaseStarted.id, { pickle, since: performance.now() });
    }
    if (!testCaseFinished) return;
    const { pickle = '' } = this.#running.get(testCaseFinished.testCaseStartedId) ?? {};
    this.#running.delete(testCaseFinished.testCaseStartedId);
    if (!testCaseFinished.willBeRetried) this.#left.delete(pickle);
  }

  /** `about 3 min left`; undefined where too little is known, or nothing is left. */
  text(): string | undefined {
    if (this.#left.size === 0) return undefined;
    const since = new Map([...this.#running.values()].map((running) => [running.pickle, running.since]));
    const ahead = [...this.#left].map(([pickle, { seconds, alone }]) => {
      const begun = since.get(pickle);
      const gone = begun === undefined ? 0 : (performance.now() - begun) / 1_000;
      return { seconds: Math.max(0, seconds - gone), ...(alone && { alone }), running: begun !== undefined };
    });
    const inOrder = ahead.toSorted((a, b) => Number(b.running) - Number(a.running));
    return `${aboutText(secondsTogether(inOrder, this.#workers))} left`;
  }
}
