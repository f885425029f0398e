import { type DataTable, Then, When } from '@cucumber/cucumber';
import type { Amount } from '../support/amounts/amount.ts';
import { spoken } from '../support/systems/kserve/expected.ts';
import type { PodGroup } from '../support/systems/kserve/pod-groups.ts';
import { deleteWorkloadPods } from '../support/systems/kserve/pods/changes.ts';
import { podsMustHaveSettings } from '../support/systems/kserve/pods/pod-settings.ts';
import { podsMustAnswerAt } from '../support/systems/kserve/pods/promises-of-all-pods.ts';
import {
  everyContainerMustBeReady,
  everyPodMust,
  type PodState,
  podsMustBe,
  podsMustEndIn,
  podsMustHaveContainers,
  podsMustHaveRestarted,
  podsMustHaveRunFor,
} from '../support/systems/kserve/pods/promises-of-pods.ts';
import { podsInAllMustBe } from '../support/systems/kserve/pods/scaling.ts';
import { isSound } from '../support/systems/kserve/pods.ts';
import { tableOf } from '../support/tables.ts';
import { type Duration, minutes, seconds } from '../support/waiting/duration.ts';
import type { SuiteWorld } from '../support/world.ts';
import { its } from './its.ts';
import { noteChange } from './note-change.ts';
import { reading } from './reading.ts';

/** A state that a ready service is in already: the wait only bridges the delay of a cache. */
const AT_ONCE = seconds(10);

When('{int} of its {pods} is/are deleted', async function (this: SuiteWorld, count: number, pods: PodGroup) {
  await noteChange(this);
  await deleteWorkloadPods(this.cluster, its(this, pods), count);
});

Then(
  '{amount} of its {pods} is/are {podState}',
  async function (this: SuiteWorld, amount: Amount, pods: PodGroup, state: PodState) {
    await podsMustBe(this.cluster, its(this, pods), amount, state, { limit: AT_ONCE });
  },
);

Then(
  '{amount} of its {pods} is/are {podState} within {duration}',
  async function (this: SuiteWorld, amount: Amount, pods: PodGroup, state: PodState, limit: Duration) {
    await podsMustBe(this.cluster, its(this, pods), amount, state, { limit });
  },
);

Then(
  '{amount} of its {pods} stay(s) ready for {duration}',
  async function (this: SuiteWorld, amount: Amount, pods: PodGroup, span: Duration) {
    const limit = minutes((2 * span.milliseconds) / 60_000);
    await podsMustBe(this.cluster, its(this, pods), amount, 'ready', { limit, stableFor: span });
  },
);

Then(
  'none of its {pods} is left within {duration}',
  async function (this: SuiteWorld, pods: PodGroup, limit: Duration) {
    await podsInAllMustBe(this.cluster, its(this, pods), { least: 0, most: 0 }, limit);
  },
);

Then(
  'its {pods} end in {string} within {duration}',
  async function (this: SuiteWorld, pods: PodGroup, reason: string, limit: Duration) {
    await podsMustEndIn(this.cluster, its(this, pods), spoken(reason, reading(this)), limit);
  },
);

Then(
  'its {pods} have restarted {amount} times within {duration}',
  async function (this: SuiteWorld, pods: PodGroup, amount: Amount, limit: Duration) {
    await podsMustHaveRestarted(this.cluster, its(this, pods), amount, limit);
  },
);

Then(
  'its {pods} have run for {duration} without a restart',
  async function (this: SuiteWorld, pods: PodGroup, span: Duration) {
    await podsMustHaveRunFor(this.cluster, its(this, pods), span);
  },
);

Then('every container of its {pods} is ready', async function (this: SuiteWorld, pods: PodGroup) {
  await everyContainerMustBeReady(this.cluster, its(this, pods));
});

Then('none of its {pods} is in an error state', async function (this: SuiteWorld, pods: PodGroup) {
  await everyPodMust(this.cluster, its(this, pods), `none of its ${pods} in an error state`, isSound);
});

Then(
  'none of its {pods} carries a label of {string}',
  async function (this: SuiteWorld, pods: PodGroup, domain: string) {
    await everyPodMust(
      this.cluster,
      its(this, pods),
      `none of its ${pods} with a label of ${domain}`,
      (pod) => Object.keys(pod.metadata.labels ?? {}).every((key) => !key.startsWith(`${domain}/`)),
      (pod) => `${pod.metadata.name} with ${Object.keys(pod.metadata.labels ?? {}).join(', ')}`,
    );
  },
);

Then(
  'each of its {pods} has these containers:',
  async function (this: SuiteWorld, pods: PodGroup, table: DataTable) {
    const about = { ...reading(this), subject: its(this, pods) };
    await podsMustHaveContainers(this, about, tableOf(table, ['check', 'container', 'place']));
  },
);

Then(
  'each of its {pods} has these settings:',
  async function (this: SuiteWorld, pods: PodGroup, table: DataTable) {
    const about = { ...reading(this), subject: its(this, pods) };
    await podsMustHaveSettings(this, about, tableOf(table, ['check', 'setting', 'value']));
  },
);

Then(
  'each of its {pods} answers on port {int}',
  async function (this: SuiteWorld, pods: PodGroup, port: number) {
    await podsMustAnswerAt(this.cluster, its(this, pods), port);
  },
);

Then(
  'each of its {pods} runs under the service account {string}',
  async function (this: SuiteWorld, pods: PodGroup, account: string) {
    await everyPodMust(
      this.cluster,
      its(this, pods),
      `each of its ${pods} under the service account ${account}`,
      (pod) => pod.spec?.serviceAccountName === account,
      (pod) => `${pod.metadata.name} under ${pod.spec?.serviceAccountName}`,
    );
  },
);
