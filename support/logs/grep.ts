import { batchesOf } from '../cluster/lines.ts';
import { tellsTrouble } from './trouble.ts';

/** What a search of a log found, in constant memory whatever the log's length. */
export interface LogSearch {
  /** Lines read. */
  lines: number;
  /** For each text: how many lines hold it, and the first few of them. */
  hits: Map<string, { count: number; examples: string[] }>;
  /** The last lines of the log, for messages. */
  tail: string[];
}

const EXAMPLES = 3;
/** Lines that are kept: two starts of a program that ends at once say the same twice. */
const TAIL = 20;
/** Lines that are quoted, and how much of each: one that tells of trouble has its cause at its end. */
const QUOTED = 5;
const LONGEST = 160;
const LONGEST_TROUBLE = 600;

/** Searches a log for literal texts (never patterns: what a feature promises is a text). Each line is looked at once. */
export async function searchLog(
  lines: AsyncIterable<string> | Iterable<string>,
  texts: readonly string[],
): Promise<LogSearch> {
  const search: LogSearch = { lines: 0, hits: new Map(), tail: [] };
  for (const text of texts) {
    if (text === '') throw new Error('an empty text is in every line: name what the log must hold');
    search.hits.set(text, { count: 0, examples: [] });
  }
  for await (const batch of batchesOf(lines)) {
    search.lines += batch.length;
    search.tail = [...search.tail, ...batch.slice(-TAIL)].slice(-TAIL);
    for (const [text, hit] of search.hits) count(text, batch, hit);
  }
  return search;
}

function count(text: string, lines: readonly string[], hit: { count: number; examples: string[] }): void {
  for (const line of lines) {
    if (!line.includes(text)) continue;
    hit.count += 1;
    if (hit.examples.length < EXAMPLES) hit.examples.push(line);
  }
}

/** How many lines hold at least one of the texts. */
export const anyHit = (search: LogSearch, texts: readonly string[]): boolean =>
  texts.some((text) => (search.hits.get(text)?.count ?? 0) > 0);

/** What a log said instead, for messages: `412 lines, the last: "…"`; of lines that differ in their numbers only, the latest. */
export function saidInstead(search: LogSearch): string {
  if (search.lines === 0) return 'the log is empty';
  const latest = new Map<string, string>();
  for (const line of search.tail) {
    const key = line.replace(/\d+/g, '#');
    latest.delete(key);
    latest.set(key, line);
  }
  return `${search.lines} lines, the last: ${[...latest.values()].slice(-QUOTED).map(quoted).join(', ')}`;
}

function quoted(line: string): string {
  const longest = tellsTrouble(line) ? LONGEST_TROUBLE : LONGEST;
  return JSON.stringify(line.length > longest ? `${line.slice(0, longest)}…` : line);
}
