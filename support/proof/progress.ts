import type { Trial } from './trial.ts';

/** Trials by which the rest is estimated. */
const ENOUGH = 5;

/** Says how far a proof is. */
export class ProofProgress {
  readonly #total: number;
  readonly #now: () => number;
  readonly #began: number;
  #done = 0;

  constructor(total: number, now: () => number = () => performance.now()) {
    this.#total = total;
    this.#now = now;
    this.#began = now();
  }

  /** What is to be told of a trial that has ended. */
  lines({ defect, kills, survivals, seconds }: Trial): string[] {
    this.#done += 1;
    const [first] = kills;
    const outcome = first ? `killed by ${first.check} at ${first.at}` : 'SURVIVED';
    return [
      `[prove] [${this.#done}/${this.#total}] ${defect.id}: ${outcome} (${seconds} s)${this.#left()}`,
      ...survivals.map((survival) => `[prove]     ${survival.split('\n')[0]}`),
    ];
  }

  #left(): string {
    const ahead = this.#total - this.#done;
    if (ahead === 0 || this.#done < ENOUGH) return '';
    const seconds = Math.round(((this.#now() - this.#began) / 1_000 / this.#done) * ahead);
    return seconds < 90 ? `, about ${seconds} s left` : `, about ${Math.round(seconds / 60)} min left`;
  }
}
