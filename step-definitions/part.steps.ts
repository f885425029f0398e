import { type DataTable, Then } from '@cucumber/cucumber';
import type { Amount } from '../support/amounts/amount.ts';
import { PARTS, type Part } from '../support/systems/kserve/parts.ts';
import type { PodGroup } from '../support/systems/kserve/pod-groups.ts';
import { serviceMustLeadTo } from '../support/systems/kserve/service/leads-to.ts';
import {
  namespaceMustHold,
  namespaceMustHoldNone,
} from '../support/systems/kserve/service/promises-of-namespaces.ts';
import {
  partMustHaveSettings,
  partsMustExist,
  routeMustBeRefused,
  routeMustStayUnprogrammed,
} from '../support/systems/kserve/service/promises-of-parts.ts';
import { statusMustHaveSettings } from '../support/systems/kserve/service/promises-of-status.ts';
import { tableOf } from '../support/tables.ts';
import type { Duration } from '../support/waiting/duration.ts';
import type { SuiteWorld } from '../support/world.ts';
import { its } from './its.ts';
import { reading } from './reading.ts';
import { it } from './slots.ts';

Then('its {part} has these settings:', async function (this: SuiteWorld, part: Part, table: DataTable) {
  await partMustHaveSettings(this, reading(this), part, tableOf(table, ['check', 'setting', 'value']));
});

Then('its status has these settings:', async function (this: SuiteWorld, table: DataTable) {
  await statusMustHaveSettings(this, reading(this), tableOf(table, ['check', 'setting', 'value']));
});

Then(
  'these parts of it exist within {duration}:',
  async function (this: SuiteWorld, limit: Duration, table: DataTable) {
    const rows = tableOf(table, ['check', 'part'], { part: PARTS });
    await partsMustExist(this, this.cluster, this.require(it), rows, limit);
  },
);

Then(
  'its {part} leads to {amount} of its {pods}',
  async function (this: SuiteWorld, part: Part, amount: Amount, pods: PodGroup) {
    await serviceMustLeadTo(this.cluster, its(this, pods), part, amount);
  },
);

Then(
  'its HTTPRoute exists within {duration} and no gateway has programmed it',
  async function (this: SuiteWorld, limit: Duration) {
    await routeMustStayUnprogrammed(this.cluster, this.require(it), limit);
  },
);

Then(
  'its HTTPRoute is refused by its gateway within {duration} because {string}',
  async function (this: SuiteWorld, limit: Duration, because: string) {
    await routeMustBeRefused(this.cluster, this.require(it), limit, because);
  },
);

Then('the namespace holds none of these:', async function (this: SuiteWorld, table: DataTable) {
  await namespaceMustHoldNone(
    this,
    this.cluster,
    this.require(it).reference.namespace,
    tableOf(table, ['check', 'kind']),
  );
});

Then('the namespace holds these objects:', async function (this: SuiteWorld, table: DataTable) {
  await namespaceMustHold(
    this,
    this.cluster,
    await this.ownNamespace(),
    tableOf(table, ['check', 'object', 'with']),
  );
});
