import type { Envelope } from '@cucumber/messages';

/** Tells when the last scenario of a feature file has finished, so that what the file shares can go. */
export class SharedFiles {
  readonly #uriOf = new Map<string, string>();
  readonly #left = new Map<string, number>();
  readonly #caseOf = new Map<string, string>();
  readonly #done: (uri: string) => void;

  constructor(done: (uri: string) => void) {
    this.#done = done;
  }

  /** The scenarios that will run, by the id of their pickle. */
  expect(pickles: readonly { id: string; uri: string }[]): void {
    for (const { id, uri } of pickles) {
      this.#uriOf.set(id, uri);
      this.#left.set(uri, (this.#left.get(uri) ?? 0) + 1);
    }
  }

  /** Hears a message of the run. */
  hear({ testCase, testCaseStarted, testCaseFinished }: Envelope): void {
    if (testCase) this.#caseOf.set(testCase.id, this.#uriOf.get(testCase.pickleId) ?? '');
    if (testCaseStarted)
      this.#caseOf.set(testCaseStarted.id, this.#caseOf.get(testCaseStarted.testCaseId) ?? '');
    if (!testCaseFinished || testCaseFinished.willBeRetried) return;
    const uri = this.#caseOf.get(testCaseFinished.testCaseStartedId) ?? '';
    const left = (this.#left.get(uri) ?? 0) - 1;
    this.#left.set(uri, left);
    if (left === 0) this.#done(uri);
  }
}
