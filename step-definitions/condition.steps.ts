import { type DataTable, Given, Then } from '@cucumber/cucumber';
import { spoken } from '../support/systems/kserve/expected.ts';
import { gatewayMustHaveAddress } from '../support/systems/kserve/gateways.ts';
import { mustHaveBeenServingFor } from '../support/systems/kserve/pods/promises-of-pods.ts';
import { mustBecomeReady, mustReport, type Truth } from '../support/systems/kserve/served.ts';
import { conditionsMustHaveTurned } from '../support/systems/kserve/service/promises-of-conditions.ts';
import {
  conditionsMustComeInOrder,
  everyConditionMustBeTrue,
  modelMustGoThrough,
  mustFirstReport,
  mustNotBecomeReady,
  readinessMustBeHonest,
} from '../support/systems/kserve/service/readiness.ts';
import { mustHaveStayedReady, mustKeepReporting } from '../support/systems/kserve/service/steadiness.ts';
import { mustBeWarnedOf } from '../support/systems/kserve/service/warnings.ts';
import { tableOf } from '../support/tables.ts';
import { type Duration, minutes } from '../support/waiting/duration.ts';
import type { SuiteWorld } from '../support/world.ts';
import { reading } from './reading.ts';
import { change, it } from './slots.ts';

Given('it has been serving for {duration}', async function (this: SuiteWorld, span: Duration) {
  await mustHaveBeenServingFor(this.cluster, this.require(it), span);
});

Then('it becomes ready within {duration}', async function (this: SuiteWorld, limit: Duration) {
  await mustBecomeReady(this.cluster, this.require(it), limit);
});

Then(
  'it becomes ready within {duration} and not before its Deployment and Service work',
  async function (this: SuiteWorld, limit: Duration) {
    await readinessMustBeHonest(this.cluster, this.require(it), limit, ['Deployment', 'Service']);
  },
);

Then(
  'it becomes ready within {duration} and not before its Deployment, Service and HTTPRoute work',
  async function (this: SuiteWorld, limit: Duration) {
    const parts = ['Deployment', 'Service', 'HTTPRoute'] as const;
    await readinessMustBeHonest(this.cluster, this.require(it), limit, parts);
  },
);

Then(
  'it becomes ready within {duration} and not before its Deployment, prefill Deployment and scheduler Deployment work',
  async function (this: SuiteWorld, limit: Duration) {
    const parts = ['Deployment', 'prefill Deployment', 'scheduler Deployment'] as const;
    await readinessMustBeHonest(this.cluster, this.require(it), limit, parts);
  },
);

Then('it does not become ready for {duration}', async function (this: SuiteWorld, span: Duration) {
  await mustNotBecomeReady(this.cluster, this.require(it), span);
});

Then(
  'it reports {string} as {truth} within {duration}',
  async function (this: SuiteWorld, type: string, status: Truth, limit: Duration) {
    await mustReport(this.cluster, this.require(it), type, status, limit);
  },
);

Then(
  'it goes on reporting {string} as {truth} for {duration}',
  async function (this: SuiteWorld, type: string, status: Truth, span: Duration) {
    await mustKeepReporting(this.cluster, this.require(it), type, status, span);
  },
);

Then(
  'it reports {string} as {truth} within {duration} because {string}',
  async function (this: SuiteWorld, type: string, status: Truth, limit: Duration, because: string) {
    await mustReport(this.cluster, this.require(it), type, status, limit, [spoken(because, reading(this))]);
  },
);

Then(
  'it reports {string} as {truth} within {duration} because gateway {string} does not exist',
  async function (this: SuiteWorld, type: string, status: Truth, limit: Duration, gateway: string) {
    await mustReport(this.cluster, this.require(it), type, status, limit, [gateway, 'does not exist']);
  },
);

Then(
  'it reports {string} at first as {string}',
  async function (this: SuiteWorld, type: string, state: string) {
    await mustFirstReport(this.cluster, this.require(it), type, spoken(state, reading(this)), minutes(1));
  },
);

Then(
  'these conditions become true in this order within {duration}:',
  async function (this: SuiteWorld, limit: Duration, table: DataTable) {
    await conditionsMustComeInOrder(
      this,
      this.cluster,
      this.require(it),
      tableOf(table, ['check', 'condition']),
      limit,
    );
  },
);

Then(
  'it has reported these conditions in this order since the change, within {duration}:',
  async function (this: SuiteWorld, limit: Duration, table: DataTable) {
    const rows = tableOf(table, ['check', 'condition', 'status']);
    await conditionsMustHaveTurned(this, reading(this), rows, this.require(change).at, limit);
  },
);

Then(
  'its model goes through these states in this order within {duration}:',
  async function (this: SuiteWorld, limit: Duration, table: DataTable) {
    const states = tableOf(table, ['state']).flatMap(({ state }) => spoken(state, reading(this)));
    await modelMustGoThrough(this.cluster, this.require(it), states, limit);
  },
);

Then(
  'a warning about it says {string} within {duration}',
  async function (this: SuiteWorld, text: string, limit: Duration) {
    await mustBeWarnedOf(this.cluster, this.require(it), spoken(text, reading(this)), limit);
  },
);

Then('it has stayed ready since it became so', async function (this: SuiteWorld) {
  await mustHaveStayedReady(this.cluster, this.require(it));
});

Then('every condition of it is true', async function (this: SuiteWorld) {
  await everyConditionMustBeTrue(this.cluster, this.require(it));
});

Then('it has an address', async function (this: SuiteWorld) {
  await gatewayMustHaveAddress(this.cluster, this.require(it));
});
