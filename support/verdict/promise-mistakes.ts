import { notPromisedAnywhere } from '../settings/load-release.ts';
import type { Inventory } from './inventory.ts';
import { folderOf } from './target-systems.ts';

/**
 * What is wrong with the checks that release tables say not to be promised, one sentence each: those that there are not,
 * and those of a system that the table does not speak about.
 */
export function promiseMistakes({ requirements }: Pick<Inventory, 'requirements'>): string[] {
  const systems = new Map(
    requirements.flatMap(({ system, checks }) => checks.map(({ id }) => [id, system] as const)),
  );
  return notPromisedAnywhere().flatMap(({ check, system, at }) => {
    const own = systems.get(check);
    if (own === undefined)
      return [
        `${at}: ${JSON.stringify(check)} is no check of the inventory: write the id of one, or remove the entry`,
      ];
    return folderOf(own) === system
      ? []
      : [`${at}: ${check} is a check of ${own}: a release of ${system} cannot leave it out`];
  });
}
