import { counted } from '../amounts/counted.ts';
import { momentText } from '../amounts/moment-text.ts';
import { codeCell, text } from '../reports/markdown/text.ts';
import type { Comparison, RunHead } from './comparison.ts';
import { type Section, sectionsOf } from './sections.ts';

/** Rows of a section that the terminal shows; the Markdown has them all. */
const MOST_ROWS = 15;
/** Sections that the terminal only counts. */
const COUNTED = [
  'Better',
  'Different, neither better nor worse',
  'Added',
  'The same promise under another name',
];

/** What the terminal shows: what was lost in full, what was won in numbers. */
export function comparisonText(comparison: Comparison, file: string): string {
  const blocks = sectionsOf(comparison)
    .flatMap(withoutSame)
    .map((section) => {
      if (COUNTED.includes(section.title)) return `${section.title.toLowerCase()}: ${checksIn(section)}`;
      const rows = section.rows.slice(0, MOST_ROWS).flatMap((row) => rowText(row, section.columns));
      const more = section.rows.length - MOST_ROWS;
      return [
        `${section.title.toLowerCase()}:`,
        ...rows,
        ...(more > 0 ? [`  … and ${more} more in ${file}`] : []),
      ].join('\n');
    });
  const { from, to } = comparison;
  const head = `${headText(from)} → ${headText(to)}`;
  return `${[head, ...blocks, summary(comparison), `report     ${file}`].join('\n\n')}\n`;
}

/** Of the figures the terminal shows those that changed. */
function withoutSame(section: Section): Section[] {
  const verdict = section.columns[0] === 'figure' ? section.columns.indexOf('verdict') : -1;
  const rows = section.rows.filter((row) => row[verdict] !== 'same');
  return rows.length > 0 ? [{ ...section, rows }] : [];
}

/** The whole comparison in Markdown. */
export function comparisonMarkdown(comparison: Comparison): string {
  const { from, to, losses } = comparison;
  const parts = sectionsOf(comparison).flatMap(({ title, columns, rows }) => [
    `## ${text(title)} (${rows.length})`,
    '',
    `| ${columns.join(' | ')} |`,
    `|${columns.map(() => '---').join('|')}|`,
    ...rows.map((row) => `| ${row.map((cell, index) => cellText(cell, columns[index])).join(' | ')} |`),
    '',
  ]);
  return [
    `# ${text(from.run)} → ${text(to.run)}`,
    '',
    `${text(headText(from))} was followed by ${text(headText(to))}.`,
    '',
    losses.length > 0 ? `**Worse:** ${losses.join('; ')}.` : `**${capitalised(withoutLoss(comparison))}.**`,
    '',
    `${text(countsText(comparison))}.`,
    '',
    ...parts,
  ].join('\n');
}

export const headText = ({ run, startedAt, decision }: RunHead): string =>
  `run ${run} (${[startedAt && momentText(startedAt), decision].filter(Boolean).join(', ')})`;

export const countsText = ({ checks: { same, notCompared } }: Comparison): string =>
  [
    `${same} checks came out the same`,
    ...(notCompared > 0 ? [`${notCompared} were filtered out of one of the runs`] : []),
  ].join(', ');

/** What stands where nothing is worse: a run that left checks out does not say what became of them. */
export function withoutLoss({ nothingInCommon, from, to, checks: { leftOut = [] } }: Comparison): string {
  if (nothingInCommon) return 'no check was looked at in both runs: nothing is compared';
  if (leftOut.length === 0) return 'nothing was lost';
  return `nothing that both runs looked at was lost, but ${leftOutText(leftOut.length, from, to)}`;
}

const leftOutText = (count: number, from: RunHead, to: RunHead): string =>
  `run ${to.run} did not look at ${counted(count, 'check')} of run ${from.run}: what became of ${count === 1 ? 'it' : 'them'} is not known`;

const capitalised = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);

const summary = (comparison: Comparison): string =>
  [
    countsText(comparison),
    comparison.losses.length > 0 ? `WORSE: ${comparison.losses.join('; ')}` : withoutLoss(comparison),
  ].join('\n');

const checksIn = ({ rows }: Section): string => {
  const ids = rows.map(([check = '']) => check);
  const shown = ids.slice(0, MOST_ROWS).join(', ');
  return ids.length > MOST_ROWS ? `${shown} and ${ids.length - MOST_ROWS} more` : shown;
};

/** One line with what it is about; each side of a change under it. */
function rowText(row: readonly string[], columns: readonly string[]): string[] {
  const cell = (name: string): string => row[columns.indexOf(name)] ?? '';
  if (columns.includes('changed'))
    return [
      `  ${cell('check')}  ${cell('changed')} (${inLine(cell('where'))})`,
      `    was ${inLine(cell('was'))}`,
      `    is  ${inLine(cell('is'))}`,
    ];
  const [name = ''] = row;
  const change = columns.includes('was') ? `${inLine(cell('was'))} → ${inLine(cell('is'))}` : cell('verdict');
  const rest = ['priority', 'what', 'promise', 'change']
    .filter((it) => it !== columns[0])
    .map(cell)
    .filter(Boolean);
  const verdict = columns[0] === 'figure' ? `${cell('verdict')}: ` : '';
  return [
    `  ${verdict}${name}  ${change}${rest.length > 0 ? `  ${rest.map(inLine).join(', ')}` : ''}`.trimEnd(),
    ...(cell('why') ? [`    ${inLine(cell('why'))}`] : []),
    ...(cell('where') ? [`    at ${inLine(cell('where'))}`] : []),
  ];
}

const inLine = (value: string): string => value.replace(/\s*\n\s*/g, ' / ');

/** Places are code, everything else is text. */
const cellText = (cell: string, column: string | undefined): string =>
  column === 'where' && cell !== '' ? codeCell(cell) : text(cell);
