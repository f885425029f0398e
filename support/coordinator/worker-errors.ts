import type { Worker } from 'node:worker_threads';
import type { Envelope } from '@cucumber/messages';
import { messageOf } from '../cluster/environment-error.ts';

/** Why workers ended: the runner says `Error on worker 2` and keeps the cause to itself (cucumber-js, parallel/adapter). */
export class WorkerErrors {
  readonly #causes = new Set<string>();

  constructor() {
    process.on('worker', (worker: Worker) =>
      worker.on('error', (error) => this.#causes.add(messageOf(error).split('\n')[0] ?? '')),
    );
  }

  /** The end of a run with the cause behind what the runner says of it. */
  told(envelope: Envelope): Envelope {
    const end = envelope.testRunFinished;
    if (!end?.exception?.message || this.#causes.size === 0) return envelope;
    const message = `${end.exception.message} (${[...this.#causes].join('; ')})`;
    return { ...envelope, testRunFinished: { ...end, exception: { ...end.exception, message } } };
  }
}
