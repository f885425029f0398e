import type { KubernetesObject } from '../cluster/cluster.ts';

interface Named {
  type?: string;
  status?: string;
  name?: string;
}

interface Port {
  name?: string;
  port?: number;
  targetPort?: number | string;
  containerPort?: number;
}

interface Endpoint {
  conditions?: { ready?: boolean };
  targetRef?: { kind?: string; name?: string };
}

/** What no object complains about, and what only shows when objects are held against each other. */
export function mismatches(objects: readonly KubernetesObject[]): string[] {
  const pods = objects.filter(({ kind, metadata }) => kind === 'Pod' && !metadata.deletionTimestamp);
  return objects.flatMap((object) => {
    if (object.kind === 'Pod') return withoutScheduler(object);
    if (object.kind === 'Service') return ofService(object, pods);
    if (object.kind === 'EndpointSlice') return ofEndpoints(object, pods);
    return [];
  });
}

/** A scheduler binds a pod or says why it cannot; one that does neither is not there. */
function withoutScheduler(pod: KubernetesObject): string[] {
  const { spec, status, metadata } = pod;
  if (spec?.nodeName || (status?.phase ?? 'Pending') !== 'Pending') return [];
  if (conditions(pod).some(({ type }) => type === 'PodScheduled')) return [];
  return [`Pod/${metadata.name}: Pending without a node, and no scheduler has said why; does one run?`];
}

function ofService(service: KubernetesObject, pods: readonly KubernetesObject[]): string[] {
  const { name, namespace } = service.metadata;
  const selector: Record<string, string> = service.spec?.selector ?? {};
  const labels = Object.entries(selector);
  const selected = pods.filter(
    ({ metadata }) =>
      metadata.namespace === namespace && labels.every(([key, value]) => metadata.labels?.[key] === value),
  );
  if (labels.length === 0 || !pods.some(({ metadata }) => metadata.namespace === namespace)) return [];
  if (selected.length === 0)
    return [
      `Service/${name}: its selector (${labels.map((pair) => pair.join('=')).join(', ')}) matches no pod`,
    ];
  const declared = selected.flatMap(containerPorts);
  const ports: Port[] = service.spec?.ports ?? [];
  return ports.flatMap(({ port, targetPort = port }) => {
    const fits = (one: Port) => one.containerPort === targetPort || one.name === targetPort;
    if (declared.length === 0 || declared.some(fits)) return [];
    const known = new Set(declared.map((one) => `${one.containerPort}${one.name ? ` (${one.name})` : ''}`));
    return [
      `Service/${name}: its port ${port} leads to port ${targetPort} of its pods, but they declare ${[...known].join(', ')}`,
    ];
  });
}

const containerPorts = ({ spec }: KubernetesObject): Port[] =>
  [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].flatMap(
    ({ ports = [] }: { ports?: Port[] }) => ports,
  );

function ofEndpoints(slice: KubernetesObject, pods: readonly KubernetesObject[]): string[] {
  const endpoints: Endpoint[] = Array.isArray(slice.endpoints) ? slice.endpoints : [];
  return endpoints.flatMap(({ conditions: state, targetRef }) => {
    const pod = pods.find(
      ({ metadata }) => metadata.name === targetRef?.name && metadata.namespace === slice.metadata.namespace,
    );
    return state?.ready === false && pod && isReady(pod)
      ? [
          `EndpointSlice/${slice.metadata.name}: Pod/${pod.metadata.name} counts as not ready, although the pod is`,
        ]
      : [];
  });
}

const conditions = ({ status }: KubernetesObject): Named[] =>
  Array.isArray(status?.conditions) ? status.conditions : [];

const isReady = (pod: KubernetesObject): boolean =>
  conditions(pod).some(({ type, status }) => type === 'Ready' && status === 'True');
