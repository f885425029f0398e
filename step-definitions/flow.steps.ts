import { Given, Then, When } from '@cucumber/cucumber';
import type { Amount } from '../support/amounts/amount.ts';
import { beforeChange, deleteWorkloadPods, killEveryPod } from '../support/systems/kserve/changes.ts';
import {
  beginFlow,
  eachPodMustHaveServed,
  requestsMustSucceedAgain,
  workloadMustServeAll,
} from '../support/systems/kserve/promises-of-flows.ts';
import type { Duration } from '../support/waiting/duration.ts';
import type { SuiteWorld } from '../support/world.ts';
import { batch, change, flow, it } from './slots.ts';

Given(
  '{int} requests have begun to flow, one every {duration}',
  async function (this: SuiteWorld, count: number, pace: Duration) {
    const requests = await beginFlow(this.cluster, this.require(it), { count, pace }, this.signal);
    this.onEnd(() => requests.stop());
    this.remember(flow, requests);
  },
);

When('{int} of its workload pods is/are killed', async function (this: SuiteWorld, count: number) {
  this.remember(change, await beforeChange(this.cluster, this.require(it)));
  this.require(flow).mark();
  await deleteWorkloadPods(this.cluster, this.require(it), count, true);
});

When('all of its pods are killed, its scheduler too', async function (this: SuiteWorld) {
  this.remember(change, await beforeChange(this.cluster, this.require(it)));
  this.require(flow).mark();
  await killEveryPod(this.cluster, this.require(it));
});

Then('requests succeed again within {duration}', async function (this: SuiteWorld, limit: Duration) {
  await requestsMustSucceedAgain(this.cluster, this.require(flow), limit);
});

Then('its workload pods serve all of {int} more requests', async function (this: SuiteWorld, count: number) {
  const plan = { count, signal: this.signal, flow: this.recall(flow) };
  const sent = await workloadMustServeAll(this.cluster, this.require(it), plan);
  this.record(...sent.exchanges);
  this.remember(batch, sent);
});

Then(
  'each of its workload pods served {amount} of these requests',
  async function (this: SuiteWorld, amount: Amount) {
    await eachPodMustHaveServed(this.cluster, this.require(it), this.require(batch), amount);
  },
);
