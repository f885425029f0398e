import { knownSuite, type Suite } from '../suite/suite.ts';
import type { MarkedRun } from '../verdict/run-mark.ts';
import { clusterAmidScenarios, clusterMeanwhile, clusterNow, suiteMeanwhile } from './meanwhile.ts';
import type { MessageFile } from './message-file.ts';
import type { TargetSession } from './target-session.ts';

/** How a run looks at its cluster for the last time: one that was stopped waits for nothing. */
const LOOKS = {
  ended: clusterMeanwhile,
  'stopped at its end': clusterNow,
  'stopped amid scenarios': clusterAmidScenarios,
} as const;

/** Keeps what a recording says of its run: which it is, and what became another while it went on. */
export class Marking {
  readonly #messages: MessageFile;
  readonly #suite: Promise<{ suite?: Suite }> = knownSuite();
  #run: Omit<MarkedRun, 'suite'>;

  constructor(messages: MessageFile, run: Omit<MarkedRun, 'suite'>) {
    this.#messages = messages;
    this.#run = run;
    void this.#leave();
  }

  /** `run.json` was written anew: `runFile` is its SHA-256 now. */
  async runFileIs(runFile: string): Promise<void> {
    await this.#leave({ runFile });
  }

  /** Looks at the suite and at the target, if that was reached and is still there, for the last time. */
  async lastLook(target: TargetSession | undefined, how: keyof typeof LOOKS): Promise<void> {
    const lookAt = LOOKS[how];
    const { suite } = await this.#suite;
    const meanwhile = await Promise.all([
      suiteMeanwhile(suite),
      target ? lookAt(target.cluster, target.runFile) : [],
    ]);
    await this.#leave({ meanwhile: meanwhile.flat() });
  }

  async #leave(more: Partial<MarkedRun> = {}): Promise<void> {
    this.#run = { ...this.#run, ...more };
    const suite = await this.#suite;
    this.#messages.mark({ ...this.#run, ...suite });
  }
}
