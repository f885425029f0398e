import { type DataTable, Then, When } from '@cucumber/cucumber';
import type { Amount } from '../support/amounts/amount.ts';
import { beforeChange } from '../support/systems/kserve/changes.ts';
import {
  allContainersReady,
  deleteWorkloadPods,
  everyPodMust,
  isSound,
  type PodState,
  podsMustBe,
  podsMustEndIn,
  podsMustHaveContainers,
  podsMustHaveRestarted,
  podsMustHaveRunFor,
} from '../support/systems/kserve/promises-of-pods.ts';
import { tableOf } from '../support/tables.ts';
import { type Duration, minutes, seconds } from '../support/waiting/duration.ts';
import type { SuiteWorld } from '../support/world.ts';
import { change, flow, it } from './slots.ts';

/** A state that a ready service is in already: the wait only bridges the delay of a cache. */
const AT_ONCE = seconds(10);

When('{int} of its workload pods is/are deleted', async function (this: SuiteWorld, count: number) {
  const subject = this.require(it);
  this.remember(change, await beforeChange(this.cluster, subject));
  this.require(flow).mark();
  await deleteWorkloadPods(this.cluster, subject, count);
});

Then(
  '{amount} of its workload pods is/are {podState}',
  async function (this: SuiteWorld, amount: Amount, state: PodState) {
    await podsMustBe(this.cluster, this.require(it), amount, state, { limit: AT_ONCE });
  },
);

Then(
  '{amount} of its workload pods is/are {podState} within {duration}',
  async function (this: SuiteWorld, amount: Amount, state: PodState, limit: Duration) {
    await podsMustBe(this.cluster, this.require(it), amount, state, { limit });
  },
);

Then(
  '{amount} of its workload pods stay(s) ready for {duration}',
  async function (this: SuiteWorld, amount: Amount, span: Duration) {
    const limit = minutes((2 * span.milliseconds) / 60_000);
    await podsMustBe(this.cluster, this.require(it), amount, 'ready', { limit, stableFor: span });
  },
);

Then(
  'none of its workload pods is left within {duration}',
  async function (this: SuiteWorld, limit: Duration) {
    await podsMustBe(this.cluster, this.require(it), { least: 0, most: 0 }, 'running', { limit });
  },
);

Then(
  'its workload pods end in {string} within {duration}',
  async function (this: SuiteWorld, reason: string, limit: Duration) {
    await podsMustEndIn(this.cluster, this.require(it), reason, limit);
  },
);

Then(
  'its workload pods have restarted {amount} times within {duration}',
  async function (this: SuiteWorld, amount: Amount, limit: Duration) {
    await podsMustHaveRestarted(this.cluster, this.require(it), amount, limit);
  },
);

Then(
  'its workload pods have run for {duration} without a restart',
  async function (this: SuiteWorld, span: Duration) {
    await podsMustHaveRunFor(this.cluster, this.require(it), span);
  },
);

Then('every container of its workload pods is ready', async function (this: SuiteWorld) {
  await everyPodMust(
    this.cluster,
    this.require(it),
    'every container of its workload pods to be ready',
    allContainersReady,
  );
});

Then('none of its workload pods is in an error state', async function (this: SuiteWorld) {
  await everyPodMust(this.cluster, this.require(it), 'none of its workload pods in an error state', isSound);
});

Then(
  'none of its workload pods carries a label of {string}',
  async function (this: SuiteWorld, domain: string) {
    await everyPodMust(
      this.cluster,
      this.require(it),
      `no workload pod with a label of ${domain}`,
      (pod) => Object.keys(pod.metadata.labels ?? {}).every((key) => !key.startsWith(`${domain}/`)),
      (pod) => `${pod.metadata.name} with ${Object.keys(pod.metadata.labels ?? {}).join(', ')}`,
    );
  },
);

Then('each of its workload pods has these containers:', async function (this: SuiteWorld, table: DataTable) {
  await podsMustHaveContainers(
    this,
    this.cluster,
    this.require(it),
    tableOf(table, ['check', 'container', 'place']),
  );
});

Then(
  'each of its workload pods runs under the service account {string}',
  async function (this: SuiteWorld, account: string) {
    await everyPodMust(
      this.cluster,
      this.require(it),
      `every workload pod under the service account ${account}`,
      (pod) => pod.spec?.serviceAccountName === account,
      (pod) => `${pod.metadata.name} under ${pod.spec?.serviceAccountName}`,
    );
  },
);
