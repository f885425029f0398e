/**
 * multiple-cucumber-html-reporter escapes some fields, prints others as they are, and writes all of them into a
 * script. So text goes through it sealed: each character that means something to HTML is replaced by a code point
 * of the private use area, which every one of these ways leaves alone, and becomes an entity when the pages are
 * written. In a page that is escaped exactly once; in the script an entity cannot end the script, and where the
 * page's own code prints such a string as HTML it is escaped once there too.
 */
const SEALS: Readonly<Record<string, { seal: string; entity: string }>> = {
  '&': { seal: '\ue000', entity: '&amp;' },
  '<': { seal: '\ue001', entity: '&lt;' },
  '>': { seal: '\ue002', entity: '&gt;' },
  '"': { seal: '\ue003', entity: '&quot;' },
  "'": { seal: '\ue004', entity: '&#39;' },
  '`': { seal: '\ue005', entity: '&#96;' },
};

const ENTITIES = new Map(Object.values(SEALS).map(({ seal, entity }) => [seal, entity]));

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

/** Turns the seals in a page into entities, also those that the reporter wrote as numbers. */
export const unsealed = (page: string): string =>
  page
    .replace(/&#(5734[4-9]);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/[\ue000-\ue005]/g, (seal) => ENTITIES.get(seal) ?? seal);
