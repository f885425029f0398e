import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { counted } from '../../amounts/counted.ts';
import { PLOT_STYLE } from '../../history/plot.ts';
import { type Trends, trendsOf } from '../../history/trends.ts';
import type { Verdicts } from '../../verdict/model.ts';
import { html, type Part, raw } from './html.ts';
import { page } from './page.ts';
import { codeIn } from './parts.ts';
import { type Head, headOf } from './run-head.ts';

/** Writes `<folder>/index.html` and an SVG for each plot; nothing of earlier trends remains. */
export async function writeTrends(verdicts: Verdicts, folder: string): Promise<void> {
  const trends = trendsOf(verdicts);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const { file, svg } of trends.plots) await writeFile(path.join(folder, file), `${svg}\n`);
  await writeFile(path.join(folder, 'index.html'), trendsPage(trends, headOf(verdicts), titlesOf(verdicts)));
}

/** Where a link to the comparisons goes, once there are any. */
const COMPARISONS = '<p hidden id="comparisons"></p>';

/** Links the trends of a folder of reports with the comparisons beside them, where there are both. */
export async function linkComparisons(reports: string): Promise<void> {
  const trends = path.join(reports, 'trends', 'index.html');
  if (![trends, path.join(reports, 'compare', 'index.html')].every((file) => existsSync(file))) return;
  const link = '<p><a href="../compare/index.html">Runs that were compared</a></p>';
  await writeFile(trends, (await readFile(trends, 'utf8')).replace(COMPARISONS, link));
}

const titlesOf = ({ requirements }: Verdicts): Map<string, string> =>
  new Map(requirements.map(({ requirement: { id, title } }) => [id, title]));

/** `trends/index.html`: duration, pass rates and figures of the latest comparable runs, those of each requirement together. */
export function trendsPage(
  { runs, plots }: Trends,
  head: Head,
  titles: ReadonlyMap<string, string> = new Map(),
): string {
  const groups = [...Map.groupBy(plots, ({ requirement }) => requirement)];
  return page({
    file: 'trends/index.html',
    title: 'Trends',
    ...head,
    styles: [PLOT_STYLE],
    body: [
      html`<p>${about(runs)}</p>
${raw(COMPARISONS)}
${
  runs.at(-1)?.simulated
    ? html`<p><strong>Simulated:</strong> durations and figures of the embedded cluster say nothing about a product.</p>`
    : undefined
}
<ul class="places">${groups.map(([id]) => html`<li><a href="#${id ?? WHOLE}">${id ?? 'The run'}</a></li>`)}</ul>`,
      groups.map(
        ([id, own]) => html`<section><h2 id="${id ?? WHOLE}">${headingOf(id, titles)}</h2>
<div class="plots">${own.map(({ svg }) => html`<figure>${raw(svg)}</figure>`)}</div></section>`,
      ),
    ],
  });
}

/** The place of what is about no requirement: ids of those are in capitals. */
const WHOLE = 'run';

function headingOf(id: string | undefined, titles: ReadonlyMap<string, string>): Part {
  if (id === undefined) return 'The run as a whole';
  const title = titles.get(id);
  return title === undefined ? id : [id, ' · ', codeIn(title)];
}

function about(runs: Trends['runs']): Part {
  const latest = runs.at(-1);
  if (latest === undefined) return 'No comparable run came to a verdict yet.';
  const { target, context, machine } = latest;
  const where = `${target}${context ? `, context ${context}` : ''}; ${machine}`;
  return `${counted(runs.length, 'run')} on ${where}. Hollow points are runs of a part of the scenarios. Point at one to see its run.${ownDuration(latest)}`;
}

/** The time of a run that was merged with others, where the head of the page has that of all. */
const ownDuration = ({ run, repeats = [] }: Trends['runs'][number]): string =>
  repeats.length === 0
    ? ''
    : ` Run ${run} repeated a part of ${repeats.join(' and ')}: its duration here is its own, that above is of all together.`;
