import { batchesOf } from '../cluster/lines.ts';

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
const TAIL = 5;

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

/** What a log said instead, for messages: `412 lines, last: "…"`. */
export function saidInstead(search: LogSearch): string {
  if (search.lines === 0) return 'the log is empty';
  return `${search.lines} lines, the last: ${search.tail.map((line) => JSON.stringify(line.slice(0, 160))).join(', ')}`;
}
