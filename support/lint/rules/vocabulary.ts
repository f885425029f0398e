import { DataTable } from '@cucumber/cucumber';
import { offer } from '../../coordinator/validation/nearest.ts';
import type { StepPattern } from '../../glossary/step-definitions.ts';
import { isForm, readsWords, type ValueList } from '../../glossary/value-lists.ts';
import { tableOf } from '../../tables.ts';
import type { DefinedStep } from '../../verdict/defined-scenarios.ts';
import type { FeatureSource } from '../feature-source.ts';
import type { Finding } from '../finding.ts';
import type { Project } from '../project.ts';

const KEYWORD = { Context: 'Given', Action: 'When', Outcome: 'Then', Unknown: '' } as const;

/** Steps are used as they are meant: with their keyword, with their table, and with words that exist. */
export function vocabularyFindings(feature: FeatureSource, project: Project): Finding[] {
  const seen = new Set<string>();
  return feature.scenarios
    .flatMap(({ steps }) => steps)
    .flatMap((step) => {
      const pattern = project.vocabulary.find(step.text);
      if (!pattern) return [];
      return [
        ...keywordFindings(feature, step, pattern),
        ...tableFindings(feature, step, pattern),
        ...cellFindings(feature, step, pattern, project),
      ];
    })
    .filter(({ line, problem }) => {
      const isNew = !seen.has(`${line} ${problem}`);
      seen.add(`${line} ${problem}`);
      return isNew;
    });
}

function keywordFindings({ uri }: FeatureSource, step: DefinedStep, { keyword }: StepPattern): Finding[] {
  const used = KEYWORD[step.type];
  if (used === '' || used === keyword) return [];
  return [
    {
      uri,
      line: step.line,
      rule: 'keyword',
      problem: `"${step.text}" is a ${keyword}, used here as a ${used}`,
      fix: 'move it to its place in the scenario, or use the step that the glossary has for it',
    },
  ];
}

function tableFindings({ uri }: FeatureSource, { table, line }: DefinedStep, step: StepPattern): Finding[] {
  const place = { uri, line, rule: 'table' };
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
    return error instanceof Error ? error.message : String(error);
  }
}

function cellFindings(
  feature: FeatureSource,
  step: DefinedStep,
  pattern: StepPattern,
  project: Project,
): Finding[] {
  const [header = [], ...rows] = step.table ?? [];
  const lines = rowLines(feature, step.line);
  return rows.flatMap((cells, index) =>
    header.flatMap((column, position): Finding[] => {
      const cell = cells[position] ?? '';
      const fault = faultOf(cell, column, pattern, { ...project, text: step.text });
      return fault === undefined
        ? []
        : [{ uri: feature.uri, line: lines[index + 1] ?? step.line, rule: 'word', ...fault }];
    }),
  );
}

const rowLines = ({ written }: FeatureSource, line: number): number[] =>
  written
    .flatMap(({ steps }) => steps)
    .find(({ step }) => step.location.line === line)
    ?.step.dataTable?.rows.map(({ location }) => location.line) ?? [];

function faultOf(
  cell: string,
  column: string,
  pattern: StepPattern,
  project: Project & { readonly text: string },
): Pick<Finding, 'problem' | 'fix'> | undefined {
  const list = project.lists.find((candidate) => candidate.column === column && candidate.has(pattern));
  const values = pattern.allowed[column] ?? (list ? wordsOf(list, project) : undefined);
  if (values && !values.some((value) => says(cell, value)))
    return { problem: `"${cell}" is no ${column} of this step`, fix: offer(cell, values) };
  if (readsWords(pattern, column) && cell.startsWith('the ') && !project.words.has(cell))
    return { problem: `no release has the word "${cell}"`, fix: offer(cell, [...project.words]) };
  return undefined;
}

/** The words for the kind of the manifest that the sentence names; all where it names none. */
function wordsOf(
  { groups }: ValueList,
  { manifests, text }: Pick<Project, 'manifests'> & { readonly text: string },
): readonly string[] {
  const kind = [...text.matchAll(/"([^"]*)"/g)].flatMap(([, name]) => manifests.get(name ?? '') ?? [])[0];
  return groups.get(kind ?? '') ?? [...new Set([...groups.values()].flat())];
}

/** A form such as `label <key>` is said by any text that begins like it. */
const says = (cell: string, value: string): boolean =>
  isForm(value) ? cell.startsWith(value.slice(0, value.indexOf('<'))) : cell === value;
