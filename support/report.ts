import path from 'node:path';
import { parseArgs } from 'node:util';
import { findRun } from './history/run-place.ts';
import { renderReports } from './reports/render.ts';

const USAGE = `npm run report -- [--to FOLDER] FILE…

Judges message files (messages.ndjson, run directories that hold one, or ids of runs) as one run and writes all
reports: shards add up, repeats of a scenario become its attempts. One run is rendered in place; several files go
to reports/merged, or to FOLDER.`;

/** Renders reports again from message files; returns the exit status of the run that they record. */
async function report(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { to: { type: 'string' }, help: { type: 'boolean' } },
    allowPositionals: true,
  });
  if (values.help || positionals.length === 0) {
    process.stderr.write(`${USAGE}\n`);
    return values.help ? 0 : 2;
  }
  const places = await Promise.all(positionals.map(findRun));
  const messages = [...new Set(places.flatMap((place) => place.messages))];
  const [only] = places;
  const own = places.length === 1 && only !== undefined ? only.directory : path.join('reports', 'merged');
  const { exitCode, summary } = await renderReports(values.to ?? own, { messages });
  process.stdout.write(`\n${summary}`);
  return exitCode;
}

try {
  process.exitCode = await report(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`report: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
