import type { Cluster, KubernetesObject } from './cluster.ts';
import type { PodPort } from './port-forward.ts';

const GATEWAY = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway' };
const SERVICE = { apiVersion: 'v1', kind: 'Service' };
const POD = { apiVersion: 'v1', kind: 'Pod' };
/** Label that Gateway API implementations put on what they deploy (GEP-1762). */
const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';

type Reader = Pick<Cluster, 'list'>;

/** A ready pod behind the Gateway that has this address or host name, and the port by which it serves the URL's port. Throws with what was looked for and what was found. */
export async function gatewayPod(cluster: Reader, host: string, port: number): Promise<PodPort> {
  const gateway = await gatewayOf(cluster, host);
  const service = await serviceOf(cluster, gateway, port);
  const pod = await readyPod(cluster, service);
  return { namespace: nameSpace(pod), pod: pod.metadata.name, port: targetPort(service, pod, port) };
}

async function gatewayOf(cluster: Reader, host: string): Promise<KubernetesObject> {
  const gateways = await cluster.list(GATEWAY);
  const found = gateways.find((gateway) => addresses(gateway).includes(host) || serves(gateway, host));
  if (found) return found;
  const known = gateways.map(
    (gateway) => `${label(gateway)}: ${addresses(gateway).join(', ') || 'no address'}`,
  );
  throw new Error(`no Gateway has the address ${host} (found ${known.join('; ') || 'no Gateways'})`);
}

const addresses = (gateway: KubernetesObject): string[] =>
  (gateway.status?.addresses ?? []).map((address: { value: string }) => address.value);

/** A listener's host name, which may begin with `*.`. */
function serves(gateway: KubernetesObject, host: string): boolean {
  const names: (string | undefined)[] = (gateway.spec?.listeners ?? []).map(
    (listener: { hostname?: string }) => listener.hostname,
  );
  return names.some((name) => name === host || (name?.startsWith('*.') && host.endsWith(name.slice(1))));
}

/** The gateway's Services: by label in its namespace, by owner, or (Envoy Gateway) by label in the controller's namespace. */
async function servicesOf(cluster: Reader, gateway: KubernetesObject): Promise<KubernetesObject[]> {
  const { name, namespace, uid } = gateway.metadata;
  const own = await cluster.list(SERVICE, { namespace: namespace ?? '' });
  const candidates = own.filter(
    ({ metadata }) =>
      metadata.labels?.[GATEWAY_NAME] === name ||
      metadata.ownerReferences?.some((owner) => owner.uid === uid),
  );
  if (candidates.length === 0) {
    const owning = 'gateway.envoyproxy.io/owning-gateway';
    const selector = `${owning}-name=${name},${owning}-namespace=${namespace}`;
    candidates.push(...(await cluster.list(SERVICE, { selector })));
  }
  return candidates;
}

async function serviceOf(
  cluster: Reader,
  gateway: KubernetesObject,
  port: number,
): Promise<KubernetesObject> {
  const { name } = gateway.metadata;
  const candidates = await servicesOf(cluster, gateway);
  const found = candidates.find((service) => portOf(service, port));
  if (found) return found;
  const what = candidates.length === 0 ? 'no Service' : `no Service with port ${port}`;
  throw new Error(`Gateway ${label(gateway)}: ${what} labelled ${GATEWAY_NAME}=${name} or owned by it`);
}

/**
 * The addresses and host names at which the Services of a gateway take requests; undefined where they do not tell: it has none of
 * its own (a cloud's gateway), one that is open at the nodes, or only such as know no address outside the cluster, so that whatever
 * has the gateway's stands before them (a router, a load balancer of its own, a name that somebody else keeps).
 */
export async function addressesBehind(
  cluster: Reader,
  gateway: KubernetesObject,
): Promise<string[] | undefined> {
  const services = await servicesOf(cluster, gateway);
  if (services.length === 0 || services.some(({ spec }) => spec?.type === 'NodePort')) return undefined;
  const outer = services.flatMap(outerAddresses);
  if (outer.length === 0) return undefined;
  const inner = services.flatMap(({ metadata: { name, namespace }, spec }) => [
    ...[spec?.clusterIPs, spec?.clusterIP].flat(),
    ...['', '.cluster.local'].map((domain) => `${name}.${namespace}.svc${domain}`),
  ]);
  return [...inner, ...outer];
}

/** Where a Service takes requests from outside the cluster. */
const outerAddresses = ({ spec, status }: KubernetesObject): string[] =>
  [
    ...[spec?.externalIPs, spec?.loadBalancerIP].flat(),
    ...(status?.loadBalancer?.ingress ?? []).flatMap(({ ip, hostname }: Ingress) => [ip, hostname]),
  ].filter((address) => typeof address === 'string' && address !== '');

interface Ingress {
  ip?: string;
  hostname?: string;
}

async function readyPod(cluster: Reader, service: KubernetesObject): Promise<KubernetesObject> {
  const selector = Object.entries(service.spec?.selector ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  const pods = selector ? await cluster.list(POD, { namespace: nameSpace(service), selector }) : [];
  const found = pods.find(isReady);
  if (found) return found;
  throw new Error(
    `Service ${label(service)}: none of its ${pods.length} pods is ready (selector ${selector})`,
  );
}

const isReady = (pod: KubernetesObject): boolean =>
  pod.metadata.deletionTimestamp === undefined &&
  (pod.status?.conditions ?? []).some(
    (condition: { type: string; status: string }) =>
      condition.type === 'Ready' && condition.status === 'True',
  );

const portOf = (service: KubernetesObject, port: number) =>
  (service.spec?.ports ?? []).find((entry: { port: number }) => entry.port === port);

/** A target port may be a number, the name of a container's port, or absent (the Service's own). */
function targetPort(service: KubernetesObject, pod: KubernetesObject, port: number): number {
  const target: number | string = portOf(service, port)?.targetPort ?? port;
  if (typeof target === 'number') return target;
  const ports: { name?: string; containerPort: number }[] = (pod.spec?.containers ?? []).flatMap(
    (container: { ports?: object[] }) => container.ports ?? [],
  );
  const named = ports.find((entry) => entry.name === target);
  if (named) return named.containerPort;
  throw new Error(
    `pod ${label(pod)}: no container port is named "${target}", as Service ${label(service)} asks`,
  );
}

const nameSpace = (object: KubernetesObject): string => object.metadata.namespace ?? '';
const label = (object: KubernetesObject): string => `${nameSpace(object)}/${object.metadata.name}`;
