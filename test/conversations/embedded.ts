import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createApiServer } from '../../fixtures/embedded/api-server/server.ts';
import { startClock } from '../../fixtures/embedded/clock.ts';
import { defectsOf } from '../../fixtures/embedded/defects/defect.ts';
import { seeded } from '../../fixtures/embedded/random.ts';
import { type Connection, kubeconfigConnection, plainConnection } from './connection.ts';

const MAIN = join(import.meta.dirname, '../../fixtures/embedded/main.js');
const START_LIMIT = 15_000;

/** The API server alone, in this process; its history can be compacted. */
export async function startApi(): Promise<Connection> {
  const clock = startClock(60);
  const server = createApiServer({ clock, random: seeded(1), defects: defectsOf([]) });
  const connection = plainConnection(await server.listen(), () => server.compact());
  return {
    ...connection,
    close: async () => {
      await connection.close();
      await server.close();
      clock.stop();
    },
  };
}

/** The whole embedded cluster, in a child process; undefined while there is none to start. */
export async function startCluster(): Promise<Connection | undefined> {
  if (!existsSync(MAIN)) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'conversations-'));
  const kubeconfig = join(folder, 'kubeconfig');
  const child = spawn(
    process.execPath,
    [MAIN, '--kubeconfig', kubeconfig, '--state', join(folder, 'state.json')],
    {
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  );
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const deadline = performance.now() + START_LIMIT;
  while (!(await isWritten(kubeconfig))) {
    if (child.exitCode !== null || performance.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`embedded cluster: not up within 15 s: ${Buffer.concat(output).toString()}`);
    }
    await pause(50);
  }
  const connection = await kubeconfigConnection(kubeconfig);
  return {
    ...connection,
    close: async () => {
      await connection.close();
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}

async function isWritten(file: string): Promise<boolean> {
  return existsSync(file) && (await readFile(file, 'utf8')).includes('server:');
}
