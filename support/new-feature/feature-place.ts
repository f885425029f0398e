import path from 'node:path';
import { categoryFolder } from '../validation/categories.ts';
import type { Requirement } from '../verdict/inventory.ts';
import { SYSTEM_FOLDERS } from '../verdict/target-systems.ts';

/** Where the feature of a requirement lies. */
export interface FeaturePlace {
  readonly system: string;
  readonly category: string;
  readonly file: string;
}

/** Words of a title that a file is named after, one with hyphens counting once, and how few may be left of a longer one. */
const MOST_WORDS = 6;
const FEWEST_WORDS = 3;
const ARTICLES = new Set(['a', 'an', 'the']);
/** Before one of these a title may end. */
const LINKS = new Set(
  'and as at before behind by for from in into of on or to when while with without'.split(' '),
);

/** Where a new feature belongs: `features/kserve/advanced/LA-020-separate-prefill-and-decode-pods.feature`. */
export function placeOf(
  { id, system, category, title }: Pick<Requirement, 'id' | 'system' | 'category' | 'title'>,
  folder: string,
): FeaturePlace {
  const place = { system: SYSTEM_FOLDERS[system] ?? system, category: categoryFolder(category) };
  const slug = slugOf(title);
  return { ...place, file: path.join(folder, place.system, place.category, `${id}-${slug}.feature`) };
}

/** The words of a title in their order, without articles; a long one ends before the last word that only leads on. */
function slugOf(title: string): string {
  const words = title
    .toLowerCase()
    .split(/[^a-z0-9_-]+/)
    .map((word) => word.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, ''))
    .filter((word) => word !== '' && !ARTICLES.has(word));
  if (words.length <= MOST_WORDS) return words.join('-');
  const first = words.slice(0, MOST_WORDS);
  const end = first.findLastIndex((word) => LINKS.has(word));
  return first.slice(0, end < FEWEST_WORDS ? MOST_WORDS : end).join('-');
}
