import { type DataTable, Given, Then, When } from '@cucumber/cucumber';
import { kindOf } from '../support/systems/kserve/kinds.ts';
import { changeObject, forceReconcile } from '../support/systems/kserve/manifests/deploy.ts';
import { changeOperator } from '../support/systems/kserve/manifests/operator-settings.ts';
import type { SettingRow } from '../support/systems/kserve/manifests/prepare.ts';
import { PARTS } from '../support/systems/kserve/parts.ts';
import {
  conditionMustMention,
  partsMustStayAway,
} from '../support/systems/kserve/service/promises-of-conditions.ts';
import { namespaceMustHold } from '../support/systems/kserve/service/promises-of-namespaces.ts';
import { tableOf } from '../support/tables.ts';
import type { Duration } from '../support/waiting/duration.ts';
import type { SuiteWorld } from '../support/world.ts';
import { noteChange } from './note-change.ts';
import { reading } from './reading.ts';
import { it, reconcile } from './slots.ts';

const SETTINGS = ['setting', 'value'] as const;

async function changeNamed(world: SuiteWorld, word: string, name: string, rows: SettingRow[]): Promise<void> {
  const { reference } = world.require(it);
  await noteChange(world);
  const changed = { ...kindOf(word), namespace: reference.namespace, name };
  await changeObject(world.cluster, changed, world.settings.target, rows);
}

Given(
  'these settings of the {kind} {string} have been changed:',
  async function (this: SuiteWorld, word: string, name: string, table: DataTable) {
    await changeNamed(this, word, name, tableOf(table, SETTINGS));
  },
);

When(
  'I change these settings of the {kind} {string}:',
  async function (this: SuiteWorld, word: string, name: string, table: DataTable) {
    await changeNamed(this, word, name, tableOf(table, SETTINGS));
  },
);

When('I change these settings of the operator:', async function (this: SuiteWorld, table: DataTable) {
  await noteChange(this);
  const controller = this.settings.target.controllers[this.require(it).word];
  await changeOperator(this.cluster, controller, tableOf(table, SETTINGS));
});

When('I annotate it to force a reconcile', async function (this: SuiteWorld) {
  this.remember(reconcile, await forceReconcile(this.cluster, this.require(it)));
});

Then('its condition {string} mentions:', async function (this: SuiteWorld, type: string, table: DataTable) {
  await conditionMustMention(this, reading(this), type, tableOf(table, ['check', 'text']));
});

Then(
  'it has none of these parts for {duration}:',
  async function (this: SuiteWorld, span: Duration, table: DataTable) {
    await partsMustStayAway(this, reading(this), tableOf(table, ['check', 'part'], { part: PARTS }), span);
  },
);

Then(
  'the namespace of the controller of {kind}s holds these objects:',
  async function (this: SuiteWorld, word: string, table: DataTable) {
    const namespace = this.settings.target.controllers[word]?.namespace ?? '';
    await namespaceMustHold(this, this.cluster, namespace, tableOf(table, ['check', 'object', 'with']));
  },
);
