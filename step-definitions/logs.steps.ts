import { type DataTable, Then } from '@cucumber/cucumber';
import {
  controllerLogMustHaveNoCriticalLine,
  controllerLogMustMention,
  everyLogMustMention,
  logMustHaveNoCriticalLine,
  logMustMention,
  logMustNotMention,
} from '../support/systems/kserve/service-logs.ts';
import { tableOf } from '../support/tables.ts';
import { type Duration, minutes } from '../support/waiting/duration.ts';
import type { SuiteWorld } from '../support/world.ts';
import { reading } from './reading.ts';
import { it } from './slots.ts';

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
  'the log of its {program} has no line at a critical level',
  async function (this: SuiteWorld, program: string) {
    await logMustHaveNoCriticalLine(this.cluster, this.require(it), program);
  },
);

Then('the log of each of its workload pods shows requests', async function (this: SuiteWorld) {
  await everyLogMustMention(reading(this), 'model server', this.words('kserve').list('a request in the log'));
});

Then(
  'the log of its controller mentions, for it and within {duration}:',
  async function (this: SuiteWorld, limit: Duration, table: DataTable) {
    const controller = this.settings.target.controllers[this.require(it).word];
    await controllerLogMustMention(this, reading(this), controller, tableOf(table, COLUMNS), limit);
  },
);

Then('the log of its controller has no line at a critical level about it', async function (this: SuiteWorld) {
  const controller = this.settings.target.controllers[this.require(it).word];
  await controllerLogMustHaveNoCriticalLine(this.cluster, this.require(it), controller);
});
