import type { Envelope, Pickle } from '@cucumber/messages';
import type { Notice } from '../worker/channel.ts';
import { isAlone, isInControlGroup } from './order.ts';

/** The parts of a pickle that count here. */
type Selected = Pick<Pickle, 'id' | 'tags'>;
type Awaited = Extract<Notice, { type: 'control-group-awaited' }>;

/**
 * Answers scenarios that wait for the control group of their systems. One waits only for scenarios that stand before it
 * in the order of the run: these have started, or have ended, when it starts. So nobody waits for what needs the same
 * worker first, or was never selected.
 */
export class ControlGroups {
  readonly #tell: (notice: Notice) => void;
  readonly #places = new Map<string, number>();
  /** Those of the control groups that have not ended, by the id of their pickle. */
  readonly #open = new Map<string, Selected>();
  readonly #pickleOf = new Map<string, string>();
  readonly #causes = new Map<string, string>();
  #waiting: Awaited[] = [];

  constructor(tell: (notice: Notice) => void) {
    this.#tell = tell;
  }

  /** The scenarios that will run, in their order. */
  expect(selected: readonly Selected[]): void {
    for (const [place, pickle] of selected.entries()) {
      this.#places.set(pickle.id, place);
      // What needs the cluster alone starts after everybody who could wait for it.
      if (isInControlGroup(pickle) && !isAlone(pickle)) this.#open.set(pickle.id, pickle);
    }
  }

  /** Hears a message of the run. */
  hear({ testCase, testCaseStarted, testCaseFinished }: Envelope): void {
    if (testCase) this.#pickleOf.set(testCase.id, testCase.pickleId);
    if (testCaseStarted)
      this.#pickleOf.set(testCaseStarted.id, this.#pickleOf.get(testCaseStarted.testCaseId) ?? '');
    if (!testCaseFinished || testCaseFinished.willBeRetried) return;
    if (this.#open.delete(this.#pickleOf.get(testCaseFinished.testCaseStartedId) ?? '')) this.#answer();
  }

  /** Hears what a worker tells. */
  hearWorker(notice: Notice): void {
    if (notice.type === 'control-group-failed') this.#causes.set(notice.system, notice.cause);
    if (notice.type !== 'control-group-awaited') return;
    this.#waiting.push(notice);
    this.#answer();
  }

  #answer(): void {
    const waiting = Map.groupBy(this.#waiting, (awaited) => this.#isOpenFor(awaited));
    this.#waiting = waiting.get(true) ?? [];
    for (const { pickle } of waiting.get(false) ?? []) {
      // A worker that joined late has not heard of a failure before it.
      for (const [system, cause] of this.#causes) this.#tell({ type: 'control-group-failed', system, cause });
      this.#tell({ type: 'control-group-ended', pickle });
    }
  }

  #isOpenFor({ pickle, systems }: Awaited): boolean {
    const own = this.#places.get(pickle) ?? 0;
    return [...this.#open.values()].some(
      ({ id, tags }) =>
        (this.#places.get(id) ?? 0) < own && tags.some(({ name }) => systems.includes(name.slice(1))),
    );
  }
}
