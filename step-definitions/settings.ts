import type { DataTable } from '@cucumber/cucumber';
import type { SettingRow } from '../support/systems/kserve/manifests/prepare.ts';
import { tableOf } from '../support/tables.ts';
import type { SuiteWorld } from '../support/world.ts';

/** What the value of a setting may say of the namespace in which the services of the file live. */
const FILE_NAMESPACE = '{file namespace}';

/** A text with the namespace of the file filled in; it is only asked for where it is needed. */
export const withFileNamespace = async (world: SuiteWorld, text: string): Promise<string> =>
  text.includes(FILE_NAMESPACE) ? text.replaceAll(FILE_NAMESPACE, await world.sharedNamespace()) : text;

/** A table of settings, the namespace of the file filled in. */
export async function settingsOf(world: SuiteWorld, table: DataTable): Promise<SettingRow[]> {
  const rows: SettingRow[] = [];
  for (const { setting, value } of tableOf(table, ['setting', 'value']))
    rows.push({ setting, value: await withFileNamespace(world, value) });
  return rows;
}
