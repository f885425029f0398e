import { type DataTable, Then, When } from '@cucumber/cucumber';
import { filled } from '../support/systems/kserve/expected.ts';
import {
  answerMustComeFromItsPods,
  endpointBehind,
  gatewayMustNotLeadTo,
  requestsMustEndAs,
} from '../support/systems/kserve/requests/gateway-requests.ts';
import { ask } from '../support/systems/kserve/requests/requests.ts';
import { countsNow } from '../support/systems/kserve/requests/served-counts.ts';
import { tableOf } from '../support/tables.ts';
import type { SuiteWorld } from '../support/world.ts';
import { reading } from './reading.ts';
import { withFileNamespace } from './settings.ts';
import { answer, batch, it } from './slots.ts';

/** A gateway is called by its name, alone or with its namespace, or by a word of the release. */
async function gatewayOf(world: SuiteWorld, name: string): Promise<string> {
  const words = world.words('kserve');
  return words.has(name) ? words.text(name) : withFileNamespace(world, name);
}

When(
  'I ask it {string} through the gateway {string} at port {int} as {string}',
  async function (this: SuiteWorld, text: string, gateway: string, port: number, host: string) {
    const subject = this.require(it);
    const way = { gateway: await gatewayOf(this, gateway), port, host };
    const endpoint = await endpointBehind(this.cluster, subject, way);
    const before = await countsNow(this.cluster, subject);
    const asked = await ask(this.cluster, endpoint, text, { signal: this.signal });
    this.record(asked.exchange);
    this.remember(answer, asked);
    this.remember(batch, { exchanges: [asked.exchange], before });
  },
);

Then('the answer comes from one of its workload pods', async function (this: SuiteWorld) {
  await answerMustComeFromItsPods(this.cluster, this.require(it), this.require(batch));
});

Then('the gateway {string} does not lead to it', async function (this: SuiteWorld, gateway: string) {
  const way = await gatewayOf(this, gateway);
  await gatewayMustNotLeadTo(this.cluster, this.require(it), way, { signal: this.signal });
});

Then(
  'requests through the gateway {string} end like this:',
  async function (this: SuiteWorld, gateway: string, table: DataTable) {
    const rows = tableOf(table, ['check', 'port', 'host', 'path', 'header', 'answer']).map((row) => ({
      ...row,
      path: filled(row.path, reading(this)),
    }));
    const way = await gatewayOf(this, gateway);
    await requestsMustEndAs(this, this.cluster, this.require(it), way, rows, { signal: this.signal });
  },
);
