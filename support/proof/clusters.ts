import { type ChildProcess, spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { EnvironmentError } from '../cluster/environment-error.ts';
import { embeddedDirectory } from '../coordinator/embedded-directory.ts';
import {
  type EmbeddedOptions,
  type EmbeddedState,
  flagsOf,
  MAIN,
  READY_LIMIT,
  targetOf,
} from '../coordinator/launch-embedded.ts';
import type { Target } from '../settings/settings.ts';

/** As many of its last words as a failure shows (characters). */
const LAST_WORDS = 2_000;

/** How the program answers: as `fixtures/embedded/on-demand.ts` says. */
type Answer = { started: EmbeddedState } | { refused: string } | { stopped: true };

/** Embedded clusters one after another in one process: all but the first start in a fifth of the time. */
export class Clusters {
  readonly #child: ChildProcess;
  readonly #ended: Promise<never>;
  #words = '';
  #directory: string | undefined;

  constructor() {
    this.#child = spawn(process.execPath, [MAIN, '--on-demand'], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.#words = (this.#words + chunk.toString()).slice(-LAST_WORDS);
    });
    this.#ended = new Promise((_resolve, reject) => {
      this.#child.once('error', reject);
      this.#child.once('close', (code, signal) =>
        reject(
          new EnvironmentError(
            `the embedded cluster is gone (${signal ?? `exit code ${code}`}: ${this.#words.trim()})`,
          ),
        ),
      );
    });
    // Told to whoever asks for a cluster; it must not count as unhandled before.
    this.#ended.catch(() => undefined);
  }

  /** A fresh cluster instead of the last one, as a target. Throws `EnvironmentError` when it does not come up. */
  async start(options: Omit<EmbeddedOptions, 'logFile'>): Promise<Target> {
    this.#directory ??= await embeddedDirectory();
    const answer = await this.#ask({ start: flagsOf(options, this.#directory) });
    if ('started' in answer) return targetOf(options.target, answer.started);
    throw new EnvironmentError(`no embedded cluster was started (${JSON.stringify(answer)})`);
  }

  /** Ends the present cluster. */
  async stop(): Promise<void> {
    await this.#ask({ stop: true });
  }

  /** Rejects when the process of the clusters ends before its time. */
  get gone(): Promise<never> {
    return this.#ended;
  }

  /** Ends the process. */
  async close(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect();
    await this.#ended.catch(() => undefined);
    if (this.#directory) await rm(this.#directory, { recursive: true, force: true });
  }

  async #ask(demand: { start: string[] } | { stop: true }): Promise<Answer> {
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(
      () =>
        late.reject(
          new EnvironmentError(`the embedded cluster did not answer within ${READY_LIMIT / 1_000} s`),
        ),
      READY_LIMIT,
    );
    const answer = new Promise<Answer>((resolve) =>
      this.#child.once('message', (message) => resolve(message as Answer)),
    );
    this.#child.send(demand);
    try {
      return await Promise.race([answer, this.#ended, late.promise]);
    } finally {
      clearTimeout(timer);
    }
  }
}
