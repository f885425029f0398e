import { readFileSync } from 'node:fs';
import path from 'node:path';
import { headLinks, linked } from './page-links.ts';
import { unsealed } from './sealed-text.ts';

const read = (name: string): string => readFileSync(path.join(import.meta.dirname, 'pages', name), 'utf8');

const STYLE = read('reporter.css');
const SCRIPT = read('reporter.browser.js');

/**
 * A page of the reporter mended in how it looks, linked to the other pages and with its seals opened; `up` leads from
 * its folder to that of the reports. The seals come last: until then no text of a run can look like what is mended.
 */
export const finishedPage = (page: string, up: string): string => unsealed(linked(dressed(page), up));

/** A heading that sorts its table by a click: the same with a button in it, for the keyboard. */
const SORTING =
  /(<th )(class="[^"]*\bcursor-pointer\b[^"]*">\s*)<div class="([^"]*)">([\s\S]*?)<\/div>(\s*<\/th>)/g;

/** A button that unfolds a scenario, and what it does. */
const UNFOLDING = /onclick="this\.nextElementSibling\.classList\.toggle\('hidden'\)"/g;
/** The box of the table of features, which is wider than a phone. */
const WIDE = '<div class="overflow-x-auto">';
const SIDEWAYS =
  '<p class="sideways">The table scrolls sideways.</p><div class="overflow-x-auto" role="region" aria-label="Features" tabindex="0">';
const SEARCH = /placeholder="(Search [^"]*)"/g;

const dressed = (page: string): string =>
  page
    .replace(SORTING, '$1scope="col" $2<button type="button" class="$3 uppercase">$4</button>$5')
    .replace(
      UNFOLDING,
      `aria-expanded="false" onclick="this.setAttribute('aria-expanded', !this.nextElementSibling.classList.toggle('hidden'))"`,
    )
    .replace(WIDE, SIDEWAYS)
    .replace(SEARCH, '$& aria-label="$1"')
    .replace('</head>', () => `<style>${STYLE}</style><script>${SCRIPT}</script></head>`)
    .replace(/<body[^>]*>/, (body) => `${body}${headLinks()}`);
