import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  chatCompletionFaults,
  chatStreamFaults,
  parseBody,
} from '../../support/inference/response-faults.ts';

const sound = () => ({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1_700_000_000,
  model: 'opt',
  choices: [{ index: 0, message: { role: 'assistant', content: '4' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 5, completion_tokens: 3, total_tokens: 8 },
});
type Sound = ReturnType<typeof sound>;
const expected = { model: 'opt', maxTokens: 20 };

test('a sound chat completion has no faults', () => {
  assert.deepEqual(chatCompletionFaults(sound(), expected), []);
});

const breaks: [string, (answer: Sound) => void, RegExp][] = [
  ['no choices', (a) => a.choices.splice(0), /^choices: expected at least one choice, got \[\]/],
  [
    'empty text',
    (a) => Object.assign(a.choices[0]?.message ?? {}, { content: ' ' }),
    /^choices\[0\]\.message\.content/,
  ],
  [
    'wrong role',
    (a) => Object.assign(a.choices[0]?.message ?? {}, { role: 'user' }),
    /^choices\[0\]\.message\.role: expected "assistant", got "user"/,
  ],
  ['another model', (a) => Object.assign(a, { model: 'gpt' }), /^model: expected "opt", got "gpt"/],
  ['wrong kind', (a) => Object.assign(a, { object: 'list' }), /^object/],
  [
    'unknown finish reason',
    (a) => Object.assign(a.choices[0] ?? {}, { finish_reason: null }),
    /finish_reason/,
  ],
  [
    'cut without reaching the limit',
    (a) => Object.assign(a.choices[0] ?? {}, { finish_reason: 'length' }),
    /finish_reason.*max_tokens was not reached/,
  ],
  [
    'more tokens than allowed',
    (a) => Object.assign(a.usage, { completion_tokens: 21, total_tokens: 26 }),
    /at most max_tokens \(20\)/,
  ],
  [
    'a sum that does not add up',
    (a) => Object.assign(a.usage, { total_tokens: 9 }),
    /^usage\.total_tokens: expected 8, got 9/,
  ],
  ['no usage', (a) => Object.assign(a, { usage: undefined }), /^usage: expected an object, got nothing/],
  ['a wrong index', (a) => Object.assign(a.choices[0] ?? {}, { index: 1 }), /^choices\[0\]\.index/],
];
for (const [name, damage, fault] of breaks)
  test(`a fault is named by its path: ${name}`, () => {
    const answer = sound();
    damage(answer);
    const faults = chatCompletionFaults(answer, expected);
    assert.ok(
      faults.some((text) => fault.test(text)),
      faults.join('\n') || 'no fault was found',
    );
  });

test('things that are no object at all are faults, not exceptions', () => {
  for (const value of [null, 1, 'x', [], undefined])
    assert.equal(chatCompletionFaults(value, expected).length, 1);
});

test('a body that is not JSON is quoted', () => {
  assert.match(parseBody('<html>').fault ?? '', /^body: expected JSON, got "<html>"/);
});

test('a stream without its end, or with two ids, is faulty', () => {
  const event = (id: string) => ({
    data: JSON.stringify({
      id,
      object: 'chat.completion.chunk',
      model: 'opt',
      choices: [{ delta: { content: 'x' }, finish_reason: 'stop' }],
    }),
  });
  assert.match(chatStreamFaults([event('1')], expected).join(), /last event: expected \[DONE\]/);
  assert.match(
    chatStreamFaults([event('1'), event('2'), { data: '[DONE]' }], expected).join(),
    /id: expected the same/,
  );
});
