import { type DataTable, Then } from '@cucumber/cucumber';
import {
  mustBeAcceptableWith,
  mustBeStoredAsBefore,
  mustNotBeStored,
  webhookMustRefuse,
} from '../support/systems/kserve/service/promises-of-refusals.ts';
import { tableOf } from '../support/tables.ts';
import type { SuiteWorld } from '../support/world.ts';
import { attempt, it, unchanged } from './slots.ts';

Then(
  'it is refused by the validating webhook because {string}',
  async function (this: SuiteWorld, sentence: string) {
    await webhookMustRefuse(this.require(it), this.require(attempt), sentence, this.words('kserve'));
  },
);

Then('it is not stored', async function (this: SuiteWorld) {
  await mustNotBeStored(this.cluster, this.require(it));
});

Then('it is stored as it was before', async function (this: SuiteWorld) {
  await mustBeStoredAsBefore(this.cluster, this.require(it), this.require(unchanged));
});

Then('it would be accepted with these settings:', async function (this: SuiteWorld, table: DataTable) {
  const settings = tableOf(table, ['setting', 'value']);
  await mustBeAcceptableWith(this.cluster, this.require(it), this.settings.target, settings);
});
