import { countAssertion } from './assertions.ts';

/** Media type of the attachment by which a step says how each check that it decides came out. */
export const CHECK_RESULTS = 'application/vnd.llm-serving-acceptance.checks+json';
/** Media type of the attachment by which a scenario says why it was skipped: `{ needs, found }`. */
export const SKIP_REASON = 'application/vnd.llm-serving-acceptance.skip+json';

export interface CheckResult {
  /** Empty for a failed row that names no check in its column, `NO_COLUMN` for one of a table without that column. */
  id: string;
  /** Position of the row in its table, from 1; absent where a step speaks as a whole. */
  row?: number;
  verdict: 'passed' | 'failed' | 'not-promised';
  message?: string;
}

/** Stands for the id of a failed row where the step decides its checks as a whole. */
export const NO_COLUMN = '*';

/** What a judge needs of the World. */
export interface Attaching {
  attach(data: string, mediaType: string): void | Promise<void>;
  /** Why the release in use does not promise a check; undefined when it does. */
  notPromised?(check: string): string | undefined;
}

/** The release in use makes no such promise; the reason says where that is written. */
export class NotPromised extends Error {}

/** Names of errors that are thrown for mistakes in the suite: in its code, its features or its settings. */
export const MISTAKES: ReadonlySet<string> = new Set([
  'TypeError',
  'ReferenceError',
  'SyntaxError',
  'RangeError',
  'InputProblems',
  'UnknownWord',
  'MissingStep',
]);

/** Errors that say nothing about the system: mistakes, and an environment that does not answer. */
const isNoJudgementNamed = (name: string): boolean => MISTAKES.has(name) || name === 'EnvironmentError';

/** Whether the reason of a failed claim names an error that is no judgement about the system. */
export const isNoJudgement = (reason: string): boolean =>
  isNoJudgementNamed(/^(\w+)(?: \[\w+\])?:/.exec(reason)?.[1] ?? '');

/** The results of checks if the release promises none of them: nothing is to be judged then. */
export function noneIsPromised(world: Attaching, checks: readonly string[]): CheckResult[] | undefined {
  const results = checks.flatMap((id): CheckResult[] => {
    const message = world.notPromised?.(id);
    return message === undefined ? [] : [{ id, verdict: 'not-promised', message }];
  });
  return results.length > 0 && results.length === checks.length ? results : undefined;
}

/**
 * Judges each row, also after another one failed, and reports each row's verdict under the id in its `check` column.
 * A row whose checks the release does not promise is not looked at; one that names no check is reported if it fails.
 * Throws one error that lists every failed row. Rows that are not judged in the order of their table bring their `position`.
 */
export async function judgeRows<Row extends { check?: string; position?: unknown }>(
  world: Attaching,
  rows: readonly Row[],
  judge: (row: Row) => Promise<void> | void,
): Promise<void> {
  if (rows.length === 0) throw new Error('the table has no rows: a step without rows decides nothing');
  const results: CheckResult[] = [];
  const failures: string[] = [];
  for (const [index, row] of rows.entries()) {
    const place = { row: typeof row.position === 'number' ? row.position : index + 1 };
    countAssertion();
    const unpromised = noneIsPromised(world, checkIds(row.check));
    if (unpromised) {
      results.push(...unpromised.map((result) => ({ ...result, ...place })));
      continue;
    }
    const message = await outcome(() => judge(row));
    const verdict = verdictOf(message);
    const said = message && textOf(message);
    if (verdict === 'failed') failures.push(failureOf(row.check, said));
    for (const id of idsOf(row, verdict))
      results.push({ id, ...place, verdict, ...(said && { message: said }) });
    countAssertion();
  }
  if (results.length > 0) await world.attach(JSON.stringify(results), CHECK_RESULTS);
  if (failures.length > 0) throw new Error(failures.join('\n'));
}

/** The checks of a row, and for a failure that none of them stands for what says so. */
function idsOf({ check }: { check?: string }, verdict: CheckResult['verdict']): string[] {
  const ids = checkIds(check);
  if (ids.length > 0 || verdict !== 'failed') return ids;
  return [check === undefined ? NO_COLUMN : ''];
}

/** One line of a step's error: the row by its checks, and what is wrong. */
function failureOf(check: string | undefined, said = ''): string {
  const row = checkIds(check).length === 0 && check !== undefined ? 'a row without a check' : check;
  return [row, said].filter(Boolean).join(': ');
}

/** The ids in a `check` cell or a `# checks:` comment: separated by commas. */
export const checkIds = (cell: string | undefined): string[] =>
  (cell ?? '')
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');

/** What a row says; the name of an error that judged nothing stands before it. */
const textOf = ({ name, message }: Error): string =>
  isNoJudgementNamed(name) ? `${name}: ${message}` : message;

const verdictOf = (problem: Error | undefined): CheckResult['verdict'] =>
  problem === undefined ? 'passed' : problem instanceof NotPromised ? 'not-promised' : 'failed';

async function outcome(judge: () => Promise<void> | void): Promise<Error | undefined> {
  try {
    await judge();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
