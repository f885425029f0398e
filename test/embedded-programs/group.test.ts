import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { after, test } from 'node:test';
import { Agent, request } from 'undici';
import { type ClusterClock, startClock } from '../../fixtures/embedded/clock.ts';
import { vllmServer } from '../../fixtures/embedded/programs/model-server/model-server.ts';
import { modelNamed } from '../../fixtures/embedded/programs/models/models.ts';
import type { ProgramContext } from '../../fixtures/embedded/programs/program.ts';
import { GIBIBYTE } from '../../fixtures/embedded/programs/sizes.ts';
import { seeded } from '../../fixtures/embedded/random.ts';
import { documentDialect } from '../../fixtures/embedded/systems/kserve/dialects/document/document.ts';
import { until } from '../until.ts';

const sayings = documentDialect.sayings.modelServer;
const program = vllmServer({
  version: '0.6.3',
  loadTime: () => 3_000,
  pace: () => 1,
  drains: () => true,
  sayings,
});
const clocks: ClusterClock[] = [];
after(() => {
  for (const clock of clocks) clock.stop();
});

interface Member {
  lines: string[];
  gpu: { utilisation: number; memory: number };
  exit: Promise<number>;
  /** Where a port of it is on this machine. */
  address(port: number): string;
  /** SIGTERM. */
  stop(): void;
  /** SIGKILL. */
  kill(): void;
}

/** Pods that reach each other by their names, each with a GPU of 80 GiB. */
function pods() {
  const ports = new Map<string, number>();
  const clock = startClock(120);
  clocks.push(clock);
  const start = (name: string, env: Record<string, string>, argv: string[]): Member => {
    const servers: Server[] = [];
    const end = new AbortController();
    const lines: string[] = [];
    const gpu = { utilisation: 0, memory: 0 };
    const agent = new Agent({
      connect: ({ hostname, port }, done) => {
        const real = ports.get(`${hostname}:${port}`);
        const socket = connect({ host: '127.0.0.1', port: real ?? 9 });
        socket.once('connect', () => done(null, socket));
        socket.once('error', (error) => done(error, null));
      },
    });
    const files = modelNamed('llama-3-70b-instruct').files;
    const context: ProgramContext = {
      pod: { namespace: 'ns', name, uid: name, ip: '10.0.0.1', node: 'n', labels: {} },
      container: 'main',
      image: 'image',
      argv: ['vllm', 'serve', '/mnt/models', '--served-model-name', 'm', ...argv],
      env,
      files: {
        read: (path) => files[path.replace('/mnt/models/', '')],
        write: () => undefined,
        list: () => [],
      },
      clock,
      random: seeded(1),
      signal: end.signal,
      gpus: [{ index: 0, memory: 80 * GIBIBYTE }],
      log: (line) => void lines.push(line),
      serve: async (port, listener) => {
        const server = createServer(listener);
        servers.push(server);
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
        ports.set(`${name}:${port}`, (server.address() as AddressInfo).port);
      },
      dispatcher: agent,
      connections: () => agent,
      memory: () => undefined,
      cpu: () => undefined,
      gpuUsage: (_, utilisation, memory) => void Object.assign(gpu, { utilisation, memory }),
    };
    const kill = () => {
      for (const server of servers) {
        server.close();
        server.closeAllConnections();
      }
      void agent.destroy();
    };
    const exit = program(context).finally(kill);
    return {
      lines,
      gpu,
      exit,
      address: (port) => `http://127.0.0.1:${ports.get(`${name}:${port}`)}`,
      stop: () => end.abort(new Error('SIGTERM')),
      kill,
    };
  };
  return start;
}

const place = (rank: number, size: number) => ({
  LWS_GROUP_SIZE: String(size),
  LWS_LEADER_ADDRESS: 'leader',
  VLLM_RANK: String(rank),
});

const has = (member: Member, text: string) => member.lines.some((line) => line.includes(text));

function group(size: number, argv: string[]): Member[] {
  const start = pods();
  const names = ['leader', ...Array.from({ length: size - 1 }, (_, index) => `worker-${index + 1}`)];
  return names.map((name, rank) => start(name, place(rank, size), argv));
}

const chat = (leader: Member, tokens: number) =>
  request(`${leader.address(8000)}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'hi' }], max_tokens: tokens }),
  });

test('a group shares a model that no GPU of it could hold, and computes together', async () => {
  const members = group(4, ['--tensor-parallel-size=4']);
  const [leader, worker] = members as [Member, Member];
  await until('the leader serves', () => has(leader, 'vLLM started successfully'));
  for (const text of [
    'with rank 0',
    'Tensor parallel size: 4',
    'Connected to 3 workers',
    'sharded across 4 GPUs',
  ])
    ok(has(leader, text), text);
  for (const text of ['Rank 1', 'Connected to leader', 'Waiting for model shard'])
    ok(has(worker, text), text);
  for (const { gpu } of members) ok(gpu.memory > 35e9 && gpu.memory <= 80 * GIBIBYTE, String(gpu.memory));
  const answer = chat(leader, 20);
  await until('every GPU is busy', () => members.every(({ gpu }) => gpu.utilisation > 0));
  equal((await answer).statusCode, 200);
  await (await answer).body.dump();
  await until('every GPU is idle', () => members.every(({ gpu }) => gpu.utilisation === 0));
  leader.stop();
  deepEqual(await Promise.all(members.map(({ exit }) => exit)), [0, 0, 0, 0]);
});

test('the loss of a worker ends what is being generated, and nothing is generated after it', async () => {
  const members = group(2, ['--tensor-parallel-size=2']);
  const [leader, worker] = members as [Member, Member];
  await until('the leader serves', () => has(leader, 'vLLM started successfully'));
  const answer = chat(leader, 500);
  await until('it generates', () => worker.gpu.utilisation > 0);
  worker.kill();
  equal((await answer).statusCode, 500);
  await (await answer).body.dump();
  ok(has(leader, 'Lost connection to worker rank 1'));
  for (const path of ['/health', '/v1/models']) {
    const { statusCode, body } = await request(`${leader.address(8000)}${path}`);
    await body.dump();
    equal(statusCode, 500);
  }
  worker.stop();
  leader.stop();
  await leader.exit;
});

test('a leader without all its ranks says so and fails; so does a worker without its leader', async () => {
  const members = group(2, ['--tensor-parallel-size=4']);
  const [leader, worker] = members as [Member, Member];
  deepEqual(await Promise.all(members.map(({ exit }) => exit)), [1, 1]);
  ok(has(leader, 'Timeout waiting for workers'));
  ok(has(leader, 'Expected 4 ranks but got 2'));
  match(worker.lines.at(-1) ?? '', /Lost connection to leader/);
});

test('the leader of a data parallel group waits for the engines of its group', async () => {
  const argv = ['--data-parallel-size=4', '--data-parallel-size-local=2'];
  const start = pods();
  const leader = start('leader', place(0, 2), argv);
  await until('it waits for its worker', () =>
    has(leader, 'data parallel engines: 2 in this group, 4 in all'),
  );
  leader.stop();
  equal(await leader.exit, 143);
});
