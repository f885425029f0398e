import { type DataTable, Given, Then, When } from '@cucumber/cucumber';
import type { Amount } from '../support/amounts/amount.ts';
import { figuresMustHold, measure } from '../support/systems/kserve/figures/figures.ts';
import { useDuring } from '../support/systems/kserve/figures/resource-use.ts';
import {
  allMustSucceed,
  type Batch,
  eachPodMustServe,
  outageMustBeAtMost,
  requestsMustFail,
  streakMustReach,
} from '../support/systems/kserve/requests/promises-of-traffic.ts';
import { endpointOf, routeHasCome, sender } from '../support/systems/kserve/requests/requests.ts';
import { countsNow } from '../support/systems/kserve/requests/served-counts.ts';
import { nameOf } from '../support/systems/kserve/served.ts';
import { tableOf } from '../support/tables.ts';
import { sendBatch, sendUntil } from '../support/traffic/batch.ts';
import { Flow } from '../support/traffic/flow.ts';
import type { Latency } from '../support/waiting/duration.ts';
import type { SuiteWorld } from '../support/world.ts';
import { measured } from './reading.ts';
import { batch, change, flow, it, used } from './slots.ts';

async function sendRequests(world: SuiteWorld, count: number, atOnce: number): Promise<Batch> {
  const subject = world.require(it);
  const endpoint = await endpointOf(world.cluster, subject);
  await routeHasCome(world.cluster, endpoint, { headers: endpoint.headers ?? {}, signal: world.signal });
  const before = await countsNow(world.cluster, subject);
  const exchanges = await sendBatch(count, atOnce, sender(world.cluster, endpoint), world.signal);
  world.record(...exchanges);
  return { to: endpoint.name, exchanges, before };
}

Given('requests have been flowing at {int} a second', async function (this: SuiteWorld, perSecond: number) {
  const endpoint = await endpointOf(this.cluster, this.require(it));
  const requests = new Flow(perSecond, sender(this.cluster, endpoint), this.signal, {
    to: nameOf(this.require(it)),
  });
  requests.start();
  this.onEnd(() => requests.stop());
  await streakMustReach(this.cluster, requests, 'all', perSecond, {
    milliseconds: 30_000,
    text: '30 seconds',
  });
  this.remember(flow, requests);
});

When('I send it {int} requests one after another', async function (this: SuiteWorld, count: number) {
  this.remember(batch, await sendRequests(this, count, 1));
});

When(
  'I send it {int} requests {int} at a time',
  async function (this: SuiteWorld, count: number, atOnce: number) {
    this.remember(batch, await sendRequests(this, count, atOnce));
  },
);

When(
  'its CPU and memory are measured while it answers {int} requests at a time',
  async function (this: SuiteWorld, atOnce: number) {
    const endpoint = await endpointOf(this.cluster, this.require(it));
    const send = sender(this.cluster, endpoint);
    const before = await countsNow(this.cluster, this.require(it));
    const seen = await useDuring(this.cluster, this.require(it), (enough) =>
      sendUntil(enough, atOnce, send, this.signal),
    );
    this.remember(batch, { to: endpoint.name, exchanges: seen.value, before });
    this.remember(used, seen.used);
  },
);

Then('all of the requests succeed', function (this: SuiteWorld) {
  allMustSucceed(this.require(batch));
});

Then(
  'these figures were measured on its workload pods and recorded:',
  async function (this: SuiteWorld, table: DataTable) {
    const rows = tableOf(table, ['check', 'figure', 'limit']);
    const figures = await measure(await measured(this), rows);
    await this.recordFigures(figures);
    await figuresMustHold(this, nameOf(this.require(it)), figures, rows);
  },
);

Then(
  'each of its workload pods served {amount} of the requests after the change',
  async function (this: SuiteWorld, amount: Amount) {
    await eachPodMustServe(this.cluster, this.require(it), this.require(change).served, amount);
  },
);

Then('requests failed for at most {latency}', async function (this: SuiteWorld, limit: Latency) {
  await outageMustBeAtMost(this.cluster, this.require(flow), limit);
});

Then(
  '{amount} of the requests after the change fail(s) within {latency} because of {string}',
  async function (this: SuiteWorld, amount: Amount, limit: Latency, word: string) {
    const statuses = this.words('kserve').list(word);
    await requestsMustFail(this.cluster, this.require(flow), amount, statuses, limit);
  },
);
