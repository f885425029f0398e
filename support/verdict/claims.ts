import type { Comment, PickleStep, Step, TableRow } from '@cucumber/messages';
import { checkIds } from '../judging/check-results.ts';

/** A place in a feature that says that it decides a check. */
export interface Claim {
  readonly check: string;
  /** The line of the step, table row or Examples row that makes the claim. */
  readonly line: number;
  readonly by: 'step' | 'row' | 'example';
  /** Position, among the steps of the scenario, of the step that decides. */
  readonly step: number;
  /** Position of the row in the step's table, the header being 0; only where a row makes the claim. */
  readonly row?: number;
}

const COMMENT = /^\s*#\s*checks:\s*(.*)$/;
/** The column of a table, or of Examples, that claims checks. */
export const CHECK_COLUMN = 'check';

/** The comments of one feature file by their lines. */
export type CommentsByLine = ReadonlyMap<number, string>;

/** Orders the comments of a document by line. */
export const commentsByLine = (comments: readonly Comment[]): CommentsByLine =>
  new Map(comments.map((comment) => [comment.location.line, comment.text]));

/** The ids in `# checks:` comments directly above a line; several such comments may stand on top of each other. */
export function claimsAbove(line: number, comments: CommentsByLine): string[] {
  const ids: string[] = [];
  for (let above = line - 1; comments.has(above); above -= 1) {
    const list = COMMENT.exec(comments.get(above) ?? '')?.[1];
    if (list !== undefined) ids.unshift(...checkIds(list));
  }
  return ids;
}

/** What one step claims: by the comment above it, and by the `check` column of its table. */
export function claimsOfStep(
  position: number,
  node: Step | undefined,
  step: PickleStep,
  comments: CommentsByLine,
): Claim[] {
  const line = node?.location.line ?? 0;
  const above = claimsAbove(line, comments).map(
    (check) => ({ check, line, by: 'step', step: position }) as const,
  );
  const rows = step.argument?.dataTable?.rows ?? [];
  const column = rows[0]?.cells.findIndex((cell) => cell.value === CHECK_COLUMN) ?? -1;
  if (column < 0) return above;
  const inRows = rows.slice(1).flatMap((row, index) =>
    checkIds(row.cells[column]?.value).map(
      (check) =>
        ({
          check,
          line: node?.dataTable?.rows[index + 1]?.location.line ?? line,
          by: 'row',
          step: position,
          row: index + 1,
        }) as const,
    ),
  );
  return [...above, ...inRows];
}

/** What a row of Examples claims by its `check` column: the scenario's last Then decides it. */
export function claimsOfExample(
  header: TableRow | undefined,
  row: TableRow | undefined,
  steps: readonly PickleStep[],
): Claim[] {
  const column = header?.cells.findIndex((cell) => cell.value === CHECK_COLUMN) ?? -1;
  if (column < 0 || row === undefined) return [];
  const lastThen = steps.findLastIndex((step) => step.type === 'Outcome');
  return checkIds(row.cells[column]?.value).map((check) => ({
    check,
    line: row.location.line,
    by: 'example',
    step: lastThen < 0 ? steps.length - 1 : lastThen,
  }));
}
