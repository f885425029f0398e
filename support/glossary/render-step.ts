import path from 'node:path';
import type { Glossary } from './glossary.ts';
import { anchorOf, code, gherkinTable } from './markdown.ts';
import { quotedTexts } from './quoted-texts.ts';
import type { StepPattern } from './step-definitions.ts';
import type { Usage } from './usage.ts';
import { MANIFEST_COLUMN, readsWords } from './value-lists.ts';

/** Rows of a table that an example shows. */
const ROWS = 3;
/** Features that are named; more are folded. */
const SHOWN = 3;

/** One step: its pattern, its table, a sentence of a real feature, and where it is used. */
export function renderStep(step: StepPattern, glossary: Glossary): string {
  const usage = glossary.usages.get(step);
  return [
    `### ${step.keyword} ${step.pattern.replaceAll('<', '\\<')}`,
    ...quotedInWords(step),
    ...(step.columns ? [tableInWords(step, glossary)] : []),
    ...exampleOf(step, usage),
    usedIn(usage),
  ].join('\n\n');
}

/** What stands in quotes, one after the other. */
function quotedInWords({ pattern }: StepPattern): string[] {
  const texts = quotedTexts(pattern).map((text) => text ?? 'any text');
  return texts.length === 0 ? [] : [`In quotes: ${texts.join('; then ')}.`];
}

function tableInWords(step: StepPattern, glossary: Glossary): string {
  const columns = (step.columns ?? []).map((column) => columnInWords(step, column, glossary));
  return columns.length > 0 ? `Table: ${columns.join('; ')}.` : 'Takes a table.';
}

function columnInWords(step: StepPattern, column: string, { lists }: Glossary): string {
  if (column === 'check') return `${code('check')} (may be left out)`;
  if (column === MANIFEST_COLUMN) return `${code(column)}, one of the [manifests](#manifests)`;
  const list = lists.find((candidate) => candidate.column === column && candidate.has(step));
  if (list) return `${code(column)}, one of the [${list.title}](${anchorOf(list.title)})`;
  const allowed = step.allowed[column];
  if (allowed) return `${code(column)}: ${allowed.map(code).join(', ')}`;
  return readsWords(step, column)
    ? `${code(column)}, [compared](#texts-and-values-that-are-compared)`
    : code(column);
}

function exampleOf({ keyword, pattern }: StepPattern, usage: Usage | undefined): string[] {
  const example = usage?.example;
  const { table = [], docString, text } = example ?? {};
  const says = text !== pattern || table.length > 0 || docString !== undefined;
  if (text === undefined || !says) return [];
  const lines = [
    `${keyword} ${text}`,
    ...gherkinTable(table.slice(0, ROWS + 1), '  '),
    ...(table.length > ROWS + 1 ? ['  # …'] : []),
    ...(docString === undefined ? [] : ['  """', `  ${docString.replaceAll('\n', '\n  ')}`, '  """']),
  ];
  return [['```gherkin', ...lines, '```'].join('\n')];
}

function usedIn(usage: Usage | undefined): string {
  const files = [...(usage?.files ?? [])];
  if (files.length === 0) return 'No feature uses it.';
  const links = files.map(
    ([uri]) => `[${path.basename(uri, '.feature')}](../${uri.split(path.sep).join('/')})`,
  );
  if (links.length <= SHOWN) return `Used in ${links.join(', ')}.`;
  return `<details><summary>Used in ${links.length} features</summary>\n\n${links.join(', ')}\n\n</details>`;
}
