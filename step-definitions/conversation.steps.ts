import { Given, Then, When } from '@cucumber/cucumber';
import {
  answerMustTakeIn,
  followUpsWithCache,
  keepAsking,
  mustHaveTakenLonger,
  openAbout,
} from '../support/systems/kserve/requests/conversations.ts';
import { aboutText, saidIn } from '../support/systems/kserve/requests/dialogues.ts';
import { promptTime } from '../support/systems/kserve/requests/hand-over.ts';
import { answerMustNotMention, endpointOf, goOn } from '../support/systems/kserve/requests/requests.ts';
import { newSession, type SessionWords } from '../support/systems/kserve/requests/sessions.ts';
import { nameOf } from '../support/systems/kserve/served.ts';
import type { Latency } from '../support/waiting/duration.ts';
import type { SuiteWorld } from '../support/world.ts';
import { optionsOf, rememberWork, sessionOf } from './session-options.ts';
import { answer, earlier, it, session, withCache, work } from './slots.ts';

Given(
  'a session about a text of {int} words in which {string} and {int} follow-ups were answered',
  async function (this: SuiteWorld, words: number, text: string, count: number) {
    const begun = newSession();
    const options = optionsOf(this, begun);
    const about = { ...begun, about: aboutText(begun, words) };
    const open = await openAbout(this.cluster, this.require(it), about, text, options);
    this.remember(session, open);
    this.remember(withCache, await followUpsWithCache(this.cluster, this.require(it), open, count, options));
  },
);

When('I go on with {string} in the same session', async function (this: SuiteWorld, text: string) {
  const before = this.require(answer);
  const endpoint = await endpointOf(this.cluster, this.require(it));
  await rememberWork(this);
  const asked = await goOn(
    this.cluster,
    endpoint,
    saidIn(before),
    text,
    optionsOf(this, this.require(session)),
  );
  this.record(asked.exchange);
  this.remember(earlier, before);
  this.remember(answer, asked);
});

Then(
  '{string} in {session} is answered within {latency}',
  async function (this: SuiteWorld, text: string, words: SessionWords, limit: Latency) {
    const of = sessionOf(this, words);
    this.remember(
      answer,
      await keepAsking(this.cluster, this.require(it), of, text, limit, optionsOf(this, of)),
    );
  },
);

Then('the answer takes in the whole conversation', function (this: SuiteWorld) {
  answerMustTakeIn(this.require(answer), this.require(earlier));
});

Then('the answer does not mention {string}', function (this: SuiteWorld, text: string) {
  answerMustNotMention(this.require(answer), text);
});

Then(
  'its text took the servers at least {int} times as long as with the cache',
  async function (this: SuiteWorld, times: number) {
    const took = await promptTime(this.cluster, this.require(it), this.require(work), 'handed over');
    mustHaveTakenLonger(nameOf(this.require(it)), took, this.require(withCache), times);
  },
);
