import path from 'node:path';
import { readOptions } from './command-line/options.ts';
import { type Printer, runCommand } from './command-line/run-command.ts';
import { findRun, restingOn } from './history/run-place.ts';
import { renderReports } from './reports/render.ts';
import { judgeHere } from './suite/suite.ts';

const USAGE = `npm run report -- [--to FOLDER] FILE…

Judges message files (messages.ndjson, run directories that hold one, or ids of runs) as one run and writes all
reports: shards of one run (SHARD_RUN, or the number of the pipeline) add up, repeats of a scenario become its attempts.
One run is rendered in place; several files go to reports/merged, or to FOLDER. A repeat finds the runs that it repeats
in reports/runs, where they were, and beside it; name those that lie elsewhere by now.`;

/** Renders reports again from message files; returns the exit status of the run that they record. */
async function report(args: readonly string[], printer: Printer): Promise<number> {
  const { values, positionals } = readOptions({
    args: [...args],
    options: { to: { type: 'string' }, help: { type: 'boolean' } },
    allowPositionals: true,
  });
  if (values.help || positionals.length === 0) {
    (values.help ? printer.out : printer.err)(`${USAGE}\n`);
    return values.help ? 0 : 2;
  }
  const places = await Promise.all(positionals.map(findRun));
  const messages = await restingOn(places.map(({ recording }) => recording));
  const [only] = places;
  const own = places.length === 1 && only !== undefined ? only.directory : path.join('reports', 'merged');
  const { exitCode, summary } = await renderReports(values.to ?? own, {
    messages,
    judge: await judgeHere(),
  });
  printer.out(`\n${summary}`);
  return exitCode;
}

await runCommand('report', report);
