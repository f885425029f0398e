import { Agent, type Dispatcher } from 'undici';
import type { ApiClient } from './api-client.ts';
import type { Cluster, Route, Trust } from './cluster.ts';
import { gatewayPod } from './gateway-route.ts';
import { type PodPort, portForwardAgent } from './port-forward.ts';

/** A gateway's pod is looked up again after this long (real ms); a connection that is in use stays. */
const LOOKUP_AGE = 2_000;

/** `name.namespace.svc` and what may follow, in the host of a URL. */
const SERVICE_HOST = /^([^.]+)\.([^.]+)\.svc(?:\.[-a-z0-9.]+)?$/;

/** The ways HTTP takes into the cluster. */
export interface Routes {
  toPod(namespace: string, pod: string, port: number): Dispatcher;
  routeTo(url: string, trust?: Trust): Promise<Route>;
  close(): Promise<void>;
}

/** Routes of one connection; `via` says how a gateway's address is reached. */
export function routes(
  client: ApiClient,
  cluster: Pick<Cluster, 'list'>,
  via: 'address' | 'port-forward',
): Routes {
  const pods = new Map<string, Agent>();
  const { find, forget } = gatewayPods(cluster);
  const forwarding = (trust?: Trust) => portForwardAgent(client, find, forget, trust);
  const dialling = (trust?: Trust) =>
    new Agent(trust ? { connect: { ca: trust.certificate, servername: trust.host } } : {});
  const toGateways = via === 'address' ? dialling : forwarding;
  const gateways = toGateways();
  const trusting = new Map<string, Agent>();
  const agentFor = (trust: Trust | undefined): Agent => {
    if (!trust) return gateways;
    const key = `${trust.host} ${trust.certificate}`;
    const agent = trusting.get(key) ?? toGateways(trust);
    trusting.set(key, agent);
    return agent;
  };
  return {
    toPod(namespace, pod, port) {
      const key = `${namespace}/${pod}:${port}`;
      const agent = pods.get(key) ?? portForwardAgent(client, async () => ({ namespace, pod, port }));
      pods.set(key, agent);
      return agent;
    },
    async routeTo(address, trust) {
      const url = new URL(address);
      const [, name, namespace] = SERVICE_HOST.exec(url.hostname) ?? [];
      if (name && namespace) return throughServiceProxy(client, url, name, namespace);
      if (via === 'address') return { dispatcher: agentFor(trust), url, headers: {}, direct: true };
      // Looked up here too, so that a missing gateway is told in its own words and not as a failed connection.
      await find(url.hostname, Number(url.port || (url.protocol === 'https:' ? 443 : 80)));
      return { dispatcher: agentFor(trust), url, headers: {} };
    },
    async close() {
      await Promise.all([gateways, ...trusting.values(), ...pods.values()].map((agent) => agent.destroy()));
    },
  };
}

/** Finds the pods of gateways, and remembers each for a while. */
function gatewayPods(cluster: Pick<Cluster, 'list'>): {
  find(host: string, port: number): Promise<PodPort>;
  forget(host: string, port: number): void;
} {
  const found = new Map<string, { at: number; pod: Promise<PodPort> }>();
  const forget = (host: string, port: number) => void found.delete(`${host}:${port}`);
  return {
    forget,
    find: (host, port) => {
      const key = `${host}:${port}`;
      const known = found.get(key);
      if (known && performance.now() - known.at < LOOKUP_AGE) return known.pod;
      const pod = gatewayPod(cluster, host, port);
      found.set(key, { at: performance.now(), pod });
      pod.catch(() => forget(host, port));
      return pod;
    },
  };
}

async function throughServiceProxy(
  client: ApiClient,
  url: URL,
  name: string,
  namespace: string,
): Promise<Route> {
  const { dispatcher, headers } = await client.connection.access();
  const secure = url.protocol === 'https:';
  const port = url.port || (secure ? '443' : '80');
  const service = `${secure ? 'https' : 'http'}:${name}:${port}`;
  const proxied = client.url(`/api/v1/namespaces/${namespace}/services/${service}/proxy${url.pathname}`);
  proxied.search = url.search;
  return { dispatcher, url: proxied, headers };
}
