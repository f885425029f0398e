import { type DataTable, Then, When } from '@cucumber/cucumber';
import { everyPodMustBeFilledIn } from '../support/systems/kserve/pods/promises-of-all-pods.ts';
import { podsMustReadModelFrom } from '../support/systems/kserve/pods/promises-of-volumes.ts';
import {
  deletePodsByLabel,
  newPodMustAppear,
  onlyNewPodsMustStay,
  podsMustSettle,
} from '../support/systems/kserve/pods/replacement.ts';
import { podsMustHideSecret } from '../support/systems/kserve/pods/secret-values.ts';
import { tableOf } from '../support/tables.ts';
import type { Duration } from '../support/waiting/duration.ts';
import type { SuiteWorld } from '../support/world.ts';
import { noteChange } from './note-change.ts';
import { reading } from './reading.ts';
import { change, it } from './slots.ts';

When('I delete its workload pods by their label', async function (this: SuiteWorld) {
  await noteChange(this);
  await deletePodsByLabel(this.cluster, this.require(it));
});

Then('a new workload pod is there within {duration}', async function (this: SuiteWorld, limit: Duration) {
  await newPodMustAppear(this.cluster, this.require(it), this.require(change), limit);
});

Then('only new workload pods are left within {duration}', async function (this: SuiteWorld, limit: Duration) {
  await onlyNewPodsMustStay(this.cluster, this.require(it), this.require(change), limit);
});

Then(
  'the start of each of its workload pods is over within {duration}',
  async function (this: SuiteWorld, limit: Duration) {
    await podsMustSettle(this.cluster, this.require(it), limit);
  },
);

Then('no variable is left unfilled in any pod of it', async function (this: SuiteWorld) {
  await everyPodMustBeFilledIn(this.cluster, this.require(it));
});

Then(
  'each of its workload pods reads its model from the claim {string}',
  async function (this: SuiteWorld, claim: string) {
    await podsMustReadModelFrom(this.cluster, this.require(it), claim);
  },
);

Then(
  'none of its workload pods spells out these keys of the Secret {string}:',
  async function (this: SuiteWorld, secret: string, table: DataTable) {
    await podsMustHideSecret(this, reading(this), secret, tableOf(table, ['check', 'key']));
  },
);
