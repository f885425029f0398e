import { type DataTable, Given, When } from '@cucumber/cucumber';
import { prepareManifest, type SettingRow } from '../support/systems/kserve/prepare.ts';
import { tableOf } from '../support/tables.ts';
import type { SuiteWorld } from '../support/world.ts';
import { settingsOf } from './settings.ts';

const apply = async (world: SuiteWorld, manifest: string, namespace: string, settings: SettingRow[] = []) => {
  await world.cluster.apply(prepareManifest(manifest, namespace, world.settings.target, settings));
};

Given('the manifest {manifest} has been applied', async function (this: SuiteWorld, manifest: string) {
  await apply(this, manifest, await this.ownNamespace());
});

Given(
  'the manifest {manifest} has been applied for this file',
  async function (this: SuiteWorld, manifest: string) {
    await apply(this, manifest, await this.sharedNamespace());
  },
);

Given(
  'the manifest {manifest} has been applied with these settings:',
  async function (this: SuiteWorld, manifest: string, table: DataTable) {
    await apply(this, manifest, await this.ownNamespace(), await settingsOf(this, table));
  },
);

When('I apply these manifests:', async function (this: SuiteWorld, table: DataTable) {
  for (const { manifest } of tableOf(table, ['manifest']))
    await apply(this, manifest, await this.ownNamespace());
});
