/**
 * multiple-cucumber-html-reporter escapes some fields, prints others as they are, and writes all of them into a
 * script. So text goes through it sealed: each character that means something to HTML is replaced by a code point
 * of the private use area, which every one of these ways leaves alone, and becomes an entity when the pages are
 * written: in a page that is escaped exactly once. The script prints the same string as text in its charts and as HTML
 * in its table; there each becomes the character that looks most like it, which reads alike and is harmless in both.
 */
const SEALS: Readonly<Record<string, { seal: string; entity: string; inScript: string }>> = {
  '&': { seal: '\ue000', entity: '&amp;', inScript: '\uff06' },
  '<': { seal: '\ue001', entity: '&lt;', inScript: '\u2039' },
  '>': { seal: '\ue002', entity: '&gt;', inScript: '\u203a' },
  '"': { seal: '\ue003', entity: '&quot;', inScript: '\u201d' },
  "'": { seal: '\ue004', entity: '&#39;', inScript: '\u2019' },
  '`': { seal: '\ue005', entity: '&#96;', inScript: '\u02cb' },
};

const OPENED = new Map(Object.values(SEALS).map(({ seal, ...opened }) => [seal, opened]));

/** Seals text; code points of the private use area that are in it already become U+FFFD. */
export const sealed = (text: string): string =>
  text
    .replace(/[\ue000-\ue005]/g, '\ufffd')
    .replace(/[&<>"'`]/g, (character) => SEALS[character]?.seal ?? character);

/** Seals every string in a value, at any depth. */
export function sealedValue<Value>(value: Value): Value {
  if (typeof value === 'string') return sealed(value) as Value;
  if (Array.isArray(value)) return value.map(sealedValue) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, sealedValue(inner)])) as Value;
}

/** Opens the seals in a page, also those that the reporter wrote as numbers. Sealed text cannot end a script. */
export const unsealed = (page: string): string =>
  page
    .replace(/&#(5734[4-9]);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .split(/(<script\b[^>]*>[\s\S]*?<\/script>)/)
    .map((part, index) => opened(part, index % 2 === 1 ? 'inScript' : 'entity'))
    .join('');

const opened = (part: string, as: 'entity' | 'inScript'): string =>
  part.replace(/[\ue000-\ue005]/g, (seal) => OPENED.get(seal)?.[as] ?? seal);
