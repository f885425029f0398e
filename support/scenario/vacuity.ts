import { assertionsMade } from '../judging/assertions.ts';

/** Notices a Then that asserted nothing: it would pass whatever the system does. */
export class VacuityGuard {
  #before = 0;

  /** Called before each step. */
  begin(): void {
    this.#before = assertionsMade();
  }

  /** Called after each step that passed; throws for a Then without an assertion. */
  end(step: { text: string; type?: string }): void {
    if (step.type === 'Outcome' && assertionsMade() === this.#before)
      throw new Error(
        `"Then ${step.text}" made no assertion, so it would pass whatever happened: judge with expect, a wait or judgeRows`,
      );
  }
}
