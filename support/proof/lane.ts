import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { endOf } from '../coordinator/end-process.ts';
import type { Notice } from './serve-trials.ts';
import { type Outcomes, type Trial, type TrialRequest, together } from './trial.ts';

const RUNNER = join('support', 'proof', 'runner.ts');
/** A trial that takes longer is ended (real ms): what it has not decided by then, it did not notice. */
const TRIAL_LIMIT = 150_000;
/** A runner is replaced after so many trials, so that what they leave in its memory does not add up. */
const TRIALS_OF_A_RUNNER = 40;
/** As many of a runner's last words as a failure shows (characters). */
const LAST_WORDS = 2_000;
/** A runner that has lost its parent takes its clusters down; one that hangs is killed (real ms). */
const GOODBYE = 2_000;

/** Tries defects one after another in a process that lasts; a trial that hangs or breaks costs that process, not the others. */
export class Lane {
  readonly #limit: number;
  readonly #command: readonly string[];
  #runner: ChildProcess | undefined;
  #tried = 0;
  #words = '';

  constructor(limit = TRIAL_LIMIT, command: readonly string[] = [RUNNER]) {
    this.#limit = limit;
    this.#command = command;
  }

  async try(request: TrialRequest): Promise<Trial> {
    const { defect, scenarios } = request;
    if (scenarios.length === 0)
      return { defect, kills: [], survivals: [`no scenario claims ${defect.checks.join(', ')}`], seconds: 0 };
    const started = performance.now();
    const heard: Outcomes[] = [];
    const broken = await this.#run(request, heard);
    this.#tried += 1;
    if (broken !== undefined || this.#tried >= TRIALS_OF_A_RUNNER) await this.close();
    const { kills, survivals } = together(heard);
    const unheard = broken ?? (heard.length === 0 ? 'nothing ran' : undefined);
    return {
      defect,
      kills,
      survivals: [...survivals, ...(unheard === undefined ? [] : [unheard])],
      seconds: Math.round((performance.now() - started) / 100) / 10,
    };
  }

  /** Ends the process of this lane, if there is one. */
  async close(): Promise<void> {
    const runner = this.#runner;
    this.#runner = undefined;
    this.#tried = 0;
    if (runner?.connected) runner.disconnect();
    if (runner) await endOf(runner, GOODBYE);
  }

  /** Runs a trial to its end; says what kept it from that. */
  async #run(request: TrialRequest, heard: Outcomes[]): Promise<string | undefined> {
    const runner = this.#ready();
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    const timer = setTimeout(
      () => resolve(`did not end within ${this.#limit / 1_000} s: the rest was not reached`),
      this.#limit,
    );
    const hear = (notice: Notice): void => {
      if ('outcomes' in notice) heard.push(notice.outcomes);
      else resolve('broken' in notice ? notice.broken : undefined);
    };
    const lost = (how: unknown): void =>
      resolve(
        `the process of the trial ended (${how instanceof Error ? how.message : how}: ${this.#words.trim()})`,
      );
    runner.on('message', hear);
    runner.once('error', lost);
    runner.once('close', lost);
    runner.send(request);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      runner.off('message', hear);
      runner.off('error', lost);
      runner.off('close', lost);
    }
  }

  #ready(): ChildProcess {
    if (this.#runner) return this.#runner;
    this.#words = '';
    const runner = spawn(process.execPath, [...this.#command], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    for (const stream of [runner.stdout, runner.stderr])
      stream?.on('data', (chunk: Buffer) => {
        this.#words = (this.#words + chunk.toString()).slice(-LAST_WORDS);
      });
    this.#runner = runner;
    return runner;
  }
}
