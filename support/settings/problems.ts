/** Input of the suite that nobody can run with: every problem at once, one sentence each, with its place. */
export class InputProblems extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'InputProblems';
    this.problems = problems;
  }
}

/** Throws `InputProblems` when there are any. */
export function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new InputProblems(problems);
}
