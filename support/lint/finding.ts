/** One thing that is wrong with a feature: where, what, and how to mend it. */
export interface Finding {
  readonly uri: string;
  readonly line: number;
  /** Name of the rule, for those who talk about it. */
  readonly rule: string;
  /** Half a sentence: what is wrong. */
  readonly problem: string;
  /** Half a sentence in the imperative; absent where the problem names the way out itself. */
  readonly fix?: string;
}

/** `features/x.feature:12: a scenario has …; split it (size)`. */
export const inOneLine = ({ uri, line, rule, problem, fix }: Finding): string =>
  `${uri}:${line}: ${problem}${fix === undefined ? '' : `; ${fix}`} (${rule})`;

/** By file, then by line, then as the rules found them. */
export const inOrder = (findings: readonly Finding[]): Finding[] =>
  findings.toSorted((a, b) => (a.uri === b.uri ? a.line - b.line : a.uri < b.uri ? -1 : 1));
