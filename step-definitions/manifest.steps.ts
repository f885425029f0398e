import { type DataTable, Given, When } from '@cucumber/cucumber';
import { offerManifest } from '../support/systems/kserve/manifests/deploy.ts';
import { prepareManifest, type SettingRow } from '../support/systems/kserve/manifests/prepare.ts';
import { runPod } from '../support/systems/kserve/pods/run-pod.ts';
import { tableOf } from '../support/tables.ts';
import { minutes } from '../support/waiting/duration.ts';
import type { SuiteWorld } from '../support/world.ts';
import { settingsOf } from './settings.ts';

/** How long a pod that prepares something may take, its image included. */
const TO_RUN = minutes(10);

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

Given('the pod of {manifest} has run to its end', async function (this: SuiteWorld, manifest: string) {
  const pod = prepareManifest(manifest, await this.ownNamespace(), this.settings.target);
  await runPod(this.cluster, pod, TO_RUN);
});

Given('the manifest {manifest} has been offered', async function (this: SuiteWorld, manifest: string) {
  const offer = prepareManifest(manifest, await this.ownNamespace(), this.settings.target);
  await offerManifest(this.cluster, offer);
});

When('I apply these manifests:', async function (this: SuiteWorld, table: DataTable) {
  for (const { manifest } of tableOf(table, ['manifest']))
    await apply(this, manifest, await this.ownNamespace());
});
