import { type DataTable, Then } from '@cucumber/cucumber';
import type { Amount } from '../support/amounts/amount.ts';
import { everyPodMustLog } from '../support/systems/kserve/groups/group-logs.ts';
import { logMustHideSecret } from '../support/systems/kserve/logs/secret-logs.ts';
import {
  logMustHaveNoCriticalLine,
  logMustMention,
  logMustNotMention,
} from '../support/systems/kserve/logs/service-logs.ts';
import { oneChoiceMustBeLogged, sessionLogMustMention } from '../support/systems/kserve/logs/session-logs.ts';
import {
  controllerLogMustHaveNoCriticalLine,
  controllerLogMustMention,
  gatewayLogMustMention,
} from '../support/systems/kserve/logs/shared-logs.ts';
import { oneSidecarMustLog } from '../support/systems/kserve/logs/sidecar-logs.ts';
import type { PodGroup } from '../support/systems/kserve/pod-groups.ts';
import { tableOf } from '../support/tables.ts';
import { type Duration, minutes } from '../support/waiting/duration.ts';
import type { SuiteWorld } from '../support/world.ts';
import { reading } from './reading.ts';
import { it, reconcile, session } from './slots.ts';

/** How long a line may take from the program to the log that the API shows. */
const TO_BE_SHOWN = minutes(1);

const COLUMNS = ['check', 'text'] as const;

Then(
  'the log of its {program} mentions:',
  async function (this: SuiteWorld, program: string, table: DataTable) {
    await logMustMention(this, reading(this), program, tableOf(table, COLUMNS), TO_BE_SHOWN);
  },
);

Then(
  'the log of its {program} mentions, within {duration}:',
  async function (this: SuiteWorld, program: string, limit: Duration, table: DataTable) {
    await logMustMention(this, reading(this), program, tableOf(table, COLUMNS), limit);
  },
);

Then(
  'the log of its {program} does not mention:',
  async function (this: SuiteWorld, program: string, table: DataTable) {
    await logMustNotMention(this, reading(this), program, tableOf(table, COLUMNS));
  },
);

Then(
  'the log of its {program} does not show {string} of the Secret {string}',
  async function (this: SuiteWorld, program: string, key: string, name: string) {
    await logMustHideSecret(reading(this), program, { name, key });
  },
);

Then(
  'the log of its {program} has no line at a critical level',
  async function (this: SuiteWorld, program: string) {
    await logMustHaveNoCriticalLine(this.cluster, this.require(it), program);
  },
);

Then(
  'the log of each of its {pods} mentions:',
  async function (this: SuiteWorld, pods: PodGroup, table: DataTable) {
    await everyPodMustLog(this, reading(this), pods, tableOf(table, COLUMNS), TO_BE_SHOWN);
  },
);

Then(
  'the log of its controller mentions, for it and within {duration}:',
  async function (this: SuiteWorld, limit: Duration, table: DataTable) {
    const controller = this.settings.target.controllers[this.require(it).word];
    await controllerLogMustMention(this, reading(this), controller, tableOf(table, COLUMNS), limit);
  },
);

Then(
  'the log of its controller mentions, for it since then and within {duration}:',
  async function (this: SuiteWorld, limit: Duration, table: DataTable) {
    const controller = this.settings.target.controllers[this.require(it).word];
    const rows = tableOf(table, COLUMNS);
    await controllerLogMustMention(this, reading(this), controller, rows, limit, this.require(reconcile));
  },
);

Then('the log of its controller has no line at a critical level about it', async function (this: SuiteWorld) {
  const controller = this.settings.target.controllers[this.require(it).word];
  await controllerLogMustHaveNoCriticalLine(this.cluster, this.require(it), controller);
});

Then(
  'the log of its gateway mentions, for it and within {duration}:',
  async function (this: SuiteWorld, limit: Duration, table: DataTable) {
    await gatewayLogMustMention(this, reading(this), tableOf(table, COLUMNS), limit);
  },
);

Then(
  'the log of its {program} mentions, for the session:',
  async function (this: SuiteWorld, program: string, table: DataTable) {
    const rows = tableOf(table, COLUMNS);
    await sessionLogMustMention(this, reading(this), program, this.require(session), rows, TO_BE_SHOWN);
  },
);

Then(
  'the log of its scheduler names one pod for {amount} of the requests of the session',
  async function (this: SuiteWorld, amount: Amount) {
    await oneChoiceMustBeLogged(reading(this), this.require(session), amount, TO_BE_SHOWN);
  },
);

Then(
  'exactly one routing sidecar has logged the session, with {int} requests',
  async function (this: SuiteWorld, requests: number) {
    await oneSidecarMustLog(reading(this), this.require(session), requests);
  },
);
