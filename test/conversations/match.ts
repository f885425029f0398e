import { isDeepStrictEqual } from 'node:util';

/**
 * Compares an answer with what a conversation expects of it. Maps need only contain what is expected; lists are compared item by
 * item and in length; words in angle brackets stand for many values:
 *
 *     <uid> <version> <time> <ip> <number> <text> <any> <absent>
 *     <starts with x>   <contains x>   <not x>   <like ^pattern$>
 *
 * and for lists the map forms `{<some>: item}`, `{<none>: item}` and `{<count>: n}`.
 * Returns one line for each difference.
 */
export function differences(expected: unknown, found: unknown, path = ''): string[] {
  if (typeof expected === 'string' && /^<.+>$/s.test(expected))
    return wordDifference(expected.slice(1, -1), found, path);
  if (Array.isArray(expected)) return listDifferences(expected, found, path);
  if (expected !== null && typeof expected === 'object') return mapDifferences(expected, found, path);
  return isDeepStrictEqual(expected, found) ? [] : [difference(path, expected, found)];
}

const WORDS: Readonly<Record<string, RegExp>> = {
  uid: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
  version: /^\d+$/,
  time: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z$/,
  ip: /^(\d{1,3}\.){3}\d{1,3}$/,
};

function wordDifference(word: string, found: unknown, path: string): string[] {
  return fits(word, found) ? [] : [difference(path, `<${word}>`, found)];
}

function fits(word: string, found: unknown): boolean {
  if (word === 'absent') return found === undefined;
  if (found === undefined) return false;
  if (word === 'any') return true;
  if (word === 'number') return typeof found === 'number';
  if (word.startsWith('not ')) return String(found) !== word.slice(4);
  if (typeof found !== 'string') return false;
  const pattern = WORDS[word];
  if (pattern) return pattern.test(found);
  if (word === 'text') return found.length > 0;
  if (word.startsWith('starts with ')) return found.startsWith(word.slice('starts with '.length));
  if (word.startsWith('contains ')) return found.includes(word.slice('contains '.length));
  if (word.startsWith('like ')) return new RegExp(word.slice('like '.length)).test(found);
  throw new Error(`conversation: no word is called <${word}>`);
}

function listDifferences(expected: unknown[], found: unknown, path: string): string[] {
  if (!Array.isArray(found)) return [difference(path, expected, found)];
  if (found.length !== expected.length)
    return [`${path || 'answer'}: expected ${expected.length} items, got ${found.length}: ${show(found)}`];
  return expected.flatMap((item, index) => differences(item, found[index], `${path}[${index}]`));
}

function mapDifferences(expected: object, found: unknown, path: string): string[] {
  const entries = Object.entries(expected);
  if (entries.some(([key]) => key === '<some>' || key === '<count>' || key === '<none>')) {
    if (!Array.isArray(found)) return [difference(path, expected, found)];
    return entries.flatMap(([key, value]) => listForm(key, value, found, path));
  }
  if (found === null || typeof found !== 'object' || Array.isArray(found))
    return [difference(path, expected, found)];
  return entries.flatMap(([key, value]) =>
    differences(value, (found as Record<string, unknown>)[key], path === '' ? key : `${path}.${key}`),
  );
}

function listForm(key: string, value: unknown, found: unknown[], path: string): string[] {
  if (key === '<count>')
    return found.length === value ? [] : [difference(`${path} count`, value, found.length)];
  const some = found.some((item) => differences(value, item).length === 0);
  if (key === '<some>')
    return some ? [] : [`${path}: expected an item like ${show(value)}, got ${show(found)}`];
  if (key === '<none>')
    return some ? [`${path}: expected no item like ${show(value)}, got ${show(found)}`] : [];
  throw new Error(`conversation: ${key} does not mix with <some> and <count>`);
}

function difference(path: string, expected: unknown, found: unknown): string {
  return `${path || 'answer'}: expected ${show(expected)}, got ${show(found)}`;
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 400 ? `${text.slice(0, 400)}…` : text;
}
