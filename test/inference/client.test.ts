import assert from 'node:assert/strict';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { Agent } from 'undici';
import { chat, send, summaryOf, type WayTo } from '../../support/inference/client.ts';
import { chatStreamFaults } from '../../support/inference/response-faults.ts';

const agent = new Agent();
const servers: Server[] = [];
after(async () => {
  await agent.close();
  for (const server of servers) server.close();
});

const direct: WayTo = async (url) => ({ dispatcher: agent, url: new URL(url), headers: {} });

async function serving(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('a chat request carries its body and an id, and the answer comes back whole', async () => {
  const base = await serving((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () =>
      response
        .setHeader('content-type', 'application/json')
        .end(
          JSON.stringify({ path: request.url, id: request.headers['x-request-id'], body: JSON.parse(body) }),
        ),
    );
  });
  const exchange = await chat(direct, `${base}/ns/x/`, {
    model: 'm',
    messages: [{ role: 'user', content: 'hi' }],
  });
  const seen = JSON.parse(exchange.body);
  assert.equal(exchange.status, 200);
  assert.equal(seen.path, '/ns/x/v1/chat/completions');
  assert.equal(seen.id, exchange.id);
  assert.deepEqual(seen.body, { model: 'm', messages: [{ role: 'user', content: 'hi' }] });
  assert.ok(exchange.latency > 0);
});

test('a refused connection is an outcome with its code', async () => {
  const exchange = await send(direct, 'http://127.0.0.1:9/');
  assert.equal(exchange.status, undefined);
  assert.match(exchange.error ?? '', /ECONNREFUSED|bad port/i);
  assert.match(summaryOf(exchange), /^GET http:\/\/127\.0\.0\.1:9\//);
});

test('a server that never answers is given up after the limit', async () => {
  const base = await serving(() => undefined);
  const exchange = await send(direct, base, { timeout: 100 });
  assert.equal(exchange.error, 'no answer within 100 ms');
  assert.ok(exchange.latency >= 95 && exchange.latency < 2_000, `${exchange.latency}`);
});

test('a connection that breaks in the middle of the body is no success', async () => {
  const base = await serving((_, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('half');
    setImmediate(() => response.destroy());
  });
  const exchange = await send(direct, base);
  assert.equal(exchange.status, undefined);
  assert.ok(exchange.error);
});

test("the run's own signal ends a request with its reason", async () => {
  const base = await serving(() => undefined);
  await assert.rejects(send(direct, base, { signal: AbortSignal.timeout(50) }), { name: 'TimeoutError' });
});

test('a stream is read event by event, also when a chunk ends inside a character', async () => {
  const chunk = (delta: object, finish: string | null = null) =>
    `data: ${JSON.stringify({ id: 'c1', object: 'chat.completion.chunk', model: 'm', choices: [{ index: 0, delta, finish_reason: finish }] })}\r\n\r\n`;
  const text = Buffer.from(
    `: comment\n\n${chunk({ role: 'assistant' })}${chunk({ content: 'grün' })}${chunk({}, 'stop')}data: [DONE]\n\n`,
  );
  const cut = text.indexOf(Buffer.from('ü')) + 1;
  const base = await serving((_, response) => {
    response.setHeader('content-type', 'text/event-stream');
    response.write(text.subarray(0, cut));
    setTimeout(() => response.end(text.subarray(cut)), 30);
  });
  const exchange = await send(direct, base);
  assert.equal(exchange.events?.length, 4);
  assert.deepEqual(chatStreamFaults(exchange.events ?? [], { model: 'm' }), []);
  assert.ok((exchange.events?.at(-1)?.at ?? 0) > (exchange.events?.[0]?.at ?? 0));
  assert.match(exchange.events?.[1]?.data ?? '', /grün/);
});
