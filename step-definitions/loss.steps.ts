import { type DataTable, Then, When } from '@cucumber/cucumber';
import {
  formerLeaderMustHaveLogged,
  formerPodsMustEnd,
  groupMustBeBack,
  loseMember,
  nothingMustBeServed,
} from '../support/systems/kserve/groups/group-loss.ts';
import { tableOf } from '../support/tables.ts';
import type { Duration } from '../support/waiting/duration.ts';
import type { SuiteWorld } from '../support/world.ts';
import { noteChange } from './note-change.ts';
import { reading } from './reading.ts';
import { flow, it, loss } from './slots.ts';

const LEADER = 0;

async function lose(world: SuiteWorld, index: number): Promise<void> {
  await noteChange(world);
  world.remember(loss, await loseMember(world.cluster, world.require(it), index, world.signal));
}

When('its worker {int} is deleted', async function (this: SuiteWorld, index: number) {
  await lose(this, index);
});

When('its leader is deleted', async function (this: SuiteWorld) {
  await lose(this, LEADER);
});

Then('the log of its former leader mentions:', async function (this: SuiteWorld, table: DataTable) {
  const rows = tableOf(table, ['check', 'text']);
  await formerLeaderMustHaveLogged(this, reading(this), this.require(loss), rows);
});

Then(
  'every pod of the broken group ends within {duration}',
  async function (this: SuiteWorld, limit: Duration) {
    await formerPodsMustEnd(this.cluster, this.require(it), this.require(loss), limit);
  },
);

Then('a new group is ready within {duration}', async function (this: SuiteWorld, limit: Duration) {
  await groupMustBeBack(this.cluster, this.require(it), this.require(loss), limit);
});

Then('none of the requests succeeded while the group was broken', function (this: SuiteWorld) {
  nothingMustBeServed(this.require(flow));
});
