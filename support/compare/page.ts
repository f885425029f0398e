import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { counted } from '../amounts/counted.ts';
import { codeOrder } from '../code-order.ts';
import { type Html, html, type Part } from '../reports/pages/html.ts';
import { PAGES, page } from '../reports/pages/page.ts';
import { list, section, table } from '../reports/pages/parts.ts';
import { linkComparisons } from '../reports/pages/trends-page.ts';
import { RUNS } from '../runs/run-place.ts';
import type { Comparison } from './comparison.ts';
import { countsText, headText, withoutLoss } from './render.ts';
import { type Section, sectionsOf } from './sections.ts';

const INDEX = 'index.html';

/**
 * Writes `<folder>/<name>.html` and the list of all comparisons beside it, and links the trends with that list. Links
 * to the reports that are published only where those lie beside the folder; each check to those of the later run itself.
 */
export async function writeComparisonPages(
  comparison: Comparison,
  folder: string,
  name: string,
): Promise<void> {
  await writeFile(path.join(folder, `${name}.html`), comparisonPage(comparison, folder));
  await writeFile(path.join(folder, INDEX), listPage(await comparisonsIn(folder), folder));
  if (path.basename(folder) === 'compare') await linkComparisons(path.dirname(folder));
}

function comparisonPage(comparison: Comparison, folder: string): string {
  const { from, to } = comparison;
  return page({
    ...shell(folder),
    title: `${from.run} → ${to.run}`,
    ...verdictOf(comparison),
    run: `${headText(from)} was followed by ${headText(to)}`,
    body: [
      html`<p>${countsText(comparison)}. ${[from.run, to.run].map((run) => signOffLink(run, folder))}<a href="./${INDEX}">All comparisons</a></p>`,
      sectionsOf(comparison).map((each) => sectionOf(each, ownPages(to.run, folder))),
    ],
  });
}

function verdictOf(comparison: Comparison): { decision: string; because: string } {
  const { losses, exitCode } = comparison;
  if (losses.length > 0) return { decision: 'WORSE', because: losses.join('; ') };
  return exitCode === 0
    ? { decision: 'NOTHING LOST', because: 'the later run is at least as good' }
    : { decision: 'PARTIAL', because: withoutLoss(comparison) };
}

/** Where a run keeps its own pages, seen from a folder; undefined where they do not lie (any more). What is published is of any run. */
function ownPages(run: string, folder: string): string | undefined {
  const home = path.join(RUNS, run);
  return existsSync(path.join(home, 'matrix.html')) ? path.relative(folder, home) : undefined;
}

function signOffLink(run: string, folder: string): Part {
  const home = ownPages(run, folder);
  return home === undefined ? '' : html`<a href="${home}/signoff.html">Sign-off of ${run}</a> · `;
}

function sectionOf({ title, columns, rows }: Section, home: string | undefined): Part {
  const cell = (text: string, column: string | undefined): Part => {
    if (column === 'check' && home !== undefined) return checkLink(text, home);
    if (column === 'where') return html`<code class="where">${text}</code>`;
    return column === 'check' ? html`<span class="place">${text}</span>` : text;
  };
  return section(
    `${title} (${rows.length})`,
    table(
      columns,
      rows.map((cells) => cells.map((text, index) => cell(text, columns[index]))),
      'cards',
    ),
  );
}

const checkLink = (id: string, home: string): Html =>
  html`<a class="place" href="${home}/matrix.html#text=${encodeURIComponent(id)}">${id}</a>`;

/** Where the pages of the run lie, seen from a folder beside them. */
const shell = (folder: string) => ({
  file: 'compare/page',
  pages: PAGES.filter(({ file }) => existsSync(path.join(folder, '..', file))),
});

interface Listed {
  readonly file: string;
  readonly comparison: Comparison;
}

/** The comparisons of a folder, the latest run first; what is no comparison is left out. */
async function comparisonsIn(folder: string): Promise<Listed[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  const read = async (name: string): Promise<Listed[]> => {
    const file = name.replace(/\.json$/, '.html');
    if (!existsSync(path.join(folder, file))) return [];
    try {
      const comparison = JSON.parse(await readFile(path.join(folder, name), 'utf8')) as Comparison;
      return Array.isArray(comparison.losses) ? [{ file, comparison }] : [];
    } catch {
      return [];
    }
  };
  const listed = (await Promise.all(names.map(read))).flat();
  const started = ({ comparison }: Listed): string => comparison.to.startedAt ?? '';
  return listed.sort((a, b) => codeOrder(started(b), started(a)));
}

function listPage(listed: readonly Listed[], folder: string): string {
  const worse = listed.filter(({ comparison }) => comparison.losses.length > 0).length;
  const partial = listed.some(({ comparison }) => comparison.exitCode !== 0);
  return page({
    ...shell(folder),
    title: 'Comparisons',
    decision: worse > 0 ? 'WORSE' : partial ? 'PARTIAL' : 'NOTHING LOST',
    because: `in ${worse} of ${counted(listed.length, 'comparison')} something was lost`,
    run: 'npm run compare -- RUN_A RUN_B adds one',
    body: list(
      listed.map(
        ({ file, comparison }) =>
          html`<a href="./${encodeURIComponent(file)}">${headText(comparison.from)} → ${headText(comparison.to)}</a>: ${comparison.losses.join('; ') || withoutLoss(comparison)}`,
      ),
    ),
  });
}
