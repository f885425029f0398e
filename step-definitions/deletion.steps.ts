import { type DataTable, Then, When } from '@cucumber/cucumber';
import { kindOf } from '../support/systems/kserve/kinds.ts';
import {
  deleteObject,
  deleteService,
  kindsMustBeGone,
  mustBeGone,
  namespaceOf,
} from '../support/systems/kserve/service/deletion.ts';
import { othersMustAnswer, othersMustBeUntouched } from '../support/systems/kserve/service/neighbours.ts';
import { tableOf } from '../support/tables.ts';
import type { Duration } from '../support/waiting/duration.ts';
import type { SuiteWorld } from '../support/world.ts';
import { deletion, it } from './slots.ts';

When('I delete it', async function (this: SuiteWorld) {
  this.remember(deletion, await deleteService(this.cluster, this.require(it)));
});

When('I delete the {kind} {string}', async function (this: SuiteWorld, word: string, name: string) {
  const { namespace } = this.require(it).reference;
  this.remember(deletion, await deleteObject(this.cluster, { ...kindOf(word), namespace, name }));
});

When('I delete the namespace', async function (this: SuiteWorld) {
  this.remember(deletion, await deleteObject(this.cluster, namespaceOf(this.require(it))));
});

Then('nothing of it is left within {duration}', async function (this: SuiteWorld, limit: Duration) {
  await mustBeGone(this.cluster, this.require(deletion), limit);
});

Then(
  'other services in its namespace answer, and what they have is untouched',
  async function (this: SuiteWorld) {
    const { beside = [] } = this.require(deletion);
    await othersMustBeUntouched(this.cluster, this.require(it), beside);
    await othersMustAnswer(this.cluster, this.require(it), { signal: this.signal });
  },
);

Then(
  'its objects of these kinds are gone within {duration}:',
  async function (this: SuiteWorld, limit: Duration, table: DataTable) {
    const rows = tableOf(table, ['check', 'kind']);
    await kindsMustBeGone(this, this.cluster, this.require(deletion), rows, limit);
  },
);
