import { Given, Then, When } from '@cucumber/cucumber';
import type { Amount } from '../support/amounts/amount.ts';
import type { PodGroup } from '../support/systems/kserve/pod-groups.ts';
import {
  askWithoutAny,
  losePod,
  mustBeUnserved,
  mustHaveFailed,
  noPodMustBeNew,
} from '../support/systems/kserve/pods/losses.ts';
import { allPods } from '../support/systems/kserve/pods/promises-of-all-pods.ts';
import { holdDialogues } from '../support/systems/kserve/requests/dialogues.ts';
import {
  requestsMustReach,
  requestsMustReachEach,
  tokensMustComeFromOne,
  type Work,
} from '../support/systems/kserve/requests/hand-over.ts';
import { ask, endpointOf, routeHasCome } from '../support/systems/kserve/requests/requests.ts';
import { newSession } from '../support/systems/kserve/requests/sessions.ts';
import type { Latency } from '../support/waiting/duration.ts';
import type { SuiteWorld } from '../support/world.ts';
import { its } from './its.ts';
import { optionsOf, rememberWork, sessionOf } from './session-options.ts';
import { answer, dialogues, it, podsBefore, session, work } from './slots.ts';

/** Groups of pods that work on requests. */
type Servers = keyof Work['groups'];

Given('a question in a new session has failed', async function (this: SuiteWorld) {
  const subject = this.require(it);
  this.remember(podsBefore, await allPods(this.cluster, subject));
  await rememberWork(this);
  const endpoint = await endpointOf(this.cluster, subject);
  const asked = await ask(this.cluster, endpoint, 'Is anybody there?', optionsOf(this, newSession()));
  this.record(asked.exchange);
  mustHaveFailed(asked);
});

When(
  'all of its {pods} are lost and I ask it {string} in a new session',
  async function (this: SuiteWorld, pods: PodGroup, text: string) {
    const endpoint = await endpointOf(this.cluster, this.require(it));
    await rememberWork(this);
    const asked = await askWithoutAny(this.cluster, its(this, pods), () =>
      ask(this.cluster, endpoint, text, optionsOf(this, sessionOf(this, 'a new session'))),
    );
    this.record(asked.exchange);
    this.remember(answer, asked);
  },
);

When('the pod of the session is lost', async function (this: SuiteWorld) {
  const { pod = '' } = this.require(session);
  await rememberWork(this);
  await losePod(this.cluster, this.require(it), pod);
});

When(
  'I ask it {int} questions about a text of {int} words, each in a session of its own and with a follow-up',
  async function (this: SuiteWorld, count: number, words: number) {
    const endpoint = await endpointOf(this.cluster, this.require(it));
    await routeHasCome(this.cluster, endpoint, { signal: this.signal });
    await rememberWork(this);
    const sessions = Array.from({ length: count }, newSession).map((own) => ({
      session: own,
      options: optionsOf(this, own),
    }));
    const held = await holdDialogues(this.cluster, endpoint, sessions, words);
    this.record(...held.flatMap(({ first, followUp }) => [first.exchange, followUp.exchange]));
    this.remember(dialogues, held);
  },
);

Then(
  '{amount} request(s) was/were worked on by its {pods}',
  async function (this: SuiteWorld, amount: Amount, pods: PodGroup) {
    await requestsMustReach(this.cluster, this.require(it), this.require(work), pods as Servers, amount);
  },
);

Then(
  'each of its {pods} worked on {amount} of the requests',
  async function (this: SuiteWorld, pods: PodGroup, amount: Amount) {
    await requestsMustReachEach(this.cluster, this.require(it), this.require(work), pods as Servers, amount);
  },
);

Then('one of its {pods} wrote all tokens of the answer', async function (this: SuiteWorld, pods: PodGroup) {
  const subject = this.require(it);
  await tokensMustComeFromOne(
    this.cluster,
    subject,
    this.require(work),
    pods as Servers,
    this.require(answer),
  );
});

Then('the question fails for want of a server within {latency}', function (this: SuiteWorld, limit: Latency) {
  mustBeUnserved(this.require(answer), limit);
});

Then('none of its pods is new, and none has restarted', async function (this: SuiteWorld) {
  await noPodMustBeNew(this.cluster, this.require(it), this.require(podsBefore));
});
