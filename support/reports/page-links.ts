import { PAGES } from './pages/page.ts';

/** What stands for the way up to the folder of the reports until it is known how deep a page lies. */
const UP = '@reports@';

/** Links to the other pages, for the footer that the reporter puts on each of its own. */
export const footerLinks = (): string =>
  PAGES.map(({ file, name }) => `<a href="${UP}/${file}" class="underline">${name}</a>`).join(' · ');

/** The same at the top, where they are on every other page. */
export const headLinks = (): string => `<nav class="reports" aria-label="Reports">${footerLinks()}</nav>`;

/** A page of the reporter with its links to other pages relative; `up` leads from its folder to that of the reports. */
export const linked = (page: string, up: string): string => page.replaceAll(`href="${UP}/`, `href="${up}/`);
