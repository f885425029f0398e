import { checkIds } from '../../judging/check-results.ts';
import { isMeantAsClaim } from '../../validation/claim-comments.ts';
import { claimsAbove, commentsByLine } from '../../verdict/claims.ts';
import type { FeatureSource, WrittenScenario, WrittenStep } from '../feature-source.ts';
import type { Finding } from '../finding.ts';

const COLUMN = 'check';

/** What decides a check is a Then, and it says so where the verdict looks for it. */
export function claimFindings(feature: FeatureSource): Finding[] {
  return [...commentFindings(feature), ...decidingFindings(feature), ...columnFindings(feature)];
}

/** Claims that stand where nobody reads them; those that name no check are refused at the start. */
function commentFindings({ uri, document, written }: FeatureSource): Finding[] {
  const comments = commentsByLine(document?.comments ?? []);
  const read = new Set<number>();
  for (const line of written.flatMap(({ steps }) => steps.map(({ step }) => step.location.line)))
    for (let above = line - 1; comments.has(above); above -= 1) read.add(above);
  return [...comments].flatMap(([line, text]): Finding[] => {
    const place = { uri, line, rule: 'claim' };
    if (!isMeantAsClaim(text)) return [];
    if (claimsAbove(line + 1, new Map([[line, text]])).length === 0) return [];
    return read.has(line)
      ? []
      : [
          {
            ...place,
            problem: 'the checks stand above nothing that decides them',
            fix: 'put the comment directly above the step, without an empty line',
          },
        ];
  });
}

function decidingFindings({ uri, document, written }: FeatureSource): Finding[] {
  const comments = commentsByLine(document?.comments ?? []);
  const seen = new Set<number>();
  return written.flatMap(({ steps }) =>
    steps.flatMap((written): Finding[] => {
      const { step, type } = written;
      const { line } = step.location;
      if (type === 'Outcome' || seen.has(line) || claimedBy(written, comments).length === 0) return [];
      seen.add(line);
      const keyword = type === 'Action' ? 'When' : 'Given';
      return [
        {
          uri,
          line,
          rule: 'claim',
          problem: `a ${keyword} decides ${claimedBy(written, comments).join(', ')}`,
          fix: 'let the Then that observes the outcome decide it',
        },
      ];
    }),
  );
}

function claimedBy({ step }: WrittenStep, comments: ReadonlyMap<number, string>): string[] {
  const rows = step.dataTable?.rows ?? [];
  const column = rows[0]?.cells.findIndex(({ value }) => value === COLUMN) ?? -1;
  const inRows = column < 0 ? [] : rows.slice(1).flatMap(({ cells }) => checkIds(cells[column]?.value));
  return [...claimsAbove(step.location.line, comments), ...inRows];
}

/** The column `check` stands first, and is spelt so. */
const columnFindings = ({ uri, written }: FeatureSource): Finding[] =>
  headersOf(written).flatMap(({ names, line }): Finding[] => {
    const misspelt = names.find((name) => name !== COLUMN && /^(?:checks|check ids?|id)$/i.test(name));
    const place = { uri, line, rule: 'claim' };
    if (misspelt !== undefined)
      return [{ ...place, problem: `the column "${misspelt}" is no claim`, fix: `name it "${COLUMN}"` }];
    return names.indexOf(COLUMN) > 0
      ? [{ ...place, problem: `the column "${COLUMN}" is not the first`, fix: 'put it first' }]
      : [];
  });

function headersOf(written: readonly WrittenScenario[]): { names: string[]; line: number }[] {
  const rows = written.flatMap(({ scenario }) => [
    ...scenario.steps.flatMap(({ dataTable }) => dataTable?.rows[0] ?? []),
    ...scenario.examples.flatMap(({ tableHeader }) => tableHeader ?? []),
  ]);
  return rows.map(({ cells, location }) => ({
    names: cells.map(({ value }) => value),
    line: location.line,
  }));
}
