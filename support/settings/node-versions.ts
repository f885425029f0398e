import type { RunFile } from './settings.ts';

/** How `run.json` names the versions of the nodes, separated by commas. */
export const NODES = 'kubernetes';

/**
 * Whether the nodes of two looks at a cluster may be of one: some are of the same version, or none was seen by either. Nodes come
 * and go with what is to run on them, and those of another pool are often a patch ahead.
 */
export function sameNodes(one: RunFile['versions'], other: RunFile['versions']): boolean {
  const versions = one[NODES]?.split(', ') ?? ['none'];
  const others = other[NODES]?.split(', ') ?? ['none'];
  return versions.some((version) => others.includes(version));
}
