import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { RunFile } from '../settings/settings.ts';
import { nearest } from '../spelling/nearest.ts';
import { HISTORY, readHistory } from './history-file.ts';
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
  /** Its message file, then those of the runs that it repeated. */
  readonly messages: readonly string[];
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
    if (plain) return { name: await nameOf(directory), directory, messages: await messagesOf(directory) };
    return { name: path.basename(text, '.ndjson'), directory, messages: [text] };
  }
  const ids = await runIds();
  const id = text === LAST ? await lastOf(ids) : text;
  for (const directory of [path.join(RUNS, id ?? text), text]) {
    if (!existsSync(path.join(directory, MESSAGES))) continue;
    return { name: await nameOf(directory), directory, messages: await messagesOf(directory) };
  }
  throw new Error(noRun(text, ids));
}

/** The message files that the verdict of a run rests on: its own, then those of the runs that it repeated. */
export async function messagesOf(directory: string): Promise<string[]> {
  return [path.join(directory, MESSAGES), ...((await runFileIn(directory))?.settings.repeats ?? [])];
}

/**
 * The message files of several runs, each once. A run names those that it repeated by where they lay at that time: one that is
 * given here, too, stands for its path.
 */
export function messagesOfRuns(places: readonly RunPlace[]): string[] {
  const given = new Map(places.map(({ name, messages: [own] }) => [name, own]));
  const files = places.flatMap(({ messages: [own, ...repeated] }) => [
    own,
    ...repeated.map((file) => given.get(runNameOf(file)) ?? file),
  ]);
  return [...new Set(files)].filter((file) => file !== undefined);
}

/** The run that a message file was of where it began: there each run lies in a folder of its id. */
export const runNameOf = (messages: string): string => path.basename(path.dirname(messages));

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

/** Runs of the proof, and runs that are still going on, are not in the history. */
async function lastOf(ids: readonly string[]): Promise<string | undefined> {
  const { records } = await readHistory(HISTORY);
  return records.findLast(({ run }) => ids.includes(run))?.run;
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
  if (ids.length === 0) return `there is no run ${text}: ${RUNS} holds none`;
  const meant = nearest(text, ids);
  const hint = meant ? `did you mean ${meant}?` : `the latest are ${ids.slice(-3).join(', ')}`;
  return `there is no run ${text}; ${hint}`;
}
