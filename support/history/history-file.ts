import { appendFile, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { HistoryRecord } from './history-record.ts';

/** Where every run adds its line. */
export const HISTORY = path.join('reports', 'history.ndjson');

export interface History {
  /** In the order of their start. */
  readonly records: readonly HistoryRecord[];
  /** One sentence for each line that could not be read. */
  readonly damages: readonly string[];
}

/** Reads a history; one that does not exist has no records. A damaged line is named and left out. */
export async function readHistory(file: string | undefined): Promise<History> {
  const records: HistoryRecord[] = [];
  const damages: string[] = [];
  if (file === undefined) return { records, damages };
  for (const [index, line] of (await linesOf(file)).entries()) {
    if (line.trim() === '') continue;
    const record = recordIn(line);
    if (record) records.push(record);
    else
      damages.push(`${file}:${index + 1} is no record of a run: left out, so figures are judged without it`);
  }
  return { records: records.sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1)), damages };
}

/** Adds a run. One line is written at once, so runs that end together do not mix. */
export async function appendHistory(record: HistoryRecord, file = HISTORY): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await appendFile(file, `${JSON.stringify(record)}\n`);
}

async function linesOf(file: string): Promise<string[]> {
  try {
    return (await readFile(file, 'utf8')).split('\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function recordIn(line: string): HistoryRecord | undefined {
  try {
    const value = JSON.parse(line) as Partial<HistoryRecord> | null;
    const whole =
      typeof value?.run === 'string' &&
      typeof value.startedAt === 'string' &&
      typeof value.target === 'string' &&
      [value.checks, value.took, value.figures].every((it) => typeof it === 'object' && it !== null);
    return whole ? (value as HistoryRecord) : undefined;
  } catch {
    return undefined;
  }
}
