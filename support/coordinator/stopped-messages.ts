import type { Envelope } from '@cucumber/messages';
import { CHECK_RESULTS } from '../judging/check-results.ts';

/** Tells, once a run was stopped, which messages still belong to it: those of scenarios that had begun before. */
export class StoppedMessages {
  readonly #running = new Set<string>();
  #becameQuiet: (() => void) | undefined;

  /** Hears the messages of a run that goes on. */
  hear({ testCaseStarted, testCaseFinished }: Envelope): void {
    if (testCaseStarted) this.#running.add(testCaseStarted.id);
    if (testCaseFinished) this.#running.delete(testCaseFinished.testCaseStartedId);
  }

  /**
   * True for messages of attempts that had begun. A run that was stopped has no end: reports see by that what it was. Nor
   * has an attempt that was stopped, and what fails in it from now on was stopped too: it says nothing about the system.
   */
  belongs(envelope: Envelope): boolean {
    const { testStepStarted, testStepFinished, testCaseFinished, attachment } = envelope;
    const id = (testStepStarted ?? testStepFinished ?? testCaseFinished ?? attachment)?.testCaseStartedId;
    const ours = id !== undefined && this.#running.has(id);
    if (testCaseFinished && ours) this.#running.delete(testCaseFinished.testCaseStartedId);
    if (this.#running.size === 0) this.#becameQuiet?.();
    return ours && !testCaseFinished && !isFailure(envelope);
  }

  /** Resolves when no attempt is running any more. */
  quiet(): Promise<void> {
    return new Promise((resolve) => {
      this.#becameQuiet = resolve;
      if (this.#running.size === 0) resolve();
    });
  }
}

/** A step that failed, or the rows of one by which it is about to. */
const isFailure = ({ testStepFinished, attachment }: Envelope): boolean =>
  testStepFinished?.testStepResult.status === 'FAILED' ||
  (attachment?.mediaType === CHECK_RESULTS && attachment.body.includes('"verdict":"failed"'));
