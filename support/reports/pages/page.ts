import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Html, html, type Part, raw } from './html.ts';
import type { Head } from './run-head.ts';

/** The pages of a run, in the order of their navigation; paths relative to the folder of the reports. */
export const PAGES = [
  { file: 'signoff.html', name: 'Sign-off' },
  { file: 'matrix.html', name: 'Traceability' },
  { file: 'promises.html', name: 'Promises' },
  { file: 'html/index.html', name: 'Scenarios' },
  { file: 'trends/index.html', name: 'Trends' },
] as const;

interface PageContent extends Head {
  /** Relative to the folder of the reports; how deep it lies says how its links begin. */
  readonly file: string;
  /** Pages to link to; by default all of a run. */
  readonly pages?: readonly { readonly file: string; readonly name: string }[];
  readonly title: string;
  /** Of the page that decides: the decision with its reason is its heading. */
  readonly heading?: string;
  /** What whoever decides by it has to know with the decision. */
  readonly beside?: string;
  /** It changes nothing about the decision. */
  readonly besideIsQuiet?: boolean;
  readonly body: Part;
  /** Contents of style elements in the body. */
  readonly styles?: readonly string[];
  /** The page has controls that filter its items. */
  readonly filters?: boolean;
}

const read = (name: string): string => readFileSync(path.join(import.meta.dirname, name), 'utf8');
const STYLE = ['theme.css', 'parts.css', 'media.css'].map(read).join('');
const FILTER = read('filter.browser.js');

const digest = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Only the style and the script of this project run, whatever else finds its way into a page. */
const policy = (styles: readonly string[], script: string | undefined): string =>
  [
    "default-src 'none'",
    `style-src ${[STYLE, ...styles].map(digest).join(' ')}`,
    script === undefined ? undefined : `script-src ${digest(script)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ]
    .filter(Boolean)
    .join('; ');

const headingOf = ({ title, heading, beside, besideIsQuiet, decision, because }: PageContent): Html =>
  heading === undefined
    ? html`<h1>${title}</h1>
<p class="decision" data-decision="${decision}"><strong>${decision}</strong> <span>${because}</span></p>`
    : html`<h1 class="decision" data-decision="${decision}"><strong>${decision}</strong>${heading.slice(decision.length)}</h1>${
        beside === undefined
          ? undefined
          : html`
<p class="beside${besideIsQuiet ? ' quiet' : undefined}">${beside}</p>`
      }`;

/** A whole page: self-contained, and bound to its own style and script by a content security policy. */
export function page(content: PageContent): string {
  const { file, title, decision, run, body, styles = [], filters = false, pages = PAGES } = content;
  const up = '../'.repeat(file.split('/').length - 1) || './';
  const script = filters ? FILTER : undefined;
  const whole: Html = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(styles, script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · ${decision}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<a class="skip" href="#content">To the content</a>
<header>
<nav aria-label="Reports"><ul>${pages.map(
    (other) =>
      html`<li><a href="${up}${other.file}"${other.file === file ? html` aria-current="page"` : undefined}>${other.name}</a></li>`,
  )}</ul></nav>
${headingOf(content)}
<p class="quiet">${run}</p>
</header>
<main id="content" tabindex="-1">
${body}
</main>
${script === undefined ? undefined : html`<script>${raw(script)}</script>`}
</body>
</html>
`;
  return whole.markup;
}
