import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Exchange } from '../../support/inference/client.ts';
import { answersMustBeWhole } from '../../support/systems/kserve/requests/long-answers.ts';
import type { Asked } from '../../support/systems/kserve/requests/requests.ts';

const chunk = (finish: string | null): string =>
  JSON.stringify({
    id: 'a',
    object: 'chat.completion.chunk',
    model: 'm',
    choices: [{ index: 0, delta: { content: 'once' }, finish_reason: finish }],
  });

const asked = (over: Partial<Exchange>, stream = false): Asked => ({
  to: 'LLM service ns/x',
  request: { model: 'm', messages: [], max_tokens: 2, ignore_eos: true, stream },
  exchange: {
    ...{ id: '1', method: 'POST', url: 'http://x', headers: {}, latency: 100, startedAt: 0, body: '' },
    ...over,
  },
});

const whole = (reason: string): Asked =>
  asked({
    status: 200,
    body: JSON.stringify({
      ...{ id: 'a', object: 'chat.completion', created: 1, model: 'm' },
      choices: [{ index: 0, message: { role: 'assistant', content: 'once upon' }, finish_reason: reason }],
      usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
    }),
  });

const streamed = (...data: string[]): Asked =>
  asked({ status: 200, events: data.map((text) => ({ data: text, at: 0 })) }, true);

test('whole answers are in order, streamed or not', () => {
  answersMustBeWhole([whole('length'), streamed(chunk(null), chunk('length'), '[DONE]')]);
});

test('an answer that broke off is named, however it ended', () => {
  const refused = (answers: Asked[], sentence: RegExp) =>
    assert.throws(() => answersMustBeWhole(answers), sentence);
  refused([], /expected all of 0 long answers/);
  refused(
    [whole('length'), asked({ error: 'ECONNRESET: reset' })],
    /2 long answers .* 1 did not, .*ECONNRESET/,
  );
  refused([asked({ status: 503, body: 'upstream connect error' })], /status 503/);
  refused([asked({ status: 200, body: '{"id":"a"' })], /expected JSON/);
  refused([streamed(chunk(null))], /last event: expected \[DONE\]/);
  refused([streamed(chunk(null), '[DONE]')], /one finish reason/);
  refused([whole('stop')], /finish_reason: expected "length", got "stop"/);
  refused([streamed(chunk(null), chunk('stop'), '[DONE]')], /finish_reason: expected "length", got "stop"/);
});
