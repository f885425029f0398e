import { after } from 'node:test';
import type { Fields, KubeObject } from '../../fixtures/embedded/api-server/api.ts';
import { podRoutes } from '../../fixtures/embedded/api-server/pod/routes.ts';
import { type ApiServer, createApiServer } from '../../fixtures/embedded/api-server/server.ts';
import { startClock } from '../../fixtures/embedded/clock.ts';
import type { Cluster } from '../../fixtures/embedded/cluster.ts';
import { type Defect, defectsOf } from '../../fixtures/embedded/defects/defect.ts';
import { kubelet } from '../../fixtures/embedded/kubelet/kubelet.ts';
import { createNetwork } from '../../fixtures/embedded/network/create-network.ts';
import { seeded } from '../../fixtures/embedded/random.ts';
import { until } from '../until.ts';
import { testImages } from './programs.ts';

export interface TestCluster extends Cluster {
  readonly url: string;
  /** Creates a pod on the node `worker`. */
  run(name: string, spec: Fields, metadata?: Fields): KubeObject;
  pod(name: string): KubeObject;
  /** Waits for something to be so; fails with the status of all pods. */
  until<T>(what: string, probe: () => T | undefined | false): Promise<T>;
  events(name: string): string[];
}

const NODE: KubeObject = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'worker' },
  spec: { podCIDR: '10.244.7.0/24' },
};
const NODE_STATUS = {
  addresses: [{ type: 'InternalIP', address: '10.0.0.7' }],
  capacity: { cpu: '8', memory: '32Gi', 'nvidia.com/gpu': '2', pods: '110' },
  allocatable: { cpu: '8', memory: '31Gi', 'nvidia.com/gpu': '2', pods: '110' },
};

/** An API server, a network, a kubelet and one node, at 100 times the speed of real time. */
export async function startTestCluster(active: readonly Defect[] = []): Promise<TestCluster> {
  const clock = startClock(100);
  const random = seeded(7);
  const defects = defectsOf(active);
  const end = new AbortController();
  const network = createNetwork({ api: () => server.api, clock, random, defects });
  const agent = kubelet({ images: testImages });
  const server: ApiServer = createApiServer({
    clock,
    random,
    defects,
    podRoutes: (api) => podRoutes({ api, nodeAgent: agent, network }),
  });
  const { api } = server;
  const url = await server.listen();
  const cluster: Cluster = { api, clock, random, network, defects, signal: end.signal };
  api.create(NODE);
  api.mutateStatus('nodes', undefined, 'worker', (node) => {
    node.status = NODE_STATUS;
  });
  await agent.start(cluster);
  after(async () => {
    end.abort();
    clock.stop();
    await server.close();
  });
  return { ...cluster, url, ...conveniences(cluster) };
}

function conveniences({ api }: Cluster) {
  const pod = (name: string) => {
    const found = api.get('pods', 'default', name);
    if (!found) throw new Error(`pod ${name} is not there`);
    return found;
  };
  return {
    run: (name: string, spec: Fields, metadata: Fields = {}) =>
      api.create({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name, namespace: 'default', ...metadata },
        spec: { nodeName: 'worker', ...spec },
      }),
    pod,
    until: <T>(what: string, probe: () => T | undefined | false): Promise<T> =>
      until(what, probe, () => {
        const pods = api.list('pods').map(({ metadata, status }) => ({ name: metadata.name, status }));
        return JSON.stringify(pods, undefined, 1);
      }),
    events: (name: string) =>
      api
        .list('events', { namespace: 'default' })
        .filter((event) => event.involvedObject?.name === name)
        .sort((a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion))
        .map((event) => `${event.reason}: ${event.message}`),
  };
}

/** The condition of a pod, by type. */
export function condition(pod: KubeObject, type: string): Fields {
  return pod.status?.conditions?.find((one: Fields) => one.type === type);
}
