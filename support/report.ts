import { existsSync } from 'node:fs';
import path from 'node:path';
import { momentText } from './amounts/moment-text.ts';
import { messageOf } from './cluster/environment-error.ts';
import { readOptions } from './command-line/options.ts';
import { type Printer, runCommand } from './command-line/run-command.ts';
import { KeptByNpm } from './command-line/swallowed.ts';
import { outdatedVerdict } from './coordinator/outdated-verdict.ts';
import { publishedDecision } from './coordinator/standing-reports.ts';
import { holdsOther } from './reports/other-recording.ts';
import { linkComparisons } from './reports/pages/trends-page.ts';
import { renderReports } from './reports/render.ts';
import { PUBLIC_FILES, RENDERED } from './reports/report-files.ts';
import { withdraw } from './reports/withdrawn.ts';
import { findRun, RUNS, type RunPlace, restingOn, runFileIn } from './runs/run-place.ts';
import { PUBLISHED } from './settings/publishes.ts';
import { judgeHere } from './suite/suite.ts';
import { lostShards } from './verdict/shards.ts';

const USAGE = `npm run report -- [--to FOLDER] FILE…

Judges message files (messages.ndjson, run directories that hold one, or ids of runs) as one run and writes all
reports: parts of one run (SHARD_RUN, or the number of the pipeline) add up, repeats of a scenario become its attempts.
One run is rendered in place (reports is the one that is published); several files go to reports/merged, or to FOLDER.
A repeat finds the runs that it repeats in reports/runs, where they were, and beside it; name those that lie elsewhere
by now. A FOLDER that holds the recording of another run is refused; reports gives it up, if reports/runs has it as well.
Where nothing can be rendered, that stands in reports/merged, or in FOLDER, in place of what lay there; so it does where
a shard that is named by a path has no other beside it: a pattern matched one of them only; by its id in reports/runs it
is rendered alone.

Exit status: that of the decision, as of npm run acceptance: 0 gate passed, 1 gate failed, in doubt, or a shard without
the others, 2 nothing was judged or nothing can be rendered, 130 a run that was interrupted.`;

/** Where several runs are merged. */
const MERGED = path.join('reports', 'merged');

/** Renders reports again from message files; returns the exit status of the run that they record. */
async function report(args: readonly string[], printer: Printer): Promise<number> {
  let to: string | undefined = MERGED;
  const fail = async (problem: string, code: 1 | 2): Promise<number> => {
    printer.err(`report: ${problem}\n`);
    if (to !== undefined) printer.err(`report: ${await withdrawn(to, problem)}\n`);
    return code;
  };
  try {
    const { values, positionals } = readOptions({
      args: [...args],
      options: { to: { type: 'string' }, help: { type: 'boolean' } },
      allowPositionals: true,
    });
    if (values.help) {
      printer.out(`${USAGE}\n`);
      return 0;
    }
    to = values.to ?? MERGED;
    if (positionals.length === 0) throw new Error(`no message file was named\n\n${USAGE}`);
    const places = await Promise.all(positionals.map(findRun));
    const messages = await restingOn(places.map(({ recording }) => recording));
    // What refuses a folder leaves it as it is.
    to = undefined;
    const other = values.to !== undefined && (await holdsOther(values.to, messages));
    to = values.to ?? MERGED;
    const own = isOwn(positionals, places);
    const lost = own ? [] : await lostBeside(messages);
    if (lost.length > 0) return await fail(lost.join('; '), 1);
    const directory = values.to ?? (places.length > 1 ? MERGED : places[0]?.directory) ?? MERGED;
    // Whoever kills this process must not be left with the reports of an earlier merge.
    if (!own || values.to !== undefined) await begin(to, directory, other ? PUBLIC_FILES : RENDERED, printer);
    to = directory === to ? to : undefined;
    const { exitCode, summary, verdicts } = await renderReports(directory, {
      messages,
      judge: await judgeHere(),
      asMerge: !own,
    });
    if (isPublished(directory)) await linkComparisons(PUBLISHED);
    printer.out(`\n${summary}`);
    if (places.length === 1)
      for (const line of outdatedVerdict(directory, verdicts)) printer.err(`report: ${line}\n`);
    return exitCode;
  } catch (error) {
    if (error instanceof KeptByNpm) to = reportsKept(error) ?? to;
    return fail(messageOf(error), 2);
  }
}

/** The folder of `--to` that npm kept, where reports lie in it: what else it may be is not touched on its word. */
const reportsKept = ({ values: { to } }: KeptByNpm): string | undefined =>
  to !== undefined && publishedDecision(to).decision !== undefined ? to : undefined;

/** One run was named by its id, or as the one that is published: it has its reports there, and nobody asks for a merge. */
const isOwn = ([text = '']: readonly string[], [place, ...others]: readonly RunPlace[]): boolean =>
  place !== undefined &&
  others.length === 0 &&
  (isPublished(place.directory) || (!text.includes('/') && path.dirname(place.directory) === RUNS));

const isPublished = (directory: string): boolean => path.normalize(`${directory}/`) === `${PUBLISHED}/`;

/** What is missing beside shards that are all of one part: a pattern that was to match all of them matched no other. */
async function lostBeside(messages: readonly string[]): Promise<readonly string[]> {
  const files = await Promise.all(messages.map((file) => runFileIn(path.dirname(file))));
  return lostShards(files.filter((file) => file !== undefined));
}

/** Takes away what an earlier merge left, before anything is read: nothing where there is none. */
async function begin(
  to: string,
  directory: string,
  names: readonly string[],
  printer: Printer,
): Promise<void> {
  if (!names.some((name) => existsSync(path.join(to, name)))) return;
  const because = `npm run report began ${momentText(new Date().toISOString())} and has brought none here`;
  const elsewhere =
    to === directory
      ? 'it goes on, or was ended without them: each run has its own reports in reports/runs'
      : `one run was named, and it is rendered in ${directory}`;
  try {
    await withdraw(to, names, { because, elsewhere });
  } catch (error) {
    printer.err(`report: ${unreplaced(to, error)}\n`);
  }
}

/** What an earlier merge left where this one was to be must not pass for it. Returns what there is to say about that. */
async function withdrawn(to: string, problem: string): Promise<string> {
  const [why = problem] = problem.split('\n');
  const because = `npm run report failed ${momentText(new Date().toISOString())}: ${why}`;
  try {
    await withdraw(to, RENDERED, { because, elsewhere: 'each run has its own reports in reports/runs' });
    return `${folderText(to)} says so, in place of earlier reports`;
  } catch (error) {
    return unreplaced(to, error);
  }
}

const folderText = (to: string): string => `${path.normalize(to).replace(/\/+$/, '')}/`;

const unreplaced = (to: string, error: unknown): string =>
  `${folderText(to)} could not be replaced (${messageOf(error)}): it says nothing about what was asked for now`;

await runCommand('report', report);
