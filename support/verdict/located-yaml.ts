import { readFile } from 'node:fs/promises';
import { isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument } from 'yaml';

/** One entry of a list in a YAML file, with the way to say where a mistake stands. */
export interface Located {
  readonly fields: ReadonlyMap<string, unknown>;
  /** `features/exceptions.yaml:12`, of a key, or of the entry where the key is missing. */
  at(key?: string): string;
}

/** The entries of a YAML list, and one sentence for everything that is not an entry. */
export interface LocatedList {
  readonly entries: readonly Located[];
  readonly problems: readonly string[];
}

/** Reads a YAML file whose content is a list of mappings. A file that does not exist is an empty list. */
export async function readLocatedList(file: string): Promise<LocatedList> {
  const text = await textOf(file);
  if (text === undefined) return { entries: [], problems: [] };
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter });
  const place = (node: unknown): string => `${file}:${lineOf(node, lineCounter)}`;
  if (document.errors.length > 0)
    return {
      entries: [],
      problems: document.errors.map(
        (error) => `${file}:${error.linePos?.[0].line ?? 1}: ${error.message.split('\n')[0]}`,
      ),
    };
  const content = document.contents;
  if (content === null || (isScalar(content) && content.value === null)) return { entries: [], problems: [] };
  if (!isSeq(content)) return { entries: [], problems: [`${place(content)}: expected a list of entries`] };
  const problems: string[] = [];
  const entries = content.items.flatMap((item) => {
    if (isMap(item)) return [located(item, place)];
    problems.push(`${place(item)}: expected an entry with keys and values`);
    return [];
  });
  return { entries, problems };
}

function located(map: Node & { items: Pair[] }, place: (node: unknown) => string): Located {
  const keys = new Map(map.items.map((pair) => [String(pair.key), pair]));
  return {
    fields: new Map([...keys].map(([key, { value }]) => [key, plain(value)])),
    at: (key) => place(key === undefined ? map : (keys.get(key)?.key ?? map)),
  };
}

const plain = (node: unknown): unknown =>
  isSeq(node) ? node.items.map(plain) : isScalar(node) ? node.value : node;

function lineOf(node: unknown, lineCounter: LineCounter): number {
  const range = (node as { range?: readonly [number, ...number[]] } | null)?.range;
  return range ? lineCounter.linePos(range[0]).line : 1;
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
