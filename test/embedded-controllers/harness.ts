import type { Api, KubeObject } from '../../fixtures/embedded/api-server/api.ts';
import { type ApiServer, createApiServer } from '../../fixtures/embedded/api-server/server.ts';
import { startClock } from '../../fixtures/embedded/clock.ts';
import type { Cluster } from '../../fixtures/embedded/cluster.ts';
import {
  completeJobs,
  completePods,
  controllerManager,
  nodes,
  requireServiceAccount,
  scheduler,
} from '../../fixtures/embedded/controllers/controller-manager.ts';
import { type Defect, defectsOf } from '../../fixtures/embedded/defects/defect.ts';
import { seeded } from '../../fixtures/embedded/random.ts';
import { until } from '../until.ts';

export interface TestCluster {
  readonly api: Api;
  readonly cluster: Cluster;
  readonly server: ApiServer;
  readonly until: typeof until;
  stop(): void;
}

/** How the stand-in for the kubelet treats a pod: ready by default. */
export type Health = (pod: KubeObject) => 'ready' | 'running' | 'stuck';

/** A cluster of API server, controllers, scheduler and nodes at scale 120, whose pods are run by a stand-in that starts no process. */
export function startTestCluster(options: { defects?: Defect[]; health?: Health } = {}): TestCluster {
  const clock = startClock(120);
  const random = seeded(7);
  const defects = defectsOf(options.defects ?? []);
  const server = createApiServer({ clock, random, defects });
  const stop = new AbortController();
  const { api } = server;
  // Nothing here dials: the parts under test never touch the network.
  const network = {} as Cluster['network'];
  const cluster: Cluster = { api, clock, random, network, defects, signal: stop.signal };
  server.admit(completePods);
  server.admit(completeJobs);
  server.admit(requireServiceAccount(api), 'validating');
  for (const part of [nodes(), scheduler(), controllerManager({ registry: server.registry })])
    void part.start(cluster);
  standInKubelet(cluster, options.health ?? (() => 'ready'));
  return {
    api,
    cluster,
    server,
    until,
    stop: () => {
      stop.abort();
      clock.stop();
    },
  };
}

function standInKubelet({ api, clock }: Cluster, health: Health): void {
  const own = api.as('kubelet');
  let host = 1;
  own.watch('pods', ({ type, object }) => {
    const { namespace, name, deletionTimestamp } = object.metadata;
    if (type === 'DELETED' || !object.spec.nodeName) return;
    if (deletionTimestamp) {
      clock.after(500, () => void own.delete('pods', namespace, name, { gracePeriodSeconds: 0 }));
      return;
    }
    if (object.status?.phase !== 'Pending' || health(object) === 'stuck') return;
    clock.after(300, () => {
      own.mutateStatus('pods', namespace, name, (pod) => {
        const ready = health(object) === 'ready' ? 'True' : 'False';
        const now = clock.timestamp();
        pod.status.phase = 'Running';
        pod.status.podIP ??= `10.244.0.${host++}`;
        pod.status.conditions = [
          ...(pod.status.conditions ?? []),
          { type: 'Ready', status: ready, lastTransitionTime: now },
        ];
      });
    });
  });
}

export function deployment(name: string, namespace: string, replicas: number, image = 'app:1'): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: 'main', image, ports: [{ name: 'http', containerPort: 8080 }] }] },
      },
    },
  };
}

/** Creates a namespace and waits until pods can be made in it. */
export async function makeNamespace({ api, until }: TestCluster, name: string): Promise<void> {
  api.as('client').create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  await until('the default ServiceAccount', () => api.get('serviceaccounts', name, 'default'));
}
