import { Given, Then, When } from '@cucumber/cucumber';
import type { Amount } from '../support/amounts/amount.ts';
import { deleteWorkloadPods, killEveryPod } from '../support/systems/kserve/pods/changes.ts';
import { keepAsking } from '../support/systems/kserve/requests/conversations.ts';
import { answersMustBeWhole, beginLongAnswers } from '../support/systems/kserve/requests/long-answers.ts';
import {
  allMoreMustSucceed,
  beginFlow,
  requestsMustSucceedAgain,
  workloadMustServeAll,
} from '../support/systems/kserve/requests/promises-of-flows.ts';
import { eachPodMustServe, streakMustReach } from '../support/systems/kserve/requests/promises-of-traffic.ts';
import type { SessionWords } from '../support/systems/kserve/requests/sessions.ts';
import type { Duration, Latency } from '../support/waiting/duration.ts';
import type { SuiteWorld } from '../support/world.ts';
import { noteChange } from './note-change.ts';
import { optionsOf, sessionOf } from './session-options.ts';
import { batch, change, flow, it, longAnswers } from './slots.ts';

Given(
  '{int} requests have begun to flow, one every {duration}',
  async function (this: SuiteWorld, count: number, pace: Duration) {
    const requests = await beginFlow(this.cluster, this.require(it), { count, pace }, this.signal);
    this.onEnd(() => requests.stop());
    this.remember(flow, requests);
  },
);

Given(
  '{int} long answers at a time are on their way, some from each of its workload pods',
  async function (this: SuiteWorld, count: number) {
    const answers = await beginLongAnswers(this.cluster, this.require(it), count, this.signal);
    this.onEnd(() => answers.stop());
    this.remember(longAnswers, answers);
  },
);

When('{int} of its workload pods is/are killed', async function (this: SuiteWorld, count: number) {
  await noteChange(this);
  await deleteWorkloadPods(this.cluster, this.require(it), count, true);
});

When('all of its pods are killed, its scheduler too', async function (this: SuiteWorld) {
  await noteChange(this);
  await killEveryPod(this.cluster, this.require(it));
});

Then('requests succeed again within {duration}', async function (this: SuiteWorld, limit: Duration) {
  const about = { flow: this.require(flow), former: this.require(change).pods };
  await requestsMustSucceedAgain(this.cluster, this.require(it), about, limit);
});

Then('its workload pods serve all of {int} more requests', async function (this: SuiteWorld, count: number) {
  const plan = { count, signal: this.signal, flow: this.recall(flow) };
  const sent = await workloadMustServeAll(this.cluster, this.require(it), plan);
  this.record(...sent.exchanges);
  this.remember(batch, sent);
});

async function sendMore(world: SuiteWorld, count: number): Promise<void> {
  const plan = { count, signal: world.signal, flow: world.recall(flow) };
  const sent = await allMoreMustSucceed(world.cluster, world.require(it), plan);
  world.record(...sent.exchanges);
  world.remember(batch, sent);
}

Then('all of {int} more requests succeed', async function (this: SuiteWorld, count: number) {
  await sendMore(this, count);
});

Then(
  '{int} requests in a row succeed within {latency}, then all of {int} more',
  async function (this: SuiteWorld, count: number, limit: Latency, more: number) {
    await streakMustReach(this.cluster, this.require(flow), 'after', count, limit);
    await sendMore(this, more);
  },
);

Then(
  '{string} in {session} is answered within {latency}, then all of {int} more requests',
  async function (this: SuiteWorld, text: string, words: SessionWords, limit: Latency, more: number) {
    const of = sessionOf(this, words);
    await keepAsking(this.cluster, this.require(it), of, text, limit, optionsOf(this, of));
    await sendMore(this, more);
  },
);

Then(
  'each of its workload pods served {amount} of these requests',
  async function (this: SuiteWorld, amount: Amount) {
    await eachPodMustServe(this.cluster, this.require(it), this.require(batch).before, amount);
  },
);

Then('every long answer came whole', async function (this: SuiteWorld) {
  const answers = await this.require(longAnswers).stop();
  this.record(...answers.map(({ exchange }) => exchange));
  answersMustBeWhole(answers);
});
