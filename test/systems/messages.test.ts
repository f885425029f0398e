import { match, throws } from 'node:assert/strict';
import { test } from 'node:test';
import type { Exchange } from '../../support/inference/client.ts';
import { mustBeUnserved, mustHaveFailed } from '../../support/systems/kserve/pods/losses.ts';
import {
  answerMustTakeIn,
  mustHaveTakenLonger,
} from '../../support/systems/kserve/requests/conversations.ts';
import { saidIn } from '../../support/systems/kserve/requests/dialogues.ts';
import { usageOf } from '../../support/systems/kserve/requests/hand-over.ts';
import { answersMustBeWhole } from '../../support/systems/kserve/requests/long-answers.ts';
import { allMustSucceed } from '../../support/systems/kserve/requests/promises-of-traffic.ts';
import {
  type Asked,
  answerMustArriveWithin,
  answerMustBeComplete,
  answerMustNotMention,
} from '../../support/systems/kserve/requests/requests.ts';

const to = 'LLM service ns/x';
const limit = { milliseconds: 10, text: '10 ms' };

const asked = (over: Partial<Exchange> = {}): Asked => ({
  to,
  request: { model: 'm', messages: [] },
  exchange: {
    id: 'i',
    method: 'POST',
    url: 'http://10.0.0.1/v1/chat/completions',
    headers: {},
    body: '',
    latency: 20,
    startedAt: 0,
    status: 500,
    ...over,
  },
});
const counted = (prompt: number, completion: number): Asked =>
  asked({ body: JSON.stringify({ usage: { prompt_tokens: prompt, completion_tokens: completion } }) });

/** Whoever reads a failure in a list of many sees an address of the gateway, which all services share. */
const failures: Record<string, () => unknown> = {
  'an answer that is no success': () => answerMustBeComplete(asked()),
  'an answer that is not complete': () => answerMustBeComplete(asked({ status: 200, body: '{}' })),
  'an answer that mentions a text': () => answerMustNotMention(asked({ status: 200, body: 'so' }), 'so'),
  'an answer that is late': () => answerMustArriveWithin(asked({ status: 200 }), limit),
  'an answer that is no text to go on from': () => saidIn(asked()),
  'an answer that counts no tokens': () => usageOf(asked()),
  'an answer that forgot the question before': () => answerMustTakeIn(counted(3, 1), counted(9, 9)),
  'a prompt that was quicker than it may be': () => mustHaveTakenLonger(to, 1, 2, 3),
  'a question that was answered without a server': () => mustBeUnserved(asked({ status: 200 }), limit),
  'a question that was to fail': () => mustHaveFailed(asked({ status: 200 })),
  'one of several requests': () => allMustSucceed({ to, exchanges: [asked().exchange], before: new Map() }),
  'one of several long answers': () => answersMustBeWhole([asked()]),
};

for (const [what, judge] of Object.entries(failures))
  test(`the failure of ${what} names the service that was asked`, () =>
    throws(judge, (error: Error) => {
      match(error.message, /^LLM service ns\/x: expected /);
      return true;
    }));

test('a question that was to fail for want of a server says what came instead', () =>
  throws(
    () => mustHaveFailed(asked({ status: 200 })),
    /expected a question to fail for want of a server \(503, 504 or no answer\), got POST http:\S+: 200/,
  ));
