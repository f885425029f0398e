import { Given, Then, When } from '@cucumber/cucumber';
import type { Amount } from '../support/amounts/amount.ts';
import type { Batch } from '../support/systems/kserve/requests/promises-of-traffic.ts';
import {
  answerMustBeComplete,
  ask,
  endpointOf,
  sender,
} from '../support/systems/kserve/requests/requests.ts';
import { countsNow } from '../support/systems/kserve/requests/served-counts.ts';
import {
  newSession,
  onlyServer,
  type Session,
  type SessionWords,
  type Share,
  shareMustBe,
} from '../support/systems/kserve/requests/sessions.ts';
import { sessionsMustStay } from '../support/systems/kserve/requests/sessions-in-turn.ts';
import { nameOf } from '../support/systems/kserve/served.ts';
import { sendBatch } from '../support/traffic/batch.ts';
import type { SuiteWorld } from '../support/world.ts';
import { optionsOf, rememberWork, sessionOf } from './session-options.ts';
import { answer, batch, it, session } from './slots.ts';

async function askIn(world: SuiteWorld, text: string, of: Session, tokens?: number): Promise<void> {
  const endpoint = await endpointOf(world.cluster, world.require(it));
  await rememberWork(world);
  const before = await countsNow(world.cluster, world.require(it));
  const asked = await ask(world.cluster, endpoint, text, optionsOf(world, of), tokens);
  world.record(asked.exchange);
  world.remember(answer, asked);
  world.remember(batch, { to: asked.to, exchanges: [asked.exchange], before });
}

async function sendIn(world: SuiteWorld, count: number, atOnce: number, words: SessionWords): Promise<Batch> {
  const subject = world.require(it);
  const only = words === 'new sessions' ? undefined : sessionOf(world, words);
  const send = sender(world.cluster, await endpointOf(world.cluster, subject), () =>
    optionsOf(world, only ?? newSession()),
  );
  const before = await countsNow(world.cluster, subject);
  const exchanges = await sendBatch(count, atOnce, send, world.signal);
  world.record(...exchanges);
  return { to: nameOf(subject), exchanges, before };
}

Given('a session in which {string} was answered', async function (this: SuiteWorld, text: string) {
  const begun = newSession();
  const before = await countsNow(this.cluster, this.require(it));
  await askIn(this, text, begun);
  answerMustBeComplete(this.require(answer));
  this.remember(session, { ...begun, pod: await onlyServer(this.cluster, this.require(it), before) });
});

When('I ask it {string} in {session}', async function (this: SuiteWorld, text: string, words: SessionWords) {
  await askIn(this, text, sessionOf(this, words));
});

When(
  'I ask it {string} in {session} for an answer of {int} tokens',
  async function (this: SuiteWorld, text: string, words: SessionWords, tokens: number) {
    await askIn(this, text, sessionOf(this, words), tokens);
  },
);

When(
  'I send it {int} requests one after another in {session}',
  async function (this: SuiteWorld, count: number, words: SessionWords) {
    this.remember(batch, await sendIn(this, count, 1, words));
  },
);

When(
  'I send it {int} requests {int} at a time in {session}',
  async function (this: SuiteWorld, count: number, atOnce: number, words: SessionWords) {
    this.remember(batch, await sendIn(this, count, atOnce, words));
  },
);

Then(
  '{amount} of the requests was/were served by {share}',
  async function (this: SuiteWorld, amount: Amount, share: Share) {
    const { before } = this.require(batch);
    await shareMustBe(this.cluster, this.require(it), this.require(session), before, amount, share);
  },
);

Then(
  '{int} new sessions of {int} requests each stay on their pods while they take turns',
  async function (this: SuiteWorld, count: number, requests: number) {
    const sessions = Array.from({ length: count }, () => optionsOf(this, newSession()));
    const plan = { sessions, requests, signal: this.signal };
    this.record(...(await sessionsMustStay(this.cluster, this.require(it), plan)));
  },
);
