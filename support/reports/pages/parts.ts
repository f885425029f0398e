import { type ExceptionLine, exceptionText } from '../../signoff/exception-line.ts';
import type { Tally } from '../../verdict/totals.ts';
import type { Verdict } from '../../verdict/verdicts.ts';
import { type Html, hrefTo, html, type Part } from './html.ts';

/** A verdict as a coloured word; the word alone says it all. */
export const badge = (verdict: Verdict, words: string = verdict): Html =>
  html`<span class="verdict" data-verdict="${verdict}">${words}</span>`;

/** How many of each verdict. */
export const tallyBadges = (tally: Tally | undefined): Part =>
  Object.entries(tally ?? {}).map(
    ([verdict, count]) => html`<span class="verdict" data-verdict="${verdict}">${count} ${verdict}</span> `,
  );

/** A section with a heading; nothing where there is nothing to show. With an id it can be linked to. */
export const section = (title: string, body: Part, id?: string): Part =>
  isEmpty(body) ? undefined : html`<section${id && html` id="${id}"`}><h2>${title}</h2>${body}</section>`;

/** A section of a page with a list of contents: its title, and what stands below it. */
export type Titled = readonly [title: string, body: Part];

/** Sections with a list of links to them behind the first, which is what a reader came for; those without anything to show are left out. */
export function withContents(first: Titled, ...others: readonly Titled[]): Part {
  const shown = ([title, body]: Titled): Part => section(title, body, idOf(title));
  const titles = [first, ...others].filter(([, body]) => !isEmpty(body)).map(([title]) => title);
  return [
    shown(first),
    html`<nav class="contents" aria-label="On this page"><ul>${titles.map(
      (title) => html`<li><a href="#${idOf(title)}">${title}</a></li>`,
    )}</ul></nav>`,
    others.map(shown),
  ];
}

/** `What stands against GO` → `what-stands-against-go`. */
const idOf = (title: string): string => title.toLowerCase().replace(/[^a-z0-9]+/g, '-');

/** Text of the inventory: what stands between two backticks is code. */
export const codeIn = (text: string): Part =>
  text
    .split(/(`[^`]+`)/)
    .map((part) => (/^`.+`$/s.test(part) ? html`<code>${part.slice(1, -1)}</code>` : part));

/** A list of sentences. */
export const list = (sentences: readonly Part[]): Part =>
  sentences.length === 0
    ? undefined
    : html`<ul>${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul>`;

/** The most sentences that a reader gets without asking, and how many of a longer list. */
const OPEN_LIST = 15;
const FIRST = 5;

/** A list of sentences of which a long one is folded behind its first; paper unfolds it. */
export const foldedList = (sentences: readonly Part[]): Part =>
  sentences.length <= OPEN_LIST
    ? list(sentences)
    : [
        list(sentences.slice(0, FIRST)),
        html`<details><summary>${sentences.length - FIRST} more of ${sentences.length}</summary>${list(sentences.slice(FIRST))}</details>`,
      ];

/** A table; with `cards` it becomes a list of cards on a narrow screen, where each cell names its column. */
export function table(head: readonly string[], rows: readonly (readonly Part[])[], style?: 'cards'): Part {
  if (rows.length === 0) return undefined;
  return html`<div class="scroll"><table class="${style}"><thead><tr>${head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map((cells) => tableRow(head, cells))}</tbody></table></div>`;
}

/** A table that is folded where it is long; paper unfolds it. */
export const foldedTable = (
  head: readonly string[],
  rows: readonly (readonly Part[])[],
  noun: string,
): Part =>
  rows.length <= OPEN_LIST
    ? table(head, rows, 'cards')
    : html`<details><summary>${rows.length} ${noun}</summary>${table(head, rows, 'cards')}</details>`;

/** The cells of one row; empty cells disappear from cards. */
const tableRow = (head: readonly string[], cells: readonly Part[]): Html =>
  html`<tr>${cells.map((cell, index) => html`<td data-label="${head[index]}">${cell}</td>`)}</tr>`;

const isEmpty = (part: Part): boolean =>
  part === undefined || part === '' || (Array.isArray(part) && part.every(isEmpty));

/** Evidence as a link to its summary, or to its first file; text alone where the files are not here. */
export function evidenceLink(directory: string, files: readonly string[]): Html {
  const own = files.filter((file) => file.startsWith(`${directory}/`));
  const file = own.find((name) => name === `${directory}/summary.txt`) ?? own[0];
  const href = file === undefined ? undefined : hrefTo(file);
  return href === undefined ? html`<code>${directory}</code>` : html`<a href="${href}">${directory}</a>`;
}

/** An entry of the register: what it is, who approved it, until when, why, and where it stands. */
export const exceptionPart = (entry: ExceptionLine): Html =>
  html`${codeIn(exceptionText(entry))} <code class="quiet">${entry.at}</code>`;

/** A select that filters the items of a page by one of their `data-` attributes. */
export const choice = (name: string, label: string, values: readonly (readonly [string, string])[]): Html =>
  html`<label>${label} <select data-filter="${name}"><option value="">all</option>${values.map(
    ([value, text]) => html`<option value="${value}">${text}</option>`,
  )}</select></label>`;

/** The controls of a page that filters its items: `noun` names them in the line that says how many are shown. */
export const filterBar = (noun: string, choices: Part): Html =>
  html`<form class="filters" role="search" aria-label="Filter" data-noun="${noun}" hidden>
${choices}
<label class="wide">Text <input type="search" data-filter-text placeholder="all words must occur" autocomplete="off"></label>
<button type="reset">Show all</button>
<output aria-live="polite"></output>
</form>`;
