import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { shortDuration } from '../reports/scenario-facts.ts';
import { passRate } from '../verdict/totals.ts';
import { figureText, kindOf } from './figure-kind.ts';
import { escaped, type Plot, type Point, plotSvg } from './plot.ts';
import type { HistoryRecord } from './record.ts';
import { comparable, type Place } from './same-target.ts';

/** Plots show so many of the latest runs. */
const MOST_RUNS = 50;

/** A plot with the name of its file. */
interface NamedPlot {
  readonly file: string;
  readonly svg: string;
}

/**
 * Writes `<folder>/index.html` and one SVG for each of duration, pass rate and every figure, over the latest runs on
 * the same target by the same class of machine. Nothing of earlier trends remains.
 */
export async function writeTrends(
  folder: string,
  records: readonly HistoryRecord[],
  place: Place,
): Promise<void> {
  const runs = comparable(records, place).slice(-MOST_RUNS);
  const plots = [
    runPlot('Duration', 'duration', runs, secondsText, ({ seconds }) => seconds),
    ...shares(runs),
    ...figures(runs),
  ];
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await Promise.all([
    ...plots.map(({ file, svg }) => writeFile(path.join(folder, file), `${svg}\n`)),
    writeFile(path.join(folder, 'index.html'), page(runs, plots)),
  ]);
}

function runPlot(
  title: string,
  file: string,
  runs: readonly HistoryRecord[],
  text: Plot['text'],
  value: (record: HistoryRecord) => number | undefined,
  most?: number,
): NamedPlot {
  const points = runs.flatMap((record): Point[] => {
    const found = value(record);
    return found === undefined
      ? []
      : [{ title: titleOf(record), value: found, ...(!record.whole && { partial: true }) }];
  });
  return { file: `${file}.svg`, svg: plotSvg({ title, points, text, ...(most !== undefined && { most }) }) };
}

/** Of what was judged, by scenario and by check. */
const shares = (runs: readonly HistoryRecord[]): NamedPlot[] => [
  runPlot('Scenarios that passed', 'pass-rate', runs, shareText, ({ scenarios }) => passRate(scenarios), 1),
  runPlot(
    'Checks that passed',
    'pass-rate-of-checks',
    runs,
    shareText,
    ({ checks }) =>
      passRate(Object.fromEntries(Object.entries(checks).map(([verdict, ids]) => [verdict, ids.length]))),
    1,
  ),
];

/** One plot for each figure that the latest runs measured; a figure is as whole as its scenario, whatever else ran. */
function figures(runs: readonly HistoryRecord[]): NamedPlot[] {
  const ids = [...new Set(runs.flatMap((record) => Object.keys(record.figures)))].sort();
  return ids.map((id) => {
    const kind = kindOf(id.slice(id.indexOf(' ') + 1));
    const points = runs.flatMap((record): Point[] => {
      const value = record.figures[id];
      return value === undefined ? [] : [{ title: titleOf(record), value }];
    });
    const simulated = runs.at(-1)?.simulated ? ' (simulated)' : '';
    const text = (value: number): string => figureText(value, kind);
    return { file: `${fileName(id)}.svg`, svg: plotSvg({ title: `${id}${simulated}`, points, text }) };
  });
}

const fileName = (id: string): string => id.toLowerCase().replace(/[^a-z0-9.]+/g, '-');

const titleOf = ({ run, startedAt, decision }: HistoryRecord): string =>
  `${startedAt.slice(0, 16).replace('T', ' ')} run ${run}, ${decision}`;

const secondsText = (seconds: number): string => shortDuration(seconds * 1_000);

const shareText = (share: number): string => `${(share * 100).toFixed(share === 1 || share === 0 ? 0 : 1)} %`;

function page(runs: readonly HistoryRecord[], plots: readonly NamedPlot[]): string {
  const latest = runs.at(-1);
  const where = latest
    ? `${latest.target}${latest.context ? `, context ${latest.context}` : ''}; ${latest.machine}`
    : 'no runs yet';
  const simulated = latest?.simulated
    ? '<p><strong>Simulated:</strong> durations and figures of the embedded cluster say nothing about a product.</p>'
    : '';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Trends</title>
<style>
:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;padding:0 1rem;max-width:90rem}
main{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,30rem),1fr));gap:1rem}
figure{margin:0}nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;margin:0;padding:0}svg{width:100%;height:auto;border:1px solid #8886;border-radius:6px}
</style>
</head>
<body>
<nav aria-label="Reports"><ul>
<li><a href="../signoff.html">Sign-off</a></li>
<li><a href="../matrix.html">Traceability</a></li>
<li><a href="../promises.html">Promises</a></li>
<li><a href="../html/index.html">Scenarios</a></li>
</ul></nav>
<h1>Trends</h1>
<p>${runs.length} ${runs.length === 1 ? 'run' : 'runs'} on ${escaped(where)}. Hollow points are runs of a part of the scenarios. Point at one to see its run.</p>
${simulated}
<main>
${plots.map(({ svg }) => `<figure>${svg}</figure>`).join('\n')}
</main>
</body>
</html>
`;
}
