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

const WORDS = 5;
const SMALL = new Set(['a', 'an', 'the', 'of', 'with', 'and', 'as', 'for', 'in', 'on', 'to', 'by', 'or']);

/** Where a new feature belongs: `features/kserve/advanced/LA-020-separate-prefill-decode-pods.feature`. */
export function placeOf(
  { id, system, category, title }: Pick<Requirement, 'id' | 'system' | 'category' | 'title'>,
  folder: string,
): FeaturePlace {
  const place = { system: SYSTEM_FOLDERS[system] ?? system, category: categoryFolder(category) };
  const slug = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim()
    .split(' ')
    .filter((word) => !SMALL.has(word))
    .slice(0, WORDS)
    .join('-');
  return { ...place, file: path.join(folder, place.system, place.category, `${id}-${slug}.feature`) };
}
