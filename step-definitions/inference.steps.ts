import { type DataTable, Given, Then, When } from '@cucumber/cucumber';
import {
  mustBecomeUnreachable,
  mustBeUnreachable,
} from '../support/systems/kserve/requests/gateway-requests.ts';
import {
  answersMustNameServers,
  headersMustHold,
} from '../support/systems/kserve/requests/promises-of-answers.ts';
import {
  answerMustArriveWithin,
  answerMustBeComplete,
  ask,
  endpointOf,
} from '../support/systems/kserve/requests/requests.ts';
import { tableOf } from '../support/tables.ts';
import type { Duration, Latency } from '../support/waiting/duration.ts';
import type { SuiteWorld } from '../support/world.ts';
import { reading } from './reading.ts';
import { rememberWork } from './session-options.ts';
import { answer, batch, it } from './slots.ts';

Given('it has answered {string}', async function (this: SuiteWorld, text: string) {
  const endpoint = await endpointOf(this.cluster, this.require(it));
  const asked = await ask(this.cluster, endpoint, text, { signal: this.signal });
  answerMustBeComplete(asked);
});

async function askIt(world: SuiteWorld, text: string, tokens?: number): Promise<void> {
  const endpoint = await endpointOf(world.cluster, world.require(it));
  await rememberWork(world);
  const asked = await ask(world.cluster, endpoint, text, { signal: world.signal }, tokens);
  world.record(asked.exchange);
  world.remember(answer, asked);
}

When('I ask it {string}', async function (this: SuiteWorld, text: string) {
  await askIt(this, text);
});

When(
  'I ask it {string} for an answer of {int} tokens',
  async function (this: SuiteWorld, text: string, tokens: number) {
    await askIt(this, text, tokens);
  },
);

Then('the answer is a complete chat completion', function (this: SuiteWorld) {
  answerMustBeComplete(this.require(answer));
});

Then('the answer arrived within {latency}', function (this: SuiteWorld, limit: Latency) {
  answerMustArriveWithin(this.require(answer), limit);
});

Then('the answer carries these headers:', async function (this: SuiteWorld, table: DataTable) {
  const rows = tableOf(table, ['check', 'header', 'value']);
  const { before } = this.require(batch);
  await headersMustHold(this, reading(this), { asked: this.require(answer), before }, rows);
});

Then(
  '{string} of each answer names the pod that served it',
  async function (this: SuiteWorld, header: string) {
    await answersMustNameServers(reading(this), header, this.require(batch));
  },
);

Then('it cannot be reached through any gateway', async function (this: SuiteWorld) {
  await mustBeUnreachable(this.cluster, this.require(it), { signal: this.signal });
});

Then('no gateway leads to it any more within {duration}', async function (this: SuiteWorld, limit: Duration) {
  await mustBecomeUnreachable(this.cluster, this.require(it), limit, { signal: this.signal });
});
