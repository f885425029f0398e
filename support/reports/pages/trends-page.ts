import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { counted } from '../../amounts/counted.ts';
import { PLOT_STYLE } from '../../history/plot.ts';
import { type Trends, trendsOf } from '../../history/trends.ts';
import type { Verdicts } from '../../verdict/model.ts';
import { html, type Part, raw } from './html.ts';
import { page } from './page.ts';
import { type Head, headOf } from './run-head.ts';

/** Writes `<folder>/index.html` and an SVG for each plot; nothing of earlier trends remains. */
export async function writeTrends(verdicts: Verdicts, folder: string): Promise<void> {
  const trends = trendsOf(verdicts);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const { file, svg } of trends.plots) await writeFile(path.join(folder, file), `${svg}\n`);
  await writeFile(path.join(folder, 'index.html'), trendsPage(trends, headOf(verdicts)));
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

/** `trends/index.html`: duration, pass rates and figures of the latest comparable runs. */
export const trendsPage = ({ runs, plots }: Trends, head: Head): string =>
  page({
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
}`,
      html`<div class="plots">${plots.map(({ svg }) => html`<figure>${raw(svg)}</figure>`)}</div>`,
    ],
  });

function about(runs: Trends['runs']): Part {
  const latest = runs.at(-1);
  if (latest === undefined) return 'No comparable run came to a verdict yet.';
  const { target, context, machine } = latest;
  const where = `${target}${context ? `, context ${context}` : ''}; ${machine}`;
  return `${counted(runs.length, 'run')} on ${where}. Hollow points are runs of a part of the scenarios. Point at one to see its run.`;
}
