/** The folder, and the tag, of each category of the inventory that scenarios judge something of. */
const CATEGORY_FOLDERS: Readonly<Record<string, string>> = {
  'raw-kserve-baseline': 'baseline',
  'llmd-basic': 'basic',
  'llmd-advanced': 'advanced',
  'multi-node-parallelism': 'multi-node',
  'networking-routing': 'networking',
  scaling: 'scaling',
  'failure-recovery': 'failure',
  'known-issues': 'failure',
  'security-validation': 'security',
  authentication: 'security',
  'configuration-updates': 'configuration',
  metrics: 'performance',
  performance: 'performance',
  chaos: 'chaos',
  risk: 'chaos',
  e2e: 'end-to-end',
  catalog: 'catalog',
  'node-lifecycle': 'node-lifecycle',
  placement: 'placement',
  quality: 'quality',
  state: 'state',
  install: 'install',
  deploy: 'deploy',
  inference: 'inference',
  delete: 'delete',
};

/** The second tag of a feature. */
export const CATEGORIES: readonly string[] = [...new Set(Object.values(CATEGORY_FOLDERS))];

/** Where a requirement belongs whose category is about the suite itself: its scenario tries a system from end to end. */
const OTHERS = 'end-to-end';

/** The folder, and the tag, of a category of the inventory. */
export const categoryFolder = (category: string): string => CATEGORY_FOLDERS[category] ?? OTHERS;
