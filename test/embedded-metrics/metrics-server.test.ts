import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { KubeObject } from '../../fixtures/embedded/api-server/api.ts';
import { createApiServer } from '../../fixtures/embedded/api-server/server.ts';
import { startClock } from '../../fixtures/embedded/clock.ts';
import { defectsOf } from '../../fixtures/embedded/defects/defect.ts';
import type { PodUsage } from '../../fixtures/embedded/kubelet/pod/usage.ts';
import { CpuTime } from '../../fixtures/embedded/kubelet/process/cpu-time.ts';
import { createNetwork } from '../../fixtures/embedded/network/create-network.ts';
import { seeded } from '../../fixtures/embedded/random.ts';
import { metricsServer } from '../../fixtures/embedded/systems/metrics-server/metrics-server.ts';
import { until } from '../until.ts';

const POD: KubeObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'busy', namespace: 'default', labels: { app: 'x' } },
};

/** A metrics server over a pod that keeps half a core busy. */
async function start() {
  const clock = startClock(120);
  const random = seeded(1);
  const defects = defectsOf([]);
  const server = createApiServer({ clock, random, defects });
  const network = createNetwork({ api: () => server.api, clock, random, defects });
  const end = new AbortController();
  const cpu = new CpuTime(clock, 0.5);
  const usage = (): PodUsage[] => [
    {
      pod: POD,
      node: 'worker',
      containers: [{ name: 'main', id: 'a', cpuSeconds: cpu.seconds, memory: 2 ** 30 }],
    },
  ];
  const cluster = { api: server.api, clock, random, network, defects, signal: end.signal };
  await metricsServer({ registry: server.registry, usage }).start(cluster);
  after(async () => {
    end.abort();
    clock.stop();
    await server.close();
  });
  return server.listen();
}

const get = async (url: string, init?: RequestInit) => {
  const answer = await fetch(url, init);
  return { status: answer.status, body: (await answer.json()) as KubeObject & { items?: KubeObject[] } };
};

test('pods show up after the second look, with what they used in between', async () => {
  const base = `${await start()}/apis/metrics.k8s.io/v1beta1`;
  const pods = `${base}/namespaces/default/pods`;
  assert.deepEqual((await get(pods)).body.items, []);
  const look = async () => (await get(`${pods}?labelSelector=app%3Dx`)).body.items?.[0];
  const [container] = (await until('the metrics of a pod', look)).containers;
  assert.equal(container?.usage.memory, '1048576Ki');
  const cores = Number(container?.usage.cpu.replace('n', '')) / 1e9;
  assert.ok(cores > 0.49 && cores < 0.51, `${cores} cores`);
  assert.equal((await get(`${base}/namespaces/other/pods`)).body.items?.length, 0);
  assert.equal((await get(`${pods}/busy`)).body.kind, 'PodMetrics');
  assert.equal((await get(`${pods}/idle`)).status, 404);
});

test('the kind is announced, and nothing but read', async () => {
  const base = `${await start()}/apis/metrics.k8s.io/v1beta1`;
  const { body } = await get(base);
  assert.deepEqual(
    body.resources.map((one: { name: string; verbs: string[] }) => `${one.name} ${one.verbs}`),
    ['pods get,list', 'nodes get,list'],
  );
  assert.equal((await get(`${base}/namespaces/default/pods?watch=1`)).status, 405);
  assert.equal((await get(`${base}/namespaces/default/pods/busy`, { method: 'DELETE' })).status, 405);
});
