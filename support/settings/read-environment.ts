import {
  type Field,
  type GroupField,
  type MapField,
  numberFits,
  numberInWords,
  textMustBe,
} from './field.ts';
import { namesSecret } from './secret-names.ts';

/** What the environment says of a field; undefined when it says nothing. A value that does not fit becomes a sentence. */
export function parseEnvironment(field: Field, env: NodeJS.ProcessEnv, problems: string[]): unknown {
  if (field.env === undefined || field.type === 'group') return undefined;
  if (field.type === 'map') return mapOf(field, field.env, env, problems);
  const text = env[field.env];
  if (text === undefined || text === '') return undefined;
  if (field.type === 'texts') return listOf(text);
  if (field.type === 'number') {
    const number = Number(text);
    if (text.trim() !== '' && numberFits(number, field)) return number;
    problems.push(`environment variable ${field.env} must be ${numberInWords(field)}, got "${text}"`);
    return undefined;
  }
  const wanted = textMustBe(field, text);
  if (wanted === undefined) return text;
  problems.push(`environment variable ${field.env} must be ${wanted}, got "${text}"`);
  return undefined;
}

/** `a, b` as a list. */
export const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

function mapOf(
  field: MapField,
  variable: string,
  env: NodeJS.ProcessEnv,
  problems: string[],
): Record<string, unknown> {
  if (!variable.endsWith('_')) return pairsOf(variable, env[variable] ?? '', problems);
  const values: Record<string, unknown> = {};
  for (const [name, text] of Object.entries(env)) {
    // `IMAGE_REGISTRY_PASSWORD` is somebody's secret, not the word `registry-password`.
    if (!name.startsWith(variable) || !text || namesSecret(name)) continue;
    const word = name.slice(variable.length).toLowerCase().replaceAll('_', '-');
    const value = field.of ? partsOf(field.of, name, text, problems) : text;
    if (word !== '' && value !== undefined) values[word] = value;
  }
  return values;
}

function pairsOf(variable: string, text: string, problems: string[]): Record<string, string> {
  return Object.fromEntries(
    listOf(text).flatMap((pair) => {
      const cut = pair.indexOf('=');
      if (cut > 0) return [[pair.slice(0, cut), pair.slice(cut + 1)]];
      problems.push(`environment variable ${variable} must be "name=value, name=value", got "${pair}"`);
      return [];
    }),
  );
}

function partsOf(
  group: GroupField,
  variable: string,
  text: string,
  problems: string[],
): Record<string, string> | undefined {
  const names = Object.keys(group.fields);
  const parts = text.split(group.separator ?? '/');
  if (parts.length === names.length && parts.every((part) => part !== ''))
    return Object.fromEntries(names.map((name, index) => [name, parts[index] ?? '']));
  problems.push(
    `environment variable ${variable} must be ${names.join(group.separator ?? '/')}, got "${text}"`,
  );
  return undefined;
}
