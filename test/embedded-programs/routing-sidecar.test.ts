import { deepEqual, equal, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { parseFlags } from '../../fixtures/embedded/programs/routing-sidecar/flags.ts';
import { createSessions } from '../../fixtures/embedded/programs/routing-sidecar/sessions.ts';
import { routingSidecar } from '../../fixtures/embedded/programs/routing-sidecar/sidecar.ts';
import { run } from './harness.ts';

const ARGV = ['/app/pd-sidecar', '--port=8000', '--vllm-port=9'];
const QUESTION = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'Why?' }] });

test('flags are parsed as Go does, and unknown ones end the program', async () => {
  deepEqual(parseFlags(['--port=1', '-vllm-port', '2', '--connector=nixlv2', '--secure-proxy=false']), {
    port: 1,
    serverPort: 2,
  });
  throws(() => parseFlags(['--ports=1']), /flag provided but not defined: -ports/);
  throws(() => parseFlags(['--port=x']), /invalid value "x"/);
  throws(() => parseFlags(['--connector=none']), /invalid connector/);
  const sidecar = run(
    routingSidecar(() => []),
    ['/app/pd-sidecar', '--wrong'],
  );
  equal(await sidecar.exit, 2);
});

test('sessions are remembered until the server has lost them', () => {
  const sessions = createSessions();
  sessions.remember('a');
  equal(sessions.has('a'), true);
  sessions.clear();
  equal(sessions.has('a'), false);
});

test('a prompt that no prefill pod takes is refused with the cause, and other requests go to the own server', async () => {
  // Nothing listens on port 9 of this machine.
  const sidecar = run(
    routingSidecar(() => ['127.0.0.1:9']),
    ARGV,
  );
  const url = await sidecar.url;
  const headers = { 'content-type': 'application/json', 'x-session-id': 's-1' };
  const refused = await fetch(`${url}/v1/chat/completions`, { method: 'POST', headers, body: QUESTION });
  equal(refused.status, 503);
  equal(await refused.text(), 'cannot reach prefill: Connection refused');
  equal((await fetch(`${url}/health`)).status, 502);
  const said = sidecar.lines.map((line) => JSON.parse(line)).filter(({ session }) => session === 's-1');
  deepEqual(
    said.map(({ msg }) => msg),
    ['Request received on port 8000', 'No KV cache found', 'Forwarding to prefill', 'cannot reach prefill'],
  );
  await sidecar.stop();
});

test('a body that is no JSON object is left to the server to refuse', async (t) => {
  const sidecar = run(
    routingSidecar(() => ['127.0.0.1:9']),
    ARGV,
  );
  t.after(() => sidecar.stop());
  const url = await sidecar.url;
  for (const body of ['[1]', 'null', '"text"', 'no JSON'])
    equal((await fetch(`${url}/v1/completions`, { method: 'POST', body })).status, 502);
});
