import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { request } from 'undici';
import { type Measurement, medianOf, rounded } from './measure.ts';

/** Time from the start of the embedded cluster's process until everything in it is up and it answers, the median of several starts. */
export async function measureStart(runs: number): Promise<Measurement> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) times.push(await startOnce());
  return {
    name: 'embedded cluster to first answer',
    value: rounded(medianOf(times)),
    unit: 'ms',
    goal: '< 500 ms',
    how: `median of ${runs} starts, from the start of the process to the first successful GET /api/v1/namespaces by the kubeconfig, which is written when everything is up`,
  };
}

async function startOnce(): Promise<number> {
  const directory = await mkdtemp(path.join(tmpdir(), 'embedded-start-'));
  const kubeconfig = path.join(directory, 'kubeconfig');
  const started = performance.now();
  const child = spawn(process.execPath, ['fixtures/embedded/main.js', '--kubeconfig', kubeconfig], {
    stdio: 'ignore',
  });
  try {
    await firstAnswer(kubeconfig, started + 20_000);
    return performance.now() - started;
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
    await rm(directory, { recursive: true, force: true });
  }
}

/** Looks every 5 ms, first for the kubeconfig, then for an answer of the server that it names. */
async function firstAnswer(kubeconfig: string, deadline: number): Promise<void> {
  while (performance.now() < deadline) {
    const server = /server: (\S+)/.exec(await readFile(kubeconfig, 'utf8').catch(() => ''))?.[1];
    if (server && (await answers(`${server}/api/v1/namespaces`))) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('the embedded cluster did not answer within 20 s');
}

const answers = (url: string): Promise<boolean> =>
  request(url).then(
    async ({ statusCode, body }) => {
      await body.dump();
      return statusCode === 200;
    },
    () => false,
  );
