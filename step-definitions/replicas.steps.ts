import { type DataTable, Given, Then, When } from '@cucumber/cucumber';
import type { Amount } from '../support/amounts/amount.ts';
import { createSubject } from '../support/systems/kserve/manifests/deploy.ts';
import { mustBeLoading, podsMustLoadTogether } from '../support/systems/kserve/pods/loading.ts';
import {
  endpointsMustAnswer,
  nothingMustLeadToRemovedPods,
} from '../support/systems/kserve/pods/promises-of-endpoints.ts';
import {
  earlierPodsMustBeGone,
  numbersMustHaveComeInOrder,
  podsInAllMustBe,
  podsMustTerminate,
  readyReplicasMustGo,
  scaleInHaste,
  scaleTo,
  tryToScaleTo,
} from '../support/systems/kserve/pods/scaling.ts';
import { zeroReplicasMustEndAs } from '../support/systems/kserve/pods/zero-replicas.ts';
import { attempted } from '../support/systems/kserve/service/attempts.ts';
import { tableOf } from '../support/tables.ts';
import type { Duration } from '../support/waiting/duration.ts';
import type { SuiteWorld } from '../support/world.ts';
import { noteChange } from './note-change.ts';
import { ownSubject } from './own-subject.ts';
import { attempt, change, it } from './slots.ts';

Given(
  'a/an {kind} of my own from {manifest} is still loading its model',
  async function (this: SuiteWorld, word: string, manifest: string) {
    const subject = await ownSubject(this, word, manifest);
    await createSubject(this.cluster, subject);
    await mustBeLoading(this.cluster, subject);
    this.remember(it, subject);
  },
);

When('I scale it to {int} replica(s)', async function (this: SuiteWorld, replicas: number) {
  await noteChange(this);
  await scaleTo(this.cluster, this.require(it), replicas);
});

When(
  'I scale it to {int}, then {int}, then {int} replicas in haste',
  async function (this: SuiteWorld, first: number, second: number, third: number) {
    await noteChange(this);
    await scaleInHaste(this.cluster, this.require(it), [first, second, third]);
  },
);

When('I try to scale it to {int} replica(s)', async function (this: SuiteWorld, replicas: number) {
  await noteChange(this);
  this.remember(attempt, await attempted(() => tryToScaleTo(this.cluster, this.require(it), replicas)));
});

Then(
  'its ready replicas go from {int} to {int} without a step back within {duration}',
  async function (this: SuiteWorld, from: number, to: number, limit: Duration) {
    await readyReplicasMustGo(this.cluster, this.require(it), this.require(change), { from, to }, limit);
  },
);

Then(
  'its Deployment was told {int}, {int} and {int} replicas in this order',
  async function (this: SuiteWorld, first: number, second: number, third: number) {
    await numbersMustHaveComeInOrder(this.cluster, this.require(it), [first, second, third]);
  },
);

Then(
  '{int} of its workload pods terminate while {int} keep running, within {duration}',
  async function (this: SuiteWorld, ending: number, staying: number, limit: Duration) {
    await podsMustTerminate(this.cluster, this.require(it), this.require(change), { ending, staying }, limit);
  },
);

Then(
  '{amount} of its workload pods exist(s) in all within {duration}',
  async function (this: SuiteWorld, amount: Amount, limit: Duration) {
    await podsInAllMustBe(this.cluster, this.require(it), amount, limit);
  },
);

Then('its workload pods downloaded and loaded the model at the same time', async function (this: SuiteWorld) {
  await podsMustLoadTogether(this.cluster, this.require(it), this.require(change));
});

Then(
  '{amount} of its earlier workload pods is/are gone within {duration}',
  async function (this: SuiteWorld, amount: Amount, limit: Duration) {
    await earlierPodsMustBeGone(this.cluster, this.require(it), this.require(change), amount, limit);
  },
);

Then('each endpoint of its inference pool is ready and answers', async function (this: SuiteWorld) {
  await endpointsMustAnswer(this.cluster, this.require(it));
});

Then(
  'nothing leads to the removed pods within {duration}',
  async function (this: SuiteWorld, limit: Duration) {
    await nothingMustLeadToRemovedPods(this.cluster, this.require(it), this.require(change), limit);
  },
);

Then(
  'of these outcomes the one that the release promises is seen within {duration}:',
  async function (this: SuiteWorld, limit: Duration, table: DataTable) {
    const { refusal } = this.require(attempt);
    const asked = { cluster: this.cluster, subject: this.require(it), refusal, limit };
    await zeroReplicasMustEndAs(this, this.words('kserve'), asked, tableOf(table, ['check', 'outcome']));
  },
);
