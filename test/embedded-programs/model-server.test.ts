import { equal, match, ok } from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { pythonServer, vllmServer } from '../../fixtures/embedded/programs/model-server/model-server.ts';
import { modelNamed } from '../../fixtures/embedded/programs/models/models.ts';
import { documentDialect } from '../../fixtures/embedded/systems/kserve/dialects/document/document.ts';
import { until } from '../until.ts';
import { run } from './harness.ts';

const OPTIONS = {
  version: '0.6.3',
  loadTime: () => 2000,
  pace: () => 1,
  drains: () => true,
  sayings: documentDialect.sayings.modelServer,
};
const SERVER = ['python3', '-m', 'vllm.entrypoints.openai.api_server'];
const filesOf = (name: string) =>
  Object.fromEntries(
    Object.entries(modelNamed(name).files).map(([path, text]) => [`/mnt/models/${path}`, text]),
  );

describe('a running model server', () => {
  const server = run(
    pythonServer(OPTIONS),
    [
      ...SERVER,
      '--model=/mnt/models',
      '--served-model-name',
      'm',
      '--enable-prefix-caching',
      '--enable-prompt-tokens-details',
    ],
    {
      files: filesOf('opt-125m'),
    },
  );
  let url = '';
  const post = (
    path: string,
    body: unknown,
    headers: Record<string, string> = { 'content-type': 'application/json' },
  ) =>
    fetch(url + path, {
      method: 'POST',
      headers,
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const chat = (fields: object) =>
    post('/v1/chat/completions', {
      model: 'm',
      messages: [{ role: 'user', content: 'Tell me of rivers' }],
      ...fields,
    });
  // biome-ignore lint/suspicious/noExplicitAny: answers of the server under test
  const json = async (response: Promise<Response>): Promise<any> => (await response).json();

  before(async () => {
    url = await server.url;
  });
  after(() => server.stop());

  test('says how it started', () => {
    const log = server.lines.join('\n');
    match(log, /vLLM started successfully/);
    match(log, /Model loaded without errors/);
    ok(!/error:|exception|failed/i.test(log), log);
  });

  test('answers a chat completion whose counts add up', async () => {
    const response = await chat({ max_tokens: 5 });
    equal(response.status, 200);
    const body = await json(Promise.resolve(response));
    equal(body.object, 'chat.completion');
    equal(body.model, 'm');
    equal(body.choices[0].message.role, 'assistant');
    equal(body.choices[0].finish_reason, 'length');
    equal(body.usage.completion_tokens, 5);
    equal(body.usage.total_tokens, body.usage.prompt_tokens + 5);
    match(server.lines.at(-1) ?? '', /"POST \/v1\/chat\/completions HTTP\/1.1" 200 OK$/);
  });

  test('ends by itself when nothing cuts it short', async () => {
    const body = await json(chat({}));
    equal(body.choices[0].finish_reason, 'stop');
    ok(body.choices[0].message.content.endsWith('.'));
  });

  test('gives the same text for the same seed, another for another', async () => {
    const text = async (seed: number) => (await json(chat({ seed }))).choices[0].message.content;
    equal(await text(1), await text(1));
    ok((await text(1)) !== (await text(2)));
  });

  test('stops before a stop text', async () => {
    const whole = (await json(chat({ seed: 3 }))).choices[0].message.content as string;
    const word = whole.split(' ')[3] ?? '';
    const body = await json(chat({ seed: 3, stop: [word] }));
    equal(body.choices[0].finish_reason, 'stop');
    equal(body.choices[0].stop_reason, word);
    equal(body.choices[0].message.content, whole.slice(0, whole.indexOf(word)));
  });

  test('streams the same text as chunks, with usage when asked', async () => {
    const whole = (await json(chat({ seed: 4, max_tokens: 12 }))).choices[0].message.content;
    const text = await (
      await chat({ seed: 4, max_tokens: 12, stream: true, stream_options: { include_usage: true } })
    ).text();
    const events = text
      .split('\n\n')
      .filter(Boolean)
      .map((event) => event.slice('data: '.length));
    equal(events.at(-1), '[DONE]');
    const chunks = events.slice(0, -1).map((event) => JSON.parse(event));
    equal(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join(''), whole);
    equal(chunks.at(-1).usage.completion_tokens, 12);
    equal(chunks.filter((chunk) => chunk.choices[0]?.finish_reason).length, 1);
  });

  test('reuses the blocks of a prompt it has seen', async () => {
    const content = 'a long and winding road of words '.repeat(10);
    const ask = () => json(chat({ messages: [{ role: 'user', content }], max_tokens: 2 }));
    equal((await ask()).usage.prompt_tokens_details.cached_tokens, 0);
    const { usage } = await ask();
    ok(usage.prompt_tokens_details.cached_tokens >= usage.prompt_tokens - 16);
    match(
      await (await fetch(`${url}/metrics`)).text(),
      /vllm:gpu_prefix_cache_hit_rate\{model_name="m"\} 0\.\d/,
    );
  });

  test('counts what it did', async () => {
    const counter = async () =>
      Number(
        /vllm:request_success_total\{finished_reason="length",model_name="m"\} (\S+)/.exec(
          await (await fetch(`${url}/metrics`)).text(),
        )?.[1] ?? 0,
      );
    const earlier = await counter();
    await chat({ max_tokens: 1 });
    equal(await counter(), earlier + 1);
  });

  const refusals: [string, string, unknown, number, RegExp, Record<string, string>?][] = [
    [
      'an unknown model',
      '/v1/chat/completions',
      { model: 'x', messages: [{ role: 'user', content: 'a' }] },
      404,
      /The model `x` does not exist\./,
    ],
    [
      'a missing field',
      '/v1/chat/completions',
      { model: 'm' },
      400,
      /'missing', 'loc': \('body', 'messages'\)/,
    ],
    ['a wrong type', '/v1/completions', { model: 'm', prompt: 'a', max_tokens: 'ten' }, 400, /valid integer/],
    [
      'an unknown field',
      '/v1/completions',
      { model: 'm', prompt: 'a', maxTokens: 1 },
      400,
      /extra_forbidden/,
    ],
    [
      'a field that is not implemented',
      '/v1/completions',
      { model: 'm', prompt: 'a', logprobs: 3 },
      501,
      /logprobs is not implemented/,
    ],
    ['a body that is no JSON', '/v1/completions', '{"model":', 400, /JSON decode error/],
    [
      'another content type',
      '/v1/completions',
      '{"model":"m","prompt":"a"}',
      400,
      /valid dictionary/,
      { 'content-type': 'application/x-www-form-urlencoded' },
    ],
    [
      'too much for the context',
      '/v1/completions',
      { model: 'm', prompt: 'a', max_tokens: 5000 },
      400,
      /maximum context length is 2048 tokens/,
    ],
    [
      'a value out of range',
      '/v1/completions',
      { model: 'm', prompt: 'a', temperature: -1 },
      400,
      /temperature must be non-negative/,
    ],
    [
      'stream options without a stream',
      '/v1/completions',
      { model: 'm', prompt: 'a', stream_options: { include_usage: true } },
      400,
      /Stream options/,
    ],
    ['an unknown path', '/v1/chat', {}, 404, /Not Found/],
    ['a path of the real server that is not there', '/v1/embeddings', {}, 501, /not implemented/],
    ['a wrong method', '/v1/models', {}, 405, /Method Not Allowed/],
  ];
  for (const [what, path, body, status, text, headers] of refusals)
    test(`refuses ${what}`, async () => {
      const response = await post(path, body, headers);
      equal(response.status, status);
      match(await response.text(), text);
    });

  test('gives up an answer nobody waits for', async () => {
    const abort = new AbortController();
    const asked = fetch(`${url}/v1/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'm', prompt: 'a', max_tokens: 1500, ignore_eos: true }),
      signal: abort.signal,
    }).catch(() => undefined);
    const counted = async (name: string) => {
      const text = await (await fetch(`${url}/metrics`)).text();
      return Number(new RegExp(`^${name}\\{model_name="m"\\} (\\S+)`, 'm').exec(text)?.[1]);
    };
    const before = await counted('vllm:generation_tokens_total');
    await until('a request', async () => (await counted('vllm:num_requests_running')) === 1);
    abort.abort();
    await asked;
    await until('rest', async () => (await counted('vllm:num_requests_running')) === 0);
    ok((await counted('vllm:generation_tokens_total')) - before < 1_000);
  });
});

describe('a model server that cannot start', () => {
  const ends: [string, string[], object, number, RegExp][] = [
    ['an unknown option', ['--fast'], {}, 2, /error: unrecognized arguments: --fast/],
    ['a malformed number', ['--port=x'], {}, 2, /invalid int value: 'x'/],
    [
      'a model that is not there',
      ['--model=/mnt/models'],
      {},
      1,
      /OSError: \/mnt\/models does not appear to have a file named config.json/,
    ],
    ['a repository that does not exist', ['--model=no/such'], {}, 1, /is not a valid model identifier/],
    [
      'more GPUs than there are',
      ['--model=/mnt/models', '--tensor-parallel-size=4'],
      { files: filesOf('opt-125m') },
      1,
      /exceeds the total number of available GPUs/,
    ],
    [
      'a GPU that is too small',
      ['--model=/mnt/models'],
      { files: filesOf('llama-2-70b'), gpus: [{ index: 2, memory: 80 * 1024 ** 3 }] },
      1,
      /^RuntimeError: CUDA out of memory\. Tried to allocate/,
    ],
    [
      'too long a context',
      ['--model=/mnt/models', '--max-model-len=9999'],
      { files: filesOf('opt-125m') },
      1,
      /greater than the derived max_model_len/,
    ],
  ];
  for (const [what, argv, options, code, line] of ends)
    test(`${what}: exit code ${code}`, async () => {
      const server = run(pythonServer(OPTIONS), [...SERVER, ...argv], options);
      equal(await server.exit, code);
      match(server.lines.at(-1) ?? '', line);
    });

  test('its memory grows with the weights', async () => {
    const server = run(vllmServer(OPTIONS), ['vllm', 'serve', '/mnt/models'], {
      files: filesOf('llama-2-70b'),
    });
    await server.url;
    ok(Math.max(...server.memory) > modelNamed('llama-2-70b').weightBytes);
    ok((server.memory[1] ?? 0) < (server.memory.at(-2) ?? 0));
    await server.stop();
    equal(await server.exit, 0);
  });
});
