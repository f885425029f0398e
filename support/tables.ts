import type { DataTable } from '@cucumber/cucumber';
import { nearest, offer } from './spelling/nearest.ts';
import { UnknownWord } from './spelling/unknown-word.ts';

/** The values that a column may hold, by column. */
type Allowed<Column extends string> = { readonly [Name in Column]?: readonly string[] };

type Cell<Values, Column> = Column extends keyof Values
  ? Values[Column] extends readonly (infer Value extends string)[]
    ? Value
    : string
  : string;

/** A row of a table whose columns are known; `check` may be left out of any table. */
export type Row<Column extends string, Values = Record<never, never>> = {
  [Name in Exclude<Column, 'check'>]: Cell<Values, Name>;
} & { check?: string };

/**
 * The rows of a table by column. Throws for a table without rows, for a column that the step does not know, for one
 * that is missing (`check` alone is optional), and for a value that is not among those `allowed` in its column.
 */
export function tableOf<
  const Column extends string,
  const Values extends Allowed<Column> = Record<never, never>,
>(table: DataTable, columns: readonly Column[], allowed?: Values): Row<Column, Values>[] {
  const [header = [], ...rows] = table.raw();
  checkHeader(header, columns);
  if (rows.length === 0) throw new UnknownWord('the table has no rows: a step without rows decides nothing');
  return rows.map((cells) => {
    const row = Object.fromEntries(header.map((column, index) => [column, cells[index] ?? '']));
    checkValues(row, allowed ?? {});
    return row as Row<Column, Values>;
  });
}

function checkHeader(header: readonly string[], columns: readonly string[]): void {
  const inWords = `its columns are ${columns.join(', ')}`;
  const unknown = header.filter((column) => !columns.includes(column));
  if (unknown.length === header.length && meant(unknown[0], columns) === '')
    throw new UnknownWord(
      `the first row of a table names its columns, ${columns.join(', ')}; here it says "${header.join('", "')}"`,
    );
  if (unknown.length > 0)
    throw new UnknownWord(
      `the table has an unknown column "${unknown.join('", "')}"${meant(unknown[0], columns)}: ${inWords}`,
    );
  const missing = columns.filter((column) => column !== 'check' && !header.includes(column));
  if (missing.length > 0)
    throw new UnknownWord(`the table lacks the column "${missing.join('", "')}": ${inWords}`);
  const twice = header.filter((column, index) => header.indexOf(column) !== index);
  if (twice.length > 0) throw new UnknownWord(`the table has the column "${twice.join('", "')}" twice`);
}

function meant(column: string | undefined, columns: readonly string[]): string {
  const like = column === undefined ? undefined : nearest(column, columns);
  return like === undefined ? '' : `, perhaps "${like}"`;
}

function checkValues(row: Record<string, string>, allowed: Allowed<string>): void {
  for (const [column, values] of Object.entries(allowed))
    if (values && !values.includes(row[column] ?? ''))
      throw new UnknownWord(`"${row[column]}" is no ${column}; ${offer(row[column] ?? '', values)}`);
}
