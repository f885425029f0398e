import type { Release, Word } from './settings.ts';
import { isTelling, TEXT_LENGTH } from './telling-text.ts';
import { entriesOf, itemsOf, keyOf, scalarOf, shapeOf, type YamlSource } from './yaml-source.ts';

/** The words that every release of a system must give a value, and nothing else. */
export type Schema = ReadonlySet<string>;

/** Values that would accept whatever is there. */
const ACCEPTS_ANYTHING = /^(?:\*|\.\*|\.\+|\^?\.\*\$?|any|anything)$/i;

/** Reads `schema.yaml`: each word with its meaning, one sentence for readers. */
export function readSchema(source: YamlSource, problems: string[]): Schema {
  if (source.problems.length > 0) return new Set();
  const entries = entriesOf(source.root);
  if (!entries) problems.push(`${source.at(source.root)}: a schema is a mapping from words to their meaning`);
  for (const pair of entries ?? [])
    if (typeof scalarOf(pair.value) !== 'string')
      problems.push(
        `${source.at(pair.key)}: word "${keyOf(pair)}" needs a meaning, one sentence for readers`,
      );
  return new Set(entries?.map(keyOf));
}

/** Reads the words of a release: none that the schema lacks, and all of it where the release must be `complete`. */
export function readWords(
  source: YamlSource,
  node: unknown,
  schema: Schema,
  complete: boolean,
  problems: string[],
): Record<string, Word> {
  const words: Record<string, Word> = {};
  const entries = entriesOf(node) ?? [];
  for (const pair of entries) {
    const name = keyOf(pair);
    const word = wordOf(pair.value);
    if (!schema.has(name))
      problems.push(`${source.at(pair.key)}: word "${name}" is not in the schema of the releases`);
    else if (word === undefined)
      problems.push(
        `${source.at(pair.value)}: "${name}" must be a value or a list of values, not empty and none that accepts everything, got ${shapeOf(pair.value)}`,
      );
    else words[name] = word;
  }
  if (source.problems.length > 0 || !complete) return words;
  for (const name of schema)
    if (!entries.some((pair) => keyOf(pair) === name))
      problems.push(`${source.file}: the release says nothing about "${name}", a word of the schema`);
  return words;
}

function wordOf(node: unknown): Word | undefined {
  const items = itemsOf(node);
  if (items) {
    const texts = items.map((item) => plainValue(item));
    return texts.length > 0 && !texts.includes(undefined) ? texts.map(String) : undefined;
  }
  return plainValue(node);
}

function plainValue(node: unknown): string | number | boolean | undefined {
  const value = scalarOf(node);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  const text = typeof value === 'string' ? value.trim() : '';
  return text !== '' && !ACCEPTS_ANYTHING.test(text) ? text : undefined;
}

/** Reads `not-promised: { RK-001.3: { reason: …, source: … } }`. */
export function readNotPromised(
  source: YamlSource,
  node: unknown,
  problems: string[],
): Release['notPromised'] {
  const notPromised: Record<string, { reason: string; source: string }> = {};
  for (const pair of entriesOf(node) ?? []) {
    const entries = entriesOf(pair.value) ?? [];
    const fields = Object.fromEntries(entries.map((inner) => [keyOf(inner), scalarOf(inner.value)]));
    const { reason, source: from, ...others } = fields;
    const explained = [reason, from].every((text) => typeof text === 'string' && isTelling(text));
    if (explained && Object.keys(others).length === 0)
      notPromised[keyOf(pair)] = { reason: String(reason), source: String(from) };
    else
      problems.push(
        `${source.at(pair.key)}: "${keyOf(pair)}" needs a reason and a source of at least ${TEXT_LENGTH} characters and a word each, and nothing else`,
      );
  }
  return notPromised;
}

const PLACE = ['namespace', 'deployment', 'container'] as const;

/** Reads `controllers: { LLM service: { namespace: …, deployment: …, container: … } }`. */
export function readControllers(
  source: YamlSource,
  node: unknown,
  problems: string[],
): Release['controllers'] {
  const controllers: Record<string, { namespace: string; deployment: string; container: string }> = {};
  for (const pair of entriesOf(node) ?? []) {
    const entries = entriesOf(pair.value) ?? [];
    const fields = Object.fromEntries(entries.map((inner) => [keyOf(inner), scalarOf(inner.value)]));
    const { namespace, deployment, container, ...others } = fields;
    if (
      typeof namespace === 'string' &&
      typeof deployment === 'string' &&
      typeof container === 'string' &&
      Object.keys(others).length === 0
    )
      controllers[keyOf(pair)] = { namespace, deployment, container };
    else
      problems.push(
        `${source.at(pair.key)}: controller "${keyOf(pair)}" needs ${PLACE.join(', ')}, and nothing else`,
      );
  }
  return controllers;
}

/** Reads `covers: [LB-001, EC-LB-*]`; undefined when the release speaks of everything. */
export function readCovers(source: YamlSource, node: unknown, problems: string[]): string[] | undefined {
  if (node === undefined) return undefined;
  const ids = (itemsOf(node) ?? []).map((item) => scalarOf(item));
  const texts = ids.filter((id) => typeof id === 'string' && id !== '');
  if (texts.length === 0 || texts.length !== ids.length)
    problems.push(`${source.at(node)}: "covers" must be a list of requirements such as LB-001 or EC-LB-*`);
  return texts as string[];
}
