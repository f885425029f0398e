/** Markup that is safe to print as it is; nothing but `html` and `raw` makes it. */
export class Html {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
}

/** What a template takes: text is escaped, markup is not, lists are joined, and nothing is printed for nothing. */
export type Part = Html | string | number | undefined | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** Text inside an element or a quoted attribute. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"'`]/g, (character) => ENTITIES[character] ?? '');

/** Markup with escaped text in its places: html`<p title="${title}">${text}</p>`. */
export const html = (literals: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  new Html(literals.reduce((before, literal, index) => before + markupOf(parts[index - 1]) + literal));

function markupOf(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Html) return part.markup;
  if (typeof part === 'object') return part.map(markupOf).join('');
  return escaped(String(part));
}

/** Markup from a file of this project; never from anywhere else. */
export const raw = (markup: string): Html => new Html(markup);

/** A value inside a `<script type="application/json">`: nothing in it can end the script or begin a comment. */
export const jsonForScript = (value: unknown): Html =>
  raw(
    JSON.stringify(value).replace(
      /[<>&\u2028\u2029]/g,
      (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  );

/**
 * A relative link to a file beside the pages: every segment encoded, so that it can neither leave the folder nor name a
 * scheme. Undefined for a path that tries.
 */
export function hrefTo(file: string): string | undefined {
  const segments = file.split('/');
  if (segments.some((segment) => segment === '..' || segment === '.' || segment === '')) return undefined;
  return `./${segments.map((segment) => encodeURIComponent(segment.toWellFormed())).join('/')}`;
}
