import { Then, When } from '@cucumber/cucumber';
import { deleteObject, mustBeGone, namespaceOf } from '../support/systems/kserve/deletion.ts';
import { kindOf } from '../support/systems/kserve/kinds.ts';
import type { Duration } from '../support/waiting/duration.ts';
import type { SuiteWorld } from '../support/world.ts';
import { deletion, it } from './slots.ts';

When('I delete it', async function (this: SuiteWorld) {
  this.remember(deletion, await deleteObject(this.cluster, this.require(it).reference));
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
