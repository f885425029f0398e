import { type DataTable, Then } from '@cucumber/cucumber';
import type { Amount } from '../support/amounts/amount.ts';
import {
  leaderMustHaveSaid,
  noneMustHappen,
  podsMustBeTheFirst,
  podsMustFailAgain,
} from '../support/systems/kserve/groups/group-lives.ts';
import { groupsMustKeepApart } from '../support/systems/kserve/groups/group-logs.ts';
import {
  everySetMustHave,
  podsMustBeNamed,
  podsMustSeeVariables,
} from '../support/systems/kserve/groups/groups.ts';
import { endpointsMustBeLeaders } from '../support/systems/kserve/groups/leaders.ts';
import { POD_GROUPS, type PodGroup } from '../support/systems/kserve/pod-groups.ts';
import { tableOf } from '../support/tables.ts';
import { type Duration, minutes } from '../support/waiting/duration.ts';
import type { SuiteWorld } from '../support/world.ts';
import { its } from './its.ts';
import { reading } from './reading.ts';
import { it } from './slots.ts';

/** How long a model server may wait for what does not come (torch.distributed: half an hour). */
const TO_END = minutes(40);

Then('its pods have these names:', async function (this: SuiteWorld, table: DataTable) {
  const rows = tableOf(table, ['check', 'pods', 'names'], { pods: POD_GROUPS });
  await podsMustBeNamed(this, reading(this), rows);
});

Then(
  'each of its {int} LeaderWorkerSets has these settings:',
  async function (this: SuiteWorld, count: number, table: DataTable) {
    await everySetMustHave(this, reading(this), count, tableOf(table, ['check', 'setting', 'value']));
  },
);

Then(
  'each of its {pods} sees these variables:',
  async function (this: SuiteWorld, pods: PodGroup, table: DataTable) {
    const rows = tableOf(table, ['check', 'variable', 'value']);
    await podsMustSeeVariables(this, reading(this), pods, rows);
  },
);

Then(
  'all of its {pods} are the first of their names, without a restart',
  async function (this: SuiteWorld, pods: PodGroup) {
    await podsMustBeTheFirst(this.cluster, its(this, pods));
  },
);

Then(
  'its {pods} fail {amount} times within {duration}',
  async function (this: SuiteWorld, pods: PodGroup, amount: Amount, limit: Duration) {
    await podsMustFailAgain(this.cluster, its(this, pods), amount, limit);
  },
);

Then('the log of its leader, to its end, mentions:', async function (this: SuiteWorld, table: DataTable) {
  await leaderMustHaveSaid(this, reading(this), tableOf(table, ['check', 'text']), TO_END);
});

Then(
  'none of these happens in the namespace for {duration}:',
  async function (this: SuiteWorld, span: Duration, table: DataTable) {
    const { cluster, words, subject } = reading(this);
    const place = { cluster, words, namespace: subject.reference.namespace };
    await noneMustHappen(this, place, tableOf(table, ['check', 'event']), span);
  },
);

Then(
  'its Service leads to {amount} of its leader pods at port {int}',
  async function (this: SuiteWorld, amount: Amount, port: number) {
    await endpointsMustBeLeaders(this.cluster, this.require(it), amount, port);
  },
);

Then('no group has been in touch with another', async function (this: SuiteWorld) {
  await groupsMustKeepApart(reading(this));
});
