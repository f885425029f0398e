import path from 'node:path';
import type { Requirement } from '../verdict/inventory.ts';
import { SYSTEM_FOLDERS } from '../verdict/target-systems.ts';

/** Where the feature of a requirement lies. */
export interface FeaturePlace {
  readonly system: string;
  readonly category: string;
  readonly file: string;
}

/** The folder of a category of the inventory, where it is called otherwise. */
const CATEGORIES: Readonly<Record<string, string>> = {
  'raw-kserve-baseline': 'baseline',
  'llmd-basic': 'basic',
  'llmd-advanced': 'advanced',
  'multi-node-parallelism': 'multi-node',
  'networking-routing': 'networking',
  'failure-recovery': 'failure',
  'security-validation': 'security',
  'configuration-updates': 'configuration',
  'known-issues': 'failure',
  metrics: 'performance',
  scaling: 'scaling',
  performance: 'performance',
  chaos: 'chaos',
};

/** Systems that are tried from end to end, whatever the category is called. */
const END_TO_END = 'end-to-end';

const WORDS = 5;
const SMALL = new Set(['a', 'an', 'the', 'of', 'with', 'and', 'as', 'for', 'in', 'on', 'to', 'by', 'or']);

/** Where a new feature belongs: `features/kserve/advanced/LA-020-separate-prefill-decode-pods.feature`. */
export function placeOf(
  { id, system, category, title }: Pick<Requirement, 'id' | 'system' | 'category' | 'title'>,
  folder: string,
): FeaturePlace {
  const place = { system: SYSTEM_FOLDERS[system] ?? system, category: CATEGORIES[category] ?? END_TO_END };
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
