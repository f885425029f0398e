import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { KubernetesObject } from '../../support/cluster/cluster.ts';
import { type ConnectedCluster, connect } from '../../support/cluster/connect.ts';
import { type Embedded, launchEmbedded } from '../../support/coordinator/launch-embedded.ts';
import { demandOf } from '../../support/plan/demand.ts';
import { loadTarget } from '../../support/settings/load-target.ts';
import { prepareManifest } from '../../support/systems/kserve/manifests/prepare.ts';
import { parseSpan } from '../../support/waiting/duration.ts';

const POD = { apiVersion: 'v1', kind: 'Pod' };
const COMPONENT = 'app.kubernetes.io/component';
const GPU = 'nvidia.com/gpu';

/** By the document: replicas × (a leader and `worker.replicas` workers), a GPU for each pod that names one. */
const EXPECTED: Readonly<Record<string, { settings?: [string, string][]; pods: number; gpus: number }>> = {
  'llm-multinode-tp': { pods: 8, gpus: 8 },
  'llm-data-parallel': { pods: 6, gpus: 6 },
  'llm-scalable': { settings: [['replicas', '3']], pods: 3, gpus: 0 },
};

describe('a plan counts what the operator makes of the manifests', () => {
  let directory: string;
  let embedded: Embedded;
  let cluster: ConnectedCluster;

  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'demand-'));
    const logFile = path.join(directory, 'embedded.log');
    embedded = await launchEmbedded({ seed: 5, target: loadTarget({}), defects: [], logFile });
    const { target } = embedded;
    cluster = await connect({
      kubeconfig: target.kubeconfig ?? '',
      target,
      signal: new AbortController().signal,
    });
  });
  after(async () => {
    await cluster.close();
    await embedded.stop();
    await rm(directory, { recursive: true, force: true });
  });

  /** The pods of a service when it is ready; its scheduler is the operator's own. */
  async function serversOf(service: KubernetesObject): Promise<KubernetesObject[]> {
    const { apiVersion, kind, metadata } = service;
    const { namespace = '', name } = metadata;
    await cluster.create(service);
    await cluster.waitForObject(
      `expected ${name} to be ready`,
      { apiVersion, kind, namespace, name },
      (found) => {
        const conditions: { type: string; status: string }[] = found?.status?.conditions ?? [];
        const met = conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
        return met ? { met, value: found } : { met: false, seen: JSON.stringify(conditions) };
      },
      { limit: parseSpan('30 minutes') },
    );
    const pods = await cluster.list(POD, { namespace });
    return pods.filter(({ metadata: { labels } }) => !labels?.[COMPONENT]?.includes('scheduler'));
  }

  for (const [manifest, { settings = [], pods, gpus }] of Object.entries(EXPECTED))
    test(`${manifest} takes ${pods} pods and ${gpus} GPUs`, async () => {
      const namespace = `demand-${manifest}`;
      await cluster.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
      const rows = settings.map(([setting, value]) => ({ setting, value }));
      const service = prepareManifest(manifest, namespace, embedded.target, rows);
      const planned = demandOf(service);
      assert.deepEqual([planned.pods, planned.gpus], [pods, gpus], 'what is planned');
      const servers = await serversOf(service);
      const asked = servers
        .flatMap(({ spec }) => spec.containers)
        .reduce((sum, { resources }) => sum + Number(resources?.requests?.[GPU] ?? 0), 0);
      assert.deepEqual([servers.length, asked], [pods, gpus], 'what runs');
    });
});
