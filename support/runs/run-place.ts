import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { momentText } from '../amounts/moment-text.ts';
import { repeatsOf } from '../settings/repeated-runs.ts';
import type { RepeatedRun, RunFile } from '../settings/settings.ts';
import { nearest } from '../spelling/nearest.ts';
import { HISTORY, readHistory } from './history-file.ts';
import type { HistoryRecord } from './history-record.ts';
import { isMoment } from './moment.ts';

/** Where every run keeps its own reports. */
export const RUNS = path.join('reports', 'runs');
/** What names the run that began last, of those that came to a verdict. */
const LAST = 'last';

const MESSAGES = 'messages.ndjson';

/** A run as it lies on the disk. */
export interface RunPlace {
  /** Its id, or the name of its folder or file. */
  readonly name: string;
  readonly directory: string;
  /** Its message file. */
  readonly recording: string;
}

/**
 * Finds a run by its id, its directory, its message file, or as `last`. Throws one sentence that names the nearest run
 * there is.
 */
export async function findRun(text: string): Promise<RunPlace> {
  if (text.endsWith('.ndjson')) {
    if (!existsSync(text)) throw new Error(`there is no message file ${text}`);
    const directory = path.dirname(text);
    const plain = path.basename(text) === MESSAGES;
    const name = plain ? await nameOf(directory) : path.basename(text, '.ndjson');
    return { name, directory, recording: text };
  }
  const ids = await runIds();
  const id = text === LAST ? await lastOf(ids) : text;
  for (const directory of [path.join(RUNS, id ?? text), text]) {
    const recording = path.join(directory, MESSAGES);
    if (existsSync(recording)) return { name: await nameOf(directory), directory, recording };
  }
  throw new Error(noRun(text, ids));
}

/** The message files that the verdict of a run rests on: its own, then those of the runs that it repeated. */
export const messagesOf = (directory: string): Promise<string[]> =>
  restingOn([path.join(directory, MESSAGES)]);

/**
 * Some message files, then those of the runs that they repeated, each run once: one that is given stands for every other place
 * of its run. What is not found is left out, and missed when they are judged.
 */
export async function restingOn(recordings: readonly string[]): Promise<string[]> {
  const known = new Map<string | undefined, string>();
  for (const file of recordings) known.set(await runAt(file), file);
  const files = new Set(recordings);
  // What is added while this goes on is looked at as well: a repeat of a repeat.
  for (const file of files) {
    const directory = path.dirname(file);
    const { named, unnamed } = repeatsOf((await runFileIn(directory))?.settings ?? {});
    for (const repeated of named) {
      const place = known.get(repeated.run) ?? (await placeOf(repeated, directory));
      if (place === undefined) continue;
      known.set(repeated.run, place);
      files.add(place);
    }
    for (const place of unnamed) if (existsSync(place)) files.add(place);
  }
  return [...files];
}

/** Where a run keeps its recording, on the machine on which it ran; undefined where it does not (any more). */
export const keptRecording = (run: string): Promise<string | undefined> => firstOf(run, [ownRecording(run)]);

/** Where a repeated run may lie: where each keeps its own, where it was, or beside the run that repeated it. */
const placeOf = ({ run, messages }: RepeatedRun, directory: string): Promise<string | undefined> =>
  firstOf(run, [ownRecording(run), messages, path.join(path.dirname(directory), run, MESSAGES)]);

const ownRecording = (run: string): string => path.join(RUNS, run, MESSAGES);

/** Other runs may lie there by now. */
async function firstOf(run: string, files: readonly string[]): Promise<string | undefined> {
  for (const file of files) if (existsSync(file) && (await runAt(file)) === run) return file;
  return undefined;
}

const runAt = async (recording: string): Promise<string | undefined> =>
  (await runFileIn(path.dirname(recording)))?.settings.run.id;

/** What the coordinator of a run wrote; undefined where it wrote nothing that can be read. */
export async function runFileIn(directory: string): Promise<RunFile | undefined> {
  try {
    const content: unknown = JSON.parse(await readFile(path.join(directory, 'run.json'), 'utf8'));
    return isRunFile(content) ? content : undefined;
  } catch {
    return undefined;
  }
}

/** Whether some JSON has what every reader of a `run.json` relies on. */
export function isRunFile(content: unknown): content is RunFile {
  const { settings, capabilities, versions, machine } = part(content);
  const { run, target, releases } = part(settings);
  return (
    [run, target, releases, capabilities, versions].every((it) => typeof it === 'object' && it !== null) &&
    typeof part(run).id === 'string' &&
    isMoment(part(run).startedAt) &&
    typeof part(target).name === 'string' &&
    (machine === undefined || (typeof machine === 'string' && machine !== ''))
  );
}

const part = (value: unknown): Readonly<Record<string, unknown>> => (value ?? {}) as Record<string, unknown>;

/** Runs with defects are not in the history. Throws one sentence where a later run was one of them, or came to no verdict. */
async function lastOf(ids: readonly string[]): Promise<string | undefined> {
  const { records } = await readHistory(HISTORY);
  const last = records.findLast(({ run }) => ids.includes(run));
  if (last === undefined) return undefined;
  const later = await laterThan(last, ids, new Set(records.map(({ run }) => run)));
  if (later !== undefined) throw new Error(ambiguous(last, later));
  return last.run;
}

/** The latest run that began after one and has no line: it was killed, had nothing to judge, is still going on, or had defects. */
async function laterThan(
  { startedAt }: Began,
  ids: readonly string[],
  told: ReadonlySet<string>,
): Promise<Later | undefined> {
  for (const id of ids.toReversed()) {
    if (told.has(id)) continue;
    const { run, defects } = (await runFileIn(path.join(RUNS, id)))?.settings ?? {};
    if (run === undefined || told.has(run.id)) continue;
    if (Date.parse(run.startedAt) > Date.parse(startedAt))
      return { run: run.id, startedAt: run.startedAt, ...(defects && { defects }) };
  }
  return undefined;
}

type Began = Pick<HistoryRecord, 'run' | 'startedAt'>;

interface Later extends Began {
  readonly defects?: readonly string[];
}

/** What failed in the later one would be forgotten, and a run with defects would be taken for the target. */
function ambiguous(last: Began, later: Later): string {
  const named = ({ run, startedAt }: Began): string => `run ${run} (began ${momentText(startedAt)})`;
  const why = later.defects
    ? `had defects (${later.defects.join(', ')}), and ${named(last)} is the last without`
    : `came to no verdict, and ${named(last)} is the last that did`;
  return `${named(later)} ${why}: write ${later.run} or ${last.run} instead of ${LAST}`;
}

/** Ids of the runs on this disk, in the order of their start: an id begins with its time. */
export async function runIds(): Promise<string[]> {
  const names = existsSync(RUNS) ? await readdir(RUNS) : [];
  return names.filter((name) => existsSync(path.join(RUNS, name, MESSAGES))).sort();
}

async function nameOf(directory: string): Promise<string> {
  const name = path.basename(path.resolve(directory));
  return (await runFileIn(directory))?.settings.run?.id ?? name;
}

function noRun(text: string, ids: readonly string[]): string {
  if (text === LAST) return `no run in ${HISTORY} has its messages in ${RUNS}: there is no last run`;
  if (existsSync(text)) return `${text} holds no ${MESSAGES}; name a run by its id: ${latest(ids)}`;
  if (ids.length === 0) return `there is no run ${text}: ${RUNS} holds none`;
  const meant = nearest(text, ids);
  return `there is no run ${text}; ${meant ? `did you mean ${meant}?` : latest(ids)}`;
}

const latest = (ids: readonly string[]): string =>
  ids.length === 0 ? `${RUNS} holds none` : `the latest are ${ids.slice(-3).join(', ')}`;
