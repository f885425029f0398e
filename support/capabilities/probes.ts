import { existsSync } from 'node:fs';
import { counted } from '../amounts/counted.ts';
import type { Cluster, Kind, KubernetesObject } from '../cluster/cluster.ts';
import type { Capability, Target } from '../settings/settings.ts';

/** Looks for one capability. */
export type Probe = (cluster: Cluster, target: Target) => Promise<Capability>;

/** Every one of the kinds is served. */
export const kinds =
  (...wanted: Kind[]): Probe =>
  async (cluster) => {
    const served = await Promise.all(wanted.map((kind) => cluster.serves(kind)));
    const missing = wanted.filter((_kind, index) => !served[index]).map(nameOfKind);
    return missing.length === 0
      ? { present: true, found: wanted.map(nameOfKind).join(', ') }
      : { present: false, found: `no ${missing.join(', ')} in the API` };
  };

/** One of the kinds is served: groups and versions of the same thing. */
export const oneOf =
  (...wanted: Kind[]): Probe =>
  async (cluster) => {
    for (const kind of wanted)
      if (await cluster.serves(kind)) return { present: true, found: nameOfKind(kind) };
    return { present: false, found: `none of ${wanted.map(nameOfKind).join(', ')} in the API` };
  };

const nameOfKind = ({ apiVersion, kind }: Kind): string => `${kind} (${apiVersion})`;

interface ResourceAttributes {
  verb: string;
  resource: string;
  subresource?: string;
  namespace?: string;
}

/** The user may do it (SelfSubjectAccessReview). */
export async function right(cluster: Cluster, attributes: ResourceAttributes): Promise<Capability> {
  const review = await cluster.create({
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    metadata: { name: '' },
    spec: { resourceAttributes: attributes },
  });
  const { verb, resource, subresource, namespace } = attributes;
  const what = `${verb} ${[resource, subresource].filter(Boolean).join('/')}${namespace ? ` in ${namespace}` : ''}`;
  return review.status?.allowed === true
    ? { present: true, found: `the right to ${what}` }
    : { present: false, found: `no right to ${what}` };
}

const NODE: Kind = { apiVersion: 'v1', kind: 'Node' };

interface Taint {
  effect: string;
}

const schedulable = (node: KubernetesObject): boolean =>
  node.spec?.unschedulable !== true &&
  !(node.spec?.taints ?? []).some(({ effect }: Taint) => effect === 'NoSchedule' || effect === 'NoExecute');

/** More than one node takes pods. */
export const severalNodes: Probe = async (cluster) => {
  const nodes = (await cluster.list(NODE)).filter(schedulable);
  return { present: nodes.length > 1, found: `${nodes.length} schedulable nodes` };
};

const GPU_RESOURCES = ['nvidia.com/gpu', 'amd.com/gpu'];

/** A node that takes pods offers a GPU. */
export const gpus: Probe = async (cluster) => {
  const nodes = (await cluster.list(NODE)).filter(schedulable);
  const withGpu = nodes.filter((node) =>
    GPU_RESOURCES.some((name) => Number(node.status?.allocatable?.[name] ?? 0) > 0),
  );
  const names = withGpu.map(({ metadata }) => metadata.name);
  return withGpu.length > 0
    ? { present: true, found: `GPUs on ${names.join(', ')}` }
    : { present: false, found: `no GPU on ${nodes.length} schedulable nodes` };
};

/** The nodes that take pods offer at least so many GPUs together. */
export const gpusInAll =
  (least: number): Probe =>
  async (cluster) => {
    const nodes = (await cluster.list(NODE)).filter(schedulable);
    const offered = nodes
      .flatMap((node) => GPU_RESOURCES.map((name) => Number(node.status?.allocatable?.[name] ?? 0)))
      .reduce((sum, count) => sum + count, 0);
    return {
      present: offered >= least,
      found: `${counted(offered, 'GPU')} on ${nodes.length} schedulable nodes`,
    };
  };

/** DaemonSets of network plugins that enforce NetworkPolicy, by the beginning of their name. */
const ENFORCING = [
  'calico-node',
  'canal',
  'cilium',
  'antrea-agent',
  'kube-router',
  'weave-net',
  'ovnkube-node',
  'kindnet',
];

/** NetworkPolicies are enforced. The API accepts them everywhere, so only a network plugin known to enforce them counts. */
export const networkPolicy: Probe = async (cluster, target) => {
  if (target.launcher === 'embedded')
    return { present: true, found: 'the network of the embedded cluster, which enforces them' };
  const sets = await cluster.list({ apiVersion: 'apps/v1', kind: 'DaemonSet' });
  const plugin = sets.find(({ metadata }) => ENFORCING.some((name) => metadata.name.startsWith(name)));
  return plugin
    ? { present: true, found: `DaemonSet ${plugin.metadata.namespace}/${plugin.metadata.name}` }
    : { present: false, found: 'no network plugin that is known to enforce policies' };
};

/** A bucket with models, and credentials for it. */
export const s3: Probe = async (_cluster, { s3: bucket }) => {
  if (!bucket) return { present: false, found: 'no "s3" in the target' };
  return existsSync(bucket.credentialsFile)
    ? { present: true, found: `bucket ${bucket.bucket} at ${bucket.endpoint}` }
    : { present: false, found: `no credentials file ${bucket.credentialsFile}` };
};

/** The gateway class of the target is there; whether its controller accepts it is for scenarios to find out. */
export const gatewayApi: Probe = async (cluster, { gateway: { className } }) => {
  const gatewayClass: Kind = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass' };
  if (!(await cluster.serves(gatewayClass))) return { present: false, found: 'no Gateway API' };
  const found = await cluster.get({ ...gatewayClass, name: className });
  return found
    ? { present: true, found: `gateway class ${className}` }
    : { present: false, found: `no gateway class ${className}` };
};

/** Some gateway has an address. */
export const gatewayAddress: Probe = async (cluster) => {
  const gateway: Kind = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway' };
  if (!(await cluster.serves(gateway))) return { present: false, found: 'no Gateway API' };
  const addresses = (await cluster.list(gateway)).flatMap((object) => object.status?.addresses ?? []);
  return { present: addresses.length > 0, found: `${addresses.length} addresses of gateways` };
};

/** The controllers that the target names exist, and their logs may be read. */
export const controllerLogs: Probe = async (cluster, { controllers }) => {
  for (const { namespace, deployment } of Object.values(controllers)) {
    const name = `Deployment ${namespace}/${deployment}`;
    if (!(await cluster.get({ apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: deployment })))
      return { present: false, found: `no ${name}` };
    const allowed = await right(cluster, { verb: 'get', resource: 'pods', subresource: 'log', namespace });
    if (!allowed.present) return allowed;
  }
  const count = Object.keys(controllers).length;
  return count > 0
    ? { present: true, found: `${count} controllers` }
    : { present: false, found: 'no "controllers" in the target' };
};

/** A webhook checks objects of this resource before they are stored. */
export const webhookFor =
  (resource: string): Probe =>
  async (cluster) => {
    const kind: Kind = {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingWebhookConfiguration',
    };
    const found = (await cluster.list(kind)).find((configuration) =>
      JSON.stringify(configuration.webhooks ?? []).includes(`"${resource}"`),
    );
    return found
      ? { present: true, found: `webhook ${found.metadata.name}` }
      : { present: false, found: `no webhook for ${resource}` };
  };

/** The target names the base URL of a system outside the cluster. */
export const endpoint =
  (system: string): Probe =>
  async (_cluster, { endpoints }) => {
    const url = endpoints?.[system];
    return url
      ? { present: true, found: url }
      : { present: false, found: `no "endpoints.${system}" in the target` };
  };

const DEFAULT_CLASS = 'storageclass.kubernetes.io/is-default-class';

/** Claims get volumes: by the storage class that the target names, or by the cluster's default. */
export const storageClass: Probe = async (cluster, { storageClass: wanted }) => {
  const classes = await cluster.list({ apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass' });
  const found = classes.find(({ metadata: { name, annotations } }) =>
    wanted === undefined ? annotations?.[DEFAULT_CLASS] === 'true' : name === wanted,
  );
  return found
    ? { present: true, found: `storage class ${found.metadata.name}` }
    : { present: false, found: wanted ? `no storage class ${wanted}` : 'no default storage class' };
};
