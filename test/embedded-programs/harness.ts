import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent } from 'undici';
import { startClock } from '../../fixtures/embedded/clock.ts';
import type { Program, ProgramContext } from '../../fixtures/embedded/programs/program.ts';
import { seeded } from '../../fixtures/embedded/random.ts';

export interface Running {
  /** Base URL of the port that the program serves; resolves when it listens. */
  url: Promise<string>;
  exit: Promise<number>;
  lines: string[];
  files: Map<string, string>;
  memory: number[];
  gpu: { index: number; utilisation: number; memory: number }[];
  stop(): Promise<void>;
}

/** Runs a program on real sockets with files in memory, on a clock 120 times as fast as the wall's. */
export function run(
  program: Program,
  argv: string[],
  options: {
    files?: Record<string, string>;
    env?: Record<string, string>;
    gpus?: ProgramContext['gpus'];
  } = {},
): Running {
  const clock = startClock(120);
  const agent = new Agent();
  const end = new AbortController();
  const server = createServer();
  const { promise: url, resolve: listening } = Promise.withResolvers<string>();
  const running = {
    lines: [] as string[],
    files: new Map(Object.entries(options.files ?? {})),
    memory: [] as number[],
    gpu: [] as Running['gpu'],
  };
  const context: ProgramContext = {
    pod: { namespace: 'ns', name: 'pod', uid: 'uid', ip: '10.244.0.5', node: 'node-1', labels: {} },
    container: 'main',
    image: 'image',
    argv,
    env: options.env ?? {},
    files: {
      read: (path) => running.files.get(path),
      write: (path, content) => void running.files.set(path, content),
      list: (directory) => [...running.files.keys()].filter((path) => path.startsWith(directory)),
    },
    clock,
    random: seeded(1),
    signal: end.signal,
    gpus: options.gpus ?? [],
    log: (line) => void running.lines.push(line),
    serve: async (_port, listener) => {
      server.on('request', listener);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      listening(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    },
    dispatcher: agent,
    connections: () => agent,
    memory: (bytes) => void running.memory.push(bytes),
    cpu: () => undefined,
    gpuUsage: (index, utilisation, memory) => void running.gpu.push({ index, utilisation, memory }),
  };
  const exit = program(context).finally(async () => {
    clock.stop();
    server.close();
    server.closeAllConnections();
    await agent.close();
  });
  return {
    ...running,
    url,
    exit,
    stop: async () => {
      end.abort(new Error('SIGTERM'));
      await exit;
    },
  };
}
