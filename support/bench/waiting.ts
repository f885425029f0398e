import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect } from '../cluster/connect.ts';
import { percentilesOf } from '../traffic/percentiles.ts';
import { minutes } from '../waiting/duration.ts';
import { type Measurement, rounded } from './measure.ts';

const OBJECT = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'bench' } as const;

/** How long after a write a wait for what it brings about is over. */
export async function measureWaiting(count: number): Promise<Measurement[]> {
  const directory = await mkdtemp(path.join(tmpdir(), 'bench-'));
  const kubeconfig = path.join(directory, 'kubeconfig');
  const child = spawn(process.execPath, ['fixtures/embedded/main.js', '--kubeconfig', kubeconfig], {
    stdio: 'ignore',
  });
  try {
    const { p50, p99 } = percentilesOf(await delays(await written(kubeconfig), count));
    const how = `${count} waits for a ConfigMap, from the start of the write that fulfils it to the end of the wait`;
    return [
      { name: 'a condition is seen (p50)', value: rounded(p50), unit: 'ms', how },
      { name: 'a condition is seen (p99)', value: rounded(p99), unit: 'ms', goal: '< 50 ms', how },
    ];
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
    await rm(directory, { recursive: true, force: true });
  }
}

async function written(kubeconfig: string): Promise<string> {
  const deadline = performance.now() + 20_000;
  while (performance.now() < deadline) {
    const text = await readFile(kubeconfig, 'utf8').catch(() => '');
    if (text.includes('server:')) return kubeconfig;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('the embedded cluster wrote no kubeconfig within 20 s');
}

async function delays(kubeconfig: string, count: number): Promise<number[]> {
  const target = { timeScale: 60, gateway: { className: 'istio', via: 'port-forward' } } as const;
  const cluster = await connect({ kubeconfig, target, signal: new AbortController().signal });
  const measured: number[] = [];
  try {
    const { namespace, name, ...kind } = OBJECT;
    await cluster.create({ ...kind, metadata: { namespace, name }, data: { round: 'none' } });
    for (let round = 0; round < count; round++) {
      const wait = cluster.waitForObject(
        `ConfigMap ${name}: expected round ${round}`,
        OBJECT,
        (object) =>
          object?.data?.round === String(round)
            ? { met: true, value: performance.now() }
            : { met: false, seen: `round ${object?.data?.round}` },
        { limit: minutes(30) },
      );
      const started = performance.now();
      const [seen] = await Promise.all([wait, cluster.merge(OBJECT, { data: { round: String(round) } })]);
      measured.push(seen - started);
    }
  } finally {
    await cluster.close();
  }
  return measured;
}
