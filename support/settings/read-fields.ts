import {
  type Field,
  type GroupField,
  type MapField,
  numberFits,
  numberInWords,
  textMustBe,
} from './field.ts';
import { parseEnvironment } from './read-environment.ts';
import { entriesOf, itemsOf, keyOf, scalarOf, shapeOf, type YamlSource } from './yaml-source.ts';

/** Where a reading collects what is wrong. */
interface Reading {
  readonly source: YamlSource;
  readonly env: NodeJS.ProcessEnv;
  readonly problems: string[];
}

/** Values of a settings file after the environment had its say. */
export type Values = Record<string, unknown>;

/**
 * Reads a settings file against its fields: unknown keys, wrong types and missing values become sentences with
 * `file:line:column`, those of the environment name the variable. Returns what could be read.
 */
export function readFields(
  source: YamlSource,
  fields: GroupField,
  env: NodeJS.ProcessEnv,
): { values: Values; problems: string[] } {
  const problems = [...source.problems];
  const reading: Reading = { source, env, problems };
  const values = problems.length > 0 ? {} : (group(source.root, fields, '', reading) ?? {});
  return { values, problems };
}

function value(node: unknown, field: Field, path: string, reading: Reading): unknown {
  if (field.type === 'group') return group(node, field, path, reading);
  const overriding = parseEnvironment(field, reading.env, reading.problems);
  if (field.type === 'map') return overridden(map(node, field, path, reading), overriding as Values);
  if (overriding !== undefined) return overriding;
  if (node === undefined || (scalarOf(node) === undefined && !itemsOf(node) && !entriesOf(node))) {
    return absent(field, path, reading);
  }
  return field.type === 'texts' ? texts(node, path, reading) : scalar(node, field, path, reading);
}

/** `CONTROLLER_LLM_SERVICE` overrides the entry `LLM service`: variables know neither case nor spaces. */
function overridden(values: Values, overriding: Values): Values {
  const same = (word: string) =>
    Object.keys(values).find((key) => key.toLowerCase().replaceAll(' ', '-') === word);
  const renamed = Object.entries(overriding).map(([word, value]) => [same(word) ?? word, value]);
  return { ...values, ...Object.fromEntries(renamed) };
}

function absent(field: Exclude<Field, GroupField | MapField>, path: string, reading: Reading): unknown {
  if (field.type === 'texts') return field.default ?? [];
  if (field.required) {
    const how = field.env ? `: write it or set ${field.env}` : '';
    reading.problems.push(`${reading.source.file}: "${path}" is missing (${field.meaning})${how}`);
  }
  return field.default;
}

function group(node: unknown, field: GroupField, path: string, reading: Reading): Values | undefined {
  const entries = node === undefined || node === null ? [] : entriesOf(node);
  if (!entries) {
    reading.problems.push(
      `${reading.source.at(node)}: "${path || 'the file'}" must be a mapping, got ${shapeOf(node)}`,
    );
    return undefined;
  }
  if (field.optional && node === undefined && !anyEnvironment(field, reading.env)) return undefined;
  for (const pair of entries)
    if (!(keyOf(pair) in field.fields))
      reading.problems.push(
        `${reading.source.at(pair.key)}: unknown key "${joined(path, keyOf(pair))}": write one of ${Object.keys(field.fields).join(', ')}`,
      );
  const values: Values = {};
  for (const [key, inner] of Object.entries(field.fields)) {
    const found = entries.find((pair) => keyOf(pair) === key);
    const read = value(found?.value ?? undefined, inner, joined(path, key), reading);
    if (read !== undefined) values[key] = read;
  }
  return values;
}

const anyEnvironment = (field: GroupField, env: NodeJS.ProcessEnv): boolean =>
  Object.values(field.fields).some((inner) => inner.env !== undefined && Boolean(env[inner.env]));

function map(node: unknown, field: MapField, path: string, reading: Reading): Values {
  if (node === undefined || node === null) return {};
  const entries = entriesOf(node);
  if (!entries) {
    reading.problems.push(`${reading.source.at(node)}: "${path}" must be a mapping, got ${shapeOf(node)}`);
    return {};
  }
  return Object.fromEntries(
    entries.flatMap((pair) => {
      const inner = joined(path, keyOf(pair));
      const read = field.of ? group(pair.value, field.of, inner, reading) : text(pair.value, inner, reading);
      return read === undefined ? [] : [[keyOf(pair), read]];
    }),
  );
}

function scalar(
  node: unknown,
  field: Extract<Field, { type: 'text' | 'number' }>,
  path: string,
  reading: Reading,
): unknown {
  if (field.type === 'text') {
    const read = text(node, path, reading);
    const wanted = read === undefined ? undefined : textMustBe(field, read);
    return wanted === undefined ? read : wrong(node, path, wanted, reading);
  }
  const number = scalarOf(node);
  if (typeof number === 'number' && numberFits(number, field)) return number;
  return wrong(node, path, numberInWords(field), reading);
}

function texts(node: unknown, path: string, reading: Reading): unknown {
  const items = itemsOf(node);
  if (!items) return wrong(node, path, 'a list', reading);
  return items.flatMap((item) => text(item, path, reading) ?? []);
}

function text(node: unknown, path: string, reading: Reading): string | undefined {
  const read = scalarOf(node);
  if (typeof read === 'string' && read !== '') return read;
  wrong(node, path, 'a text', reading);
  return undefined;
}

function wrong(node: unknown, path: string, wanted: string, reading: Reading): undefined {
  reading.problems.push(`${reading.source.at(node)}: "${path}" must be ${wanted}, got ${shapeOf(node)}`);
  return undefined;
}

const joined = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);
