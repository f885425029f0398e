import { DataTable } from '@cucumber/cucumber';
import { messageOf } from '../../cluster/environment-error.ts';
import type { StepPattern } from '../../glossary/step-definitions.ts';
import { isForm, MANIFEST_COLUMN, readsWords, type ValueList } from '../../glossary/value-lists.ts';
import { offer } from '../../spelling/nearest.ts';
import { isWordLike } from '../../systems/kserve/expected.ts';
import { tableOf } from '../../tables.ts';
import type { DefinedStep } from '../../verdict/defined-scenarios.ts';
import type { FeatureSource } from '../feature-source.ts';
import type { Finding } from '../finding.ts';
import type { Words } from '../project.ts';
import { limitProblem } from './limits.ts';
import { rowLines } from './row-lines.ts';

/** What a step would say of its table when a run reaches it: columns, words, and the kinds of values. */
export function findingsOfTables(feature: FeatureSource, words: Words): Finding[] {
  const seen = new Set<string>();
  return feature.scenarios
    .flatMap(({ steps }) => steps)
    .flatMap((step) => {
      const pattern = words.vocabulary.find(step.text);
      return pattern
        ? [...tableFindings(feature, step, pattern), ...cellFindings(feature, step, pattern, words)]
        : [];
    })
    .filter(({ line, problem }) => {
      const isNew = !seen.has(`${line} ${problem}`);
      seen.add(`${line} ${problem}`);
      return isNew;
    });
}

function tableFindings(
  { uri }: FeatureSource,
  { table, docString, line }: DefinedStep,
  step: StepPattern,
): Finding[] {
  const place = { uri, line, rule: 'table' };
  if (docString !== undefined && !table)
    return [
      {
        ...place,
        problem: `the step takes no text${step.columns ? ', but a table' : ''}`,
        fix: 'delete the text between the quotes',
      },
    ];
  const glossary = 'see docs/glossary.md';
  if (!step.columns)
    return table ? [{ ...place, problem: 'the step takes no table', fix: 'delete the table' }] : [];
  const columns = step.columns.length > 0 ? ` with the columns ${step.columns.join(', ')}` : '';
  if (!table) return [{ ...place, problem: `the step needs a table${columns}`, fix: glossary }];
  if (step.columns.length === 0) return [];
  const problem = problemOf(table, step.columns);
  return problem === undefined ? [] : [{ ...place, problem, fix: glossary }];
}

/** What the step itself would say of the table. */
function problemOf(rows: readonly (readonly string[])[], columns: readonly string[]): string | undefined {
  const cells = rows.map((row) => ({ cells: row.map((value) => ({ value })) }));
  try {
    tableOf(new DataTable({ rows: cells }), columns);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

function cellFindings(
  feature: FeatureSource,
  step: DefinedStep,
  pattern: StepPattern,
  words: Words,
): Finding[] {
  const [header = [], ...rows] = step.table ?? [];
  const lines = rowLines(feature, step.line);
  return rows.flatMap((cells, index) => {
    const row = Object.fromEntries(header.map((column, position) => [column, cells[position] ?? '']));
    return header.flatMap((column): Finding[] => {
      const fault = faultOf(row, column, pattern, { ...words, text: step.text });
      return fault === undefined
        ? []
        : [{ uri: feature.uri, line: lines[index + 1] ?? step.line, rule: 'word', ...fault }];
    });
  });
}

type Fault = Pick<Finding, 'problem' | 'fix'>;
type Surroundings = Words & { readonly text: string };

function faultOf(
  row: Readonly<Record<string, string>>,
  column: string,
  pattern: StepPattern,
  around: Surroundings,
): Fault | undefined {
  const cell = row[column] ?? '';
  if (column === MANIFEST_COLUMN && !around.manifests.has(cell))
    return { problem: `there is no manifest "${cell}"`, fix: offer(cell, [...around.manifests.keys()]) };
  const list = around.lists.find((candidate) => candidate.column === column && candidate.has(pattern));
  const values = pattern.allowed[column] ?? (list ? wordsOf(list, around) : undefined);
  if (values && !values.some((value) => says(cell, value)))
    return { problem: `"${cell}" is no ${column} of this step`, fix: offer(cell, values) };
  if (readsWords(pattern, column) && isWordLike(cell) && !around.words.has(cell))
    return { problem: `no release has the word "${cell}"`, fix: offer(cell, [...around.words]) };
  const problem =
    list?.problemOf?.(kindIn(around), cell, row.value ?? '') ??
    (column === 'limit' ? limitProblem(row.figure ?? '', row.limit ?? '') : undefined);
  return problem === undefined ? undefined : { problem };
}

/** The words for the kind of the manifest that the sentence names; all where it names none. */
const wordsOf = ({ groups }: ValueList, around: Surroundings): readonly string[] =>
  groups.get(kindIn(around) ?? '') ?? [...new Set([...groups.values()].flat())];

const kindIn = ({ manifests, text }: Surroundings): string | undefined =>
  [...text.matchAll(/"([^"]*)"/g)].flatMap(([, name]) => manifests.get(name ?? '') ?? [])[0];

/** A form such as `label <key>` is said by any text that begins like it. */
const says = (cell: string, value: string): boolean =>
  isForm(value) ? cell.startsWith(value.slice(0, value.indexOf('<'))) : cell === value;
