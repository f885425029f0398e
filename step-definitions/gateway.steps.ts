import { type DataTable, Then, When } from '@cucumber/cucumber';
import { filled, spoken } from '../support/systems/kserve/expected.ts';
import { listenerMustReport } from '../support/systems/kserve/gateways.ts';
import { addressesMustLeadTo, gatewayMustAnswer } from '../support/systems/kserve/requests/addresses.ts';
import {
  answerMustComeFromItsPods,
  endpointBehind,
  gatewayMustNeverLeadTo,
  gatewayMustNotLeadTo,
  requestsMustEndAs,
  type WayIn,
} from '../support/systems/kserve/requests/gateway-requests.ts';
import { ask } from '../support/systems/kserve/requests/requests.ts';
import { countsNow } from '../support/systems/kserve/requests/served-counts.ts';
import type { Truth } from '../support/systems/kserve/served.ts';
import { tableOf } from '../support/tables.ts';
import type { Duration } from '../support/waiting/duration.ts';
import type { SuiteWorld } from '../support/world.ts';
import { reading } from './reading.ts';
import { withFileNamespace } from './settings.ts';
import { answer, batch, it } from './slots.ts';

/** A gateway is called by its name, alone or with its namespace, or by a word of the release. */
async function gatewayOf(world: SuiteWorld, name: string): Promise<string> {
  const words = world.words('kserve');
  return words.has(name) ? words.text(name) : withFileNamespace(world, name);
}

async function askThrough(world: SuiteWorld, text: string, name: string, at: Omit<WayIn, 'gateway'>) {
  const subject = world.require(it);
  const way = { ...at, gateway: await gatewayOf(world, name) };
  const endpoint = await endpointBehind(world.cluster, subject, way);
  const before = await countsNow(world.cluster, subject);
  const asked = await ask(world.cluster, endpoint, text, { signal: world.signal });
  world.record(asked.exchange);
  world.remember(answer, asked);
  world.remember(batch, { to: endpoint.name, exchanges: [asked.exchange], before });
}

When(
  'I ask it {string} through the gateway {string} at port {int} as {string}',
  async function (this: SuiteWorld, text: string, gateway: string, port: number, host: string) {
    await askThrough(this, text, gateway, { port, host });
  },
);

When(
  'I ask it {string} over HTTPS through the gateway {string} at port {int} as {string}, trusting the certificate {string} alone',
  async function (
    this: SuiteWorld,
    text: string,
    gateway: string,
    port: number,
    host: string,
    secret: string,
  ) {
    await askThrough(this, text, gateway, { port, host, secret });
  },
);

Then(
  'its listener {string} reports {string} as {truth} within {duration}',
  async function (this: SuiteWorld, listener: string, type: string, status: Truth, limit: Duration) {
    await listenerMustReport(this.cluster, this.require(it), listener, type, status, limit);
  },
);

Then(
  'its listener {string} reports {string} as {truth} within {duration} because {string}',
  async function (
    this: SuiteWorld,
    listener: string,
    type: string,
    status: Truth,
    limit: Duration,
    because: string,
  ) {
    const reasons = [spoken(because, reading(this))];
    await listenerMustReport(this.cluster, this.require(it), listener, type, status, limit, reasons);
  },
);

Then(
  'it answers at each of its addresses within {duration}',
  async function (this: SuiteWorld, limit: Duration) {
    await gatewayMustAnswer(this.cluster, this.require(it), limit, { signal: this.signal });
  },
);

Then('each address of its status leads to it', async function (this: SuiteWorld) {
  await addressesMustLeadTo(this.cluster, this.require(it), { signal: this.signal });
});

Then('the answer comes from one of its workload pods', async function (this: SuiteWorld) {
  await answerMustComeFromItsPods(this.cluster, this.require(it), this.require(batch));
});

Then('the gateway {string} does not lead to it', async function (this: SuiteWorld, gateway: string) {
  const way = await gatewayOf(this, gateway);
  await gatewayMustNotLeadTo(this.cluster, this.require(it), way, { signal: this.signal });
});

Then(
  'the gateway {string} does not lead to it for {duration}',
  async function (this: SuiteWorld, gateway: string, span: Duration) {
    const way = await gatewayOf(this, gateway);
    await gatewayMustNeverLeadTo(this.cluster, this.require(it), way, span, { signal: this.signal });
  },
);

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
