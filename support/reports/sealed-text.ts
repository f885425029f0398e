/**
 * multiple-cucumber-html-reporter escapes some fields, prints others as they are, and writes all of them into a
 * script. So text goes through it sealed: each character that means something to HTML is replaced by a control character
 * that no report shows, which every one of these ways leaves alone, and becomes an entity when the pages are written: in
 * a page that is escaped exactly once. The script prints the same string as text in its charts and as HTML in its table;
 * there each becomes the character that looks most like it, which reads alike and is harmless in both.
 *
 * The seals are of Latin-1: a text with one character beyond it takes twice the memory.
 */
const SEALS: Readonly<Record<string, { seal: string; entity: string; inScript: string }>> = {
  '&': { seal: '\u0090', entity: '&amp;', inScript: '\uff06' },
  '<': { seal: '\u0091', entity: '&lt;', inScript: '\u2039' },
  '>': { seal: '\u0092', entity: '&gt;', inScript: '\u203a' },
  '"': { seal: '\u0093', entity: '&quot;', inScript: '\u201d' },
  "'": { seal: '\u0094', entity: '&#39;', inScript: '\u2019' },
  '`': { seal: '\u0095', entity: '&#96;', inScript: '\u02cb' },
};

/**
 * What replaces what, a pattern of one text each: V8 does that in one go, while a function for each of the millions of
 * characters of a large run takes hundreds of megabytes.
 */
const each = (of: (character: string) => readonly [string, string]): (readonly [RegExp, string])[] =>
  Object.keys(SEALS).map((character) => {
    const [from, to] = of(character);
    return [new RegExp(from, 'g'), to] as const;
  });

const sealOf = (character: string): string => SEALS[character]?.seal ?? '';
const codeOf = (character: string): string => `&#${sealOf(character).codePointAt(0)};`;

const FOREIGN = each((character) => [sealOf(character), '\ufffd']);
const CLOSING = each((character) => [character, sealOf(character)]);
const NUMBERED = each((character) => [codeOf(character), sealOf(character)]);
const OPENING = {
  entity: each((character) => [sealOf(character), SEALS[character]?.entity ?? '']),
  inScript: each((character) => [sealOf(character), SEALS[character]?.inScript ?? '']),
};

const replaced = (text: string, by: readonly (readonly [RegExp, string])[]): string =>
  by.reduce((result, [from, to]) => result.replace(from, to), text);

/** Most texts are a word of the JSON form, and hold nothing of that. */
const SEALABLE = new RegExp(
  `[${Object.entries(SEALS)
    .flatMap(([character, { seal }]) => [character, seal])
    .join('')}]`,
);

/** Seals text; a seal that is in it already becomes U+FFFD. */
export const sealed = (text: string): string =>
  SEALABLE.test(text) ? replaced(replaced(text, FOREIGN), CLOSING) : text;

/** Seals every string in a value, at any depth. */
export function sealedValue<Value>(value: Value): Value {
  if (typeof value === 'string') return sealed(value) as Value;
  if (Array.isArray(value)) return value.map(sealedValue) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, sealedValue(inner)])) as Value;
}

/** Opens the seals in a page, also those that the reporter wrote as numbers. Sealed text cannot end a script. */
export const unsealed = (page: string): string =>
  replaced(page, NUMBERED)
    .split(/(<script\b[^>]*>[\s\S]*?<\/script>)/)
    .map((part, index) => replaced(part, OPENING[index % 2 === 1 ? 'inScript' : 'entity']))
    .join('');
