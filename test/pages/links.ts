import { existsSync, readFileSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';

/** A link of a report that leads nowhere: `signoff.html → evidence/x`. */
export type Dead = string;

/** All HTML pages of a folder of reports but those of the evidence, relative to it. */
export async function pagesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => name.endsWith('.html') && !/^(?:evidence|runs)\//.test(name)).sort();
}

/** Where the relative links, scripts, styles and pictures of a page lead, with their fragments. */
export function targetsOf(folder: string, page: string): string[] {
  const text = readFileSync(path.join(folder, page), 'utf8').replace(
    /<script(?! src)[\s\S]*?<\/script>/g,
    '',
  );
  return [...text.matchAll(/<[a-z]+ [^>]*?\b(?:href|src)="([^"]*)"/g)]
    .map(([, target = '']) => target.replaceAll('&amp;', '&'))
    .filter((target) => !/^(?:[a-z]+:|\/\/)/.test(target));
}

/** Every link of some pages that leads to no file, to a folder, or to a place that its page does not have. */
export const deadLinks = (folder: string, pages: readonly string[]): Dead[] =>
  pages.flatMap((page) =>
    [...new Set(targetsOf(folder, page))].flatMap((target) =>
      leadsSomewhere(folder, page, target) ? [] : [`${page} → ${target}`],
    ),
  );

function leadsSomewhere(folder: string, page: string, target: string): boolean {
  const [file = '', fragment = ''] = target.split('#');
  const other = file === '' ? page : path.join(path.dirname(page), decodeURIComponent(file));
  const full = path.join(folder, other);
  if (path.isAbsolute(file) || other.startsWith('..') || !existsSync(full) || !statSync(full).isFile())
    return false;
  // What a filter reads from the address is no place in the page.
  if (fragment === '' || fragment.includes('=')) return true;
  return readFileSync(full, 'utf8').includes(` id="${decodeURIComponent(fragment)}"`);
}
