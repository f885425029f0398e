import path from 'node:path';
import { momentText } from './amounts/moment-text.ts';
import { messageOf } from './cluster/environment-error.ts';
import { readOptions } from './command-line/options.ts';
import { type Printer, runCommand } from './command-line/run-command.ts';
import { findRun, restingOn } from './history/run-place.ts';
import { RENDERED } from './reports/publish.ts';
import { type Rendered, renderReports } from './reports/render.ts';
import { withdraw } from './reports/withdrawn.ts';
import { judgeHere } from './suite/suite.ts';

const USAGE = `npm run report -- [--to FOLDER] FILE…

Judges message files (messages.ndjson, run directories that hold one, or ids of runs) as one run and writes all
reports: parts of one run (SHARD_RUN, or the number of the pipeline) add up, repeats of a scenario become its attempts.
One run is rendered in place; several files go to reports/merged, or to FOLDER. A repeat finds the runs that it repeats
in reports/runs, where they were, and beside it; name those that lie elsewhere by now. Where nothing can be rendered, that
stands in reports/merged, or in FOLDER, in place of what lay there.`;

/** Where several runs are merged. */
const MERGED = path.join('reports', 'merged');

/** Renders reports again from message files; returns the exit status of the run that they record. */
async function report(args: readonly string[], printer: Printer): Promise<number> {
  const { values, positionals } = readOptions({
    args: [...args],
    options: { to: { type: 'string' }, help: { type: 'boolean' } },
    allowPositionals: true,
  });
  if (values.help) {
    printer.out(`${USAGE}\n`);
    return 0;
  }
  const to = values.to ?? (positionals.length > 1 ? MERGED : undefined);
  try {
    if (positionals.length === 0) throw new Error(`no message file was named\n\n${USAGE}`);
    const { exitCode, summary } = await rendered(positionals, to);
    printer.out(`\n${summary}`);
    return exitCode;
  } catch (error) {
    printer.err(`report: ${messageOf(error)}\n`);
    if (to !== undefined) printer.err(`report: ${await withdrawn(to, messageOf(error))}\n`);
    return 2;
  }
}

async function rendered(files: readonly string[], to: string | undefined): Promise<Rendered> {
  const places = await Promise.all(files.map(findRun));
  const messages = await restingOn(places.map(({ recording }) => recording));
  return renderReports(to ?? places[0]?.directory ?? MERGED, { messages, judge: await judgeHere() });
}

/** What an earlier merge left where this one was to be must not pass for it. Returns what there is to say about that. */
async function withdrawn(to: string, problem: string): Promise<string> {
  const folder = `${path.normalize(to).replace(/\/+$/, '')}/`;
  const [why = problem] = problem.split('\n');
  const because = `npm run report failed ${momentText(new Date().toISOString())}: ${why}`;
  try {
    await withdraw(to, RENDERED, { because, elsewhere: 'each run has its own reports in reports/runs' });
    return `${folder} says so, in place of earlier reports`;
  } catch (error) {
    return `${folder} could not be replaced (${messageOf(error)}): it says nothing about what was asked for now`;
  }
}

await runCommand('report', report);
