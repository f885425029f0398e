import { editDistance, nearest, offer } from '../spelling/nearest.ts';
import { alternativesOf } from './alternatives.ts';

/** The expressions of the parameter types by name. */
export type Expressions = ReadonlyMap<string, string>;

/** Numbers that people write in words; `N` stands where a sentence has none. */
const IN_WORDS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const ANY_NUMBER = 'N';

/** A text with the numbers that it has in words as figures. */
const inFigures = (text: string): string =>
  text.replaceAll(/[a-z]+/g, (word) => (IN_WORDS.includes(word) ? String(IN_WORDS.indexOf(word)) : word));
/** The share of its words that a pattern must have to be meant by a sentence in another order. */
const SAME_WORDS = 0.7;

/** Nobody reads lists that are longer; so many are shown of those. */
const MANY = 12;
const SHOWN = 5;

const GLOSSARY = 'docs/glossary.md lists the steps';
const BUILT_IN: readonly [string, string][] = [
  ['string', '"[^"]*"'],
  ['int', '-?\\d+'],
];

/**
 * What to write instead of a step that no pattern matches: the value that does not fit the pattern that was meant, or
 * else the nearest step, with the values of the sentence where it has them.
 */
export function insteadOf(text: string, patterns: readonly string[], types: Expressions): string {
  const all = new Map([...BUILT_IN, ...types]);
  const [best] = patterns
    .map((pattern) => ({ pattern, distance: distanceTo(pattern, withoutValues(text, pattern, all)) }))
    .sort((a, b) => a.distance - b.distance);
  if (!best) return 'no step definitions were loaded';
  const misfit =
    misfitOf(text, best.pattern, all) ?? patterns.map((it) => nearMisfit(text, it, all)).find(Boolean);
  if (misfit) return misfitText(misfit);
  const pattern =
    best.distance > wordsOf(text).length / 2
      ? (ofSameWords(text, patterns) ?? goingOn(text, patterns, all))
      : best.pattern;
  if (pattern !== undefined) return nearestOf(text, pattern, all);
  const unquoted = withoutQuotes(text, patterns, all);
  return unquoted ? misfitText(unquoted) : `no step is like it; ${GLOSSARY}`;
}

/** A value that keeps a sentence from being a step, and what its type allows. */
interface Misfit {
  readonly value: string;
  readonly name: string;
  readonly expression: string;
}

/** `{pods}`, `(s)`, `a/an`, and the text between them. */
const PIECES = /\{[^}]*\}|\([^)]*\)|[^\s{}()/]+(?:\/[^\s{}()/]+)+|[^{}()/\s]+|\s+|./g;
const piecesOf = (pattern: string): string[] => pattern.match(PIECES) ?? [];
const typeOf = (piece: string): string | undefined => /^\{(.*)\}$/.exec(piece)?.[1];
const isChoice = (piece: string): boolean => /^[^\s/]+(?:\/[^\s/]+)+$/.test(piece);

/** Where only a value keeps the sentence from being a step: which one, and what it may be. */
function misfitOf(text: string, pattern: string, types: Expressions): Misfit | undefined {
  const pieces = piecesOf(pattern);
  const loose = pieces.map((piece) => {
    if (typeOf(piece) !== undefined) return '(.+?)';
    if (/^\(.*\)$/.test(piece)) return `(?:${escaped(piece.slice(1, -1))})?`;
    return isChoice(piece) ? `(?:${piece.split('/').map(escaped).join('|')})` : escaped(piece);
  });
  const [, ...values] = new RegExp(`^${loose.join('')}$`).exec(text) ?? [];
  const names = pieces.flatMap((piece) => typeOf(piece) ?? []);
  const index = values.findIndex((value, at) => {
    const expression = types.get(names[at] ?? '');
    return expression !== undefined && !new RegExp(`^(?:${expression})$`).test(value);
  });
  const [value, name] = [values[index], names[index]];
  return value === undefined || name === undefined
    ? undefined
    : { value, name, expression: types.get(name) ?? '' };
}

/** The same for a pattern that is not the nearest, where the value is nearly one that it may be. */
function nearMisfit(text: string, pattern: string, types: Expressions): Misfit | undefined {
  const misfit = misfitOf(text, pattern, types);
  if (misfit === undefined || misfit.expression.startsWith('"')) return undefined;
  return nearest(misfit.value, formsFor(misfit.value, misfit.expression)) === undefined ? undefined : misfit;
}

/** The value that lacks its quotes, of the pattern that says most of the sentence itself: `I ask it What is AI?`. */
const withoutQuotes = (text: string, patterns: readonly string[], types: Expressions): Misfit | undefined =>
  patterns
    .toSorted((a, b) => b.length - a.length)
    .map((pattern) => misfitOf(text, pattern, types))
    .find((misfit) => misfit?.expression.startsWith('"'));

/** The pattern that has most of the words of a sentence, in another order. */
function ofSameWords(text: string, patterns: readonly string[]): string | undefined {
  const words = new Set(text.replaceAll(/"[^"]*"/g, '').split(/\s+/));
  const shareOf = (pattern: string): number => {
    const own = pattern.split(/\s+/);
    return own.filter((word) => words.has(word)).length / Math.max(own.length, words.size);
  };
  const [best] = patterns
    .map((pattern) => ({ pattern, share: shareOf(pattern) }))
    .sort((a, b) => b.share - a.share);
  return best && best.share >= SAME_WORDS ? best.pattern : undefined;
}

/** The shortest pattern that says all of a sentence and goes on: its end was left out. */
const goingOn = (text: string, patterns: readonly string[], types: Expressions): string | undefined =>
  patterns
    .filter((pattern) => bareOf(pattern).startsWith(`${withoutValues(text, pattern, types)} `))
    .sort((a, b) => a.length - b.length)[0];

const bareOf = (pattern: string): string => pattern.replaceAll(/\{[^}]*\}/g, '{}').replaceAll(/\(s\)/g, 's');

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

function misfitText({ value, name, expression }: Misfit): string {
  const straight = `write "${value.replaceAll(/^[“”„«»‘’']+|[“”„«»‘’']+$/g, '')}"`;
  if (name === 'string') return `${value} is no text in quotes; ${straight}`;
  if (name === 'int') {
    const figures = inFigures(value);
    return `"${value}" is no whole number; write ${/^-?\d+$/.test(figures) ? figures : 'one in figures, such as 2'}`;
  }
  if (expression.startsWith('"') && /^".*"$/.test(value))
    return `${value} is no {${name}}: a name of small letters, figures and hyphens in quotes`;
  if (expression.startsWith('"')) return `${value} is no name in quotes; ${straight}`;
  return `"${value}" is no {${name}}; ${offer(inFigures(value), formsFor(inFigures(value), expression))}`;
}

/** What an expression allows, with the numbers of the value: `2 minutes` for `2 minuts`. */
function formsFor(value: string, expression: string): string[] {
  const numbers = value.match(/\d+(?:\.\d+)?/g) ?? [];
  return alternativesOf(expression).map((form) => {
    let used = 0;
    const filled = form.replaceAll(/\bN\b/g, () => numbers[used++] ?? ANY_NUMBER);
    return filled.replaceAll('(s)', numbers[0] === '1' ? '' : 's');
  });
}

function nearestOf(text: string, pattern: string, types: Expressions): string {
  const missing = new Set<string>();
  let rest = text;
  const words = piecesOf(pattern).map((piece) => {
    const name = typeOf(piece);
    if (name === undefined) return chosen(piece, text);
    const found = new RegExp(types.get(name) ?? '(?!)').exec(rest);
    if (!found) {
      missing.add(name);
      return piece;
    }
    rest = rest.slice(found.index + found[0].length);
    return found[0];
  });
  const values = [...missing].map((name) => `{${name}}: ${formsOf(types.get(name) ?? '')}`);
  return `the nearest is "${words.join('')}"${values.length > 0 ? ` with ${values.join('; ')}` : ''}`;
}

/** Of `a/an` and `(s)`, what the sentence has. */
function chosen(piece: string, text: string): string {
  if (/^\(.*\)$/.test(piece)) return piece.slice(1, -1);
  if (!isChoice(piece)) return piece;
  const options = piece.split('/');
  return options.find((option) => text.split(/\s+/).includes(option)) ?? options[0] ?? piece;
}

function formsOf(expression: string): string {
  if (expression.startsWith('"')) return 'a text in quotes';
  const forms = alternativesOf(expression);
  return forms.length <= MANY
    ? forms.join(', ')
    : `${forms.slice(0, SHOWN).join(', ')} and ${forms.length - SHOWN} more in docs/glossary.md`;
}

/** A sentence in which the values of the pattern's types are as short as in the pattern. */
function withoutValues(text: string, pattern: string, types: Expressions): string {
  const names = new Set(piecesOf(pattern).flatMap((piece) => typeOf(piece) ?? []));
  return [...names].reduce(
    (left, name) => left.replaceAll(new RegExp(`(?<!\\S)(?:${types.get(name) ?? '(?!)'})(?!\\S)`, 'g'), '{}'),
    text,
  );
}

/** The words of a sentence; a text in quotes is one. */
const wordsOf = (sentence: string): string[] => sentence.replaceAll(/"[^"]*"/g, '{}').split(/\s+/);

/** Words that must change to make a step out of a pattern; what stands for a parameter costs half a word. */
function distanceTo(pattern: string, text: string): number {
  const alphabet = new Map<string, string>();
  const letter = (word: string): string => {
    const key = word.toLowerCase();
    const known = alphabet.get(key) ?? String.fromCharCode(0x4e00 + alphabet.size);
    alphabet.set(key, known);
    return known;
  };
  const bare = bareOf(pattern);
  const distance = editDistance(wordsOf(bare).map(letter).join(''), wordsOf(text).map(letter).join(''));
  return distance + editDistance(bare, text) / 100;
}
