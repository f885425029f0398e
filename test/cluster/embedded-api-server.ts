import type { TestContext } from 'node:test';
import type { Api } from '../../fixtures/embedded/api-server/api.ts';
import { type ApiServer, createApiServer } from '../../fixtures/embedded/api-server/server.ts';
import { startClock } from '../../fixtures/embedded/clock.ts';
import { defectsOf } from '../../fixtures/embedded/defects/defect.ts';
import { seeded } from '../../fixtures/embedded/random.ts';
import { type ConnectedCluster, connect } from '../../support/cluster/connect.ts';
import { kubeconfig } from './stub-api-server.ts';

/** Cluster seconds for each real second. */
const SCALE = 60;

export interface EmbeddedApiServer {
  readonly server: ApiServer;
  readonly url: string;
  /** The API as others use it: not the suite. */
  readonly others: Api;
  /** A connection of its own, as another worker or another run has one. */
  connect(run?: string, note?: (line: string) => void): Promise<ConnectedCluster>;
}

/** The API server of the embedded cluster over real sockets, with nobody behind it but a controller that empties and ends namespaces. */
export async function embeddedApiServer(t: TestContext, seed = 1): Promise<EmbeddedApiServer> {
  const clock = startClock(SCALE);
  const server = createApiServer({ clock, random: seeded(seed), defects: defectsOf([]) });
  const url = await server.listen();
  const others = server.api.as('others');
  const stopEnding = endNamespaces(server.api.as('kube-controller-manager'), url);
  t.after(async () => {
    stopEnding();
    await server.close();
    clock.stop();
  });
  return {
    server,
    url,
    others,
    async connect(run, note) {
      const cluster = await connect({
        kubeconfig: kubeconfig({ server: url }),
        target: { timeScale: SCALE, gateway: { className: 'any', via: 'port-forward' } },
        signal: new AbortController().signal,
        ...(run !== undefined && { run }),
        ...(note && { note }),
      });
      t.after(() => cluster.close());
      return cluster;
    },
  };
}

/** Deletes the ConfigMaps of a namespace that is going, and lets it go when none is left. */
function endNamespaces(api: Api, url: string): () => void {
  const end = (name: string) => {
    const namespace = api.get('namespaces', undefined, name);
    if (!namespace?.metadata.deletionTimestamp) return;
    for (const { metadata } of api.list('configmaps', { namespace: name }))
      if (!metadata.deletionTimestamp) api.delete('configmaps', name, metadata.name);
    if (api.list('configmaps', { namespace: name }).length > 0) return;
    const body = JSON.stringify({ ...namespace, spec: { ...namespace.spec, finalizers: [] } });
    const headers = { 'content-type': 'application/json' };
    void fetch(`${url}/api/v1/namespaces/${name}/finalize`, { method: 'PUT', headers, body });
  };
  const stops = [
    api.watch('namespaces', ({ type, object }) => {
      if (type !== 'DELETED' && object.metadata.deletionTimestamp) end(object.metadata.name);
    }),
    api.watch('configmaps', ({ type, object }) => {
      if (type === 'DELETED') end(object.metadata.namespace ?? '');
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
