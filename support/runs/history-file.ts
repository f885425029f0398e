import { appendFile, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type HistoryRecord, isRecord } from './history-record.ts';

/** Where every run adds its line. */
export const HISTORY = path.join('reports', 'history.ndjson');

export interface History {
  /** In the order of their start. */
  readonly records: readonly HistoryRecord[];
  /** One sentence for each line that is left out. */
  readonly damages: readonly string[];
  /** How many of these are no record of a run: what they measured is lost. */
  readonly unreadable: number;
}

/** Reads a history; one that does not exist has no records. A damaged line, and one about a run that stands before it, is named and left out. */
export async function readHistory(file: string | undefined): Promise<History> {
  const records = new Map<string, HistoryRecord>();
  const damages: string[] = [];
  let unreadable = 0;
  if (file === undefined) return { records: [], damages, unreadable };
  for (const [index, line] of (await linesOf(file)).entries()) {
    if (line.trim() === '') continue;
    const record = recordIn(line);
    if (record === undefined) unreadable += 1;
    const told = record === undefined ? 'is no record of a run' : again(record, records);
    if (told !== undefined)
      damages.push(`${file}:${index + 1} ${told}: left out, so figures are judged without it`);
    else if (record) records.set(record.run, record);
  }
  return { records: [...records.values()].sort(byStart), damages, unreadable };
}

/** One run counted often would be the median of all. */
const again = ({ run }: HistoryRecord, known: ReadonlyMap<string, HistoryRecord>): string | undefined =>
  known.has(run) ? `is of run ${run}, as a line before it` : undefined;

const byStart = (a: HistoryRecord, b: HistoryRecord): number =>
  new Date(a.startedAt).getTime() - new Date(b.startedAt).getTime();

/** Adds a run, behind a line that was cut off on a new one. One line is written at once, so runs that end together do not mix. */
export async function appendHistory(record: HistoryRecord, file = HISTORY): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const isCutOff = (await linesOf(file)).at(-1) !== '';
  await appendFile(file, `${isCutOff ? '\n' : ''}${JSON.stringify(record)}\n`);
}

async function linesOf(file: string): Promise<string[]> {
  try {
    return (await readFile(file, 'utf8')).split('\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [''];
    throw error;
  }
}

function recordIn(line: string): HistoryRecord | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
