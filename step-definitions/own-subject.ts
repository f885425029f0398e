import type { DataTable } from '@cucumber/cucumber';
import { subjectOf } from '../support/systems/kserve/manifests/deploy.ts';
import type { Subject } from '../support/systems/kserve/served.ts';
import type { SuiteWorld } from '../support/world.ts';
import { settingsOf } from './settings.ts';

/** What a sentence means by "… of my own from …": the manifest with the table's settings, in the scenario's namespace. */
export async function ownSubject(
  world: SuiteWorld,
  word: string,
  manifest: string,
  table?: DataTable,
): Promise<Subject> {
  const settings = table ? await settingsOf(world, table) : [];
  return subjectOf(world.settings.target, {
    word,
    manifest,
    namespace: await world.ownNamespace(),
    settings,
  });
}
