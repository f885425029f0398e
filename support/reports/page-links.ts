import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PAGES } from './pages/page.ts';

/** What stands for the way up to the folder of the reports until it is known how deep a page lies. */
const UP = '@reports@';

/** Links to the other pages, for the footer that the reporter puts on each of its own. */
export const footerLinks = (): string =>
  PAGES.map(({ file, name }) => `<a href="${UP}/${file}" class="underline">${name}</a>`).join(' · ');

/** Turns the links in the pages of the reporter into relative ones. `folder` lies directly in that of the reports. */
export async function linkPages(folder: string): Promise<void> {
  const files = await readdir(folder, { recursive: true });
  for (const file of files.filter((name) => name.endsWith('.html'))) {
    const page = path.join(folder, file);
    const up = path.relative(path.dirname(page), path.dirname(folder));
    await writeFile(page, (await readFile(page, 'utf8')).replaceAll(`"${UP}/`, `"${up}/`));
  }
}
