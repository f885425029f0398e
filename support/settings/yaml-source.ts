import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { isMap, isScalar, isSeq, LineCounter, type Pair, parseDocument } from 'yaml';
import { sha256Of } from '../sha256.ts';
import type { FileRead } from './settings.ts';

/** A YAML file read with the places of its parts, so that a mistake can be pointed at. */
export interface YamlSource {
  readonly file: string;
  /** The root node; undefined when the file could not be read or parsed. */
  readonly root: unknown;
  /** What was read; undefined when the file could not be read. */
  readonly content?: Buffer;
  /** Sentences about the syntax. */
  readonly problems: readonly string[];
  /** `file:line:column` of a node, of the file's start when the node has no place. */
  at(node: unknown): string;
}

/** Reads a YAML file; what is wrong with it comes as sentences, never as an exception. */
export function readYamlSource(file: string): YamlSource {
  const lineCounter = new LineCounter();
  const place = (offset: number): string => {
    const { line, col } = lineCounter.linePos(offset);
    return `${file}:${Math.max(1, line)}:${Math.max(1, col)}`;
  };
  const at = (node: unknown): string => place(offsetOf(node));
  if (!existsSync(file)) return { file, root: undefined, problems: [`${file} does not exist`], at };
  const content = readFileSync(file);
  const document = parseDocument(content.toString('utf8'), { lineCounter, prettyErrors: false });
  const problems = document.errors.map((error) => `${place(error.pos[0])}: ${firstLine(error.message)}`);
  return { file, root: problems.length > 0 ? undefined : document.contents, content, problems, at };
}

/** Which file this was and what it held when it was read. */
export function fileRead({ file, content = Buffer.of() }: YamlSource): FileRead {
  const sha256 = sha256Of(content);
  return { path: relative('.', file), sha256, bytes: content.length };
}

const firstLine = (message: string): string => message.split('\n')[0] ?? message;

const offsetOf = (node: unknown): number =>
  (node as { range?: readonly [number, ...number[]] } | null | undefined)?.range?.[0] ?? 0;

/** The entries of a mapping; undefined for anything else. */
export const entriesOf = (node: unknown): Pair<unknown, unknown>[] | undefined =>
  isMap(node) ? node.items : undefined;

/** The nodes of a list; undefined for anything else. */
export const itemsOf = (node: unknown): unknown[] | undefined => (isSeq(node) ? node.items : undefined);

/** The value of a scalar; undefined for lists, mappings and nothing. */
export const scalarOf = (node: unknown): unknown => (isScalar(node) ? (node.value ?? undefined) : undefined);

/** The text of a key. */
export const keyOf = (pair: Pair<unknown, unknown>): string => String(scalarOf(pair.key) ?? pair.key);

/** What a reader of the file would call the node. */
export function shapeOf(node: unknown): string {
  if (isMap(node)) return 'a mapping';
  if (isSeq(node)) return 'a list';
  const value = scalarOf(node);
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
