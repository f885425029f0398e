import type { Cluster, KubernetesObject } from '../../cluster/cluster.ts';
import { countAssertion } from '../../judging/assertions.ts';
import type { Duration } from '../../waiting/duration.ts';
import { kindOf } from './kinds.ts';
import { partOf } from './parts.ts';
import {
  type Because,
  type Condition,
  conditionExpected,
  conditionSighting,
  nameOf,
  type Subject,
  type Truth,
} from './served.ts';

interface ParentReference {
  name: string;
  namespace?: string;
}

interface GatewayAddress {
  type?: string;
  value: string;
}

/** Addresses of a gateway as its status gives them. */
export const addressesOf = (gateway: KubernetesObject): string[] =>
  (gateway.status?.addresses ?? []).map((address: GatewayAddress) => address.value);

/** The gateways that the service's route names as parents and that exist. */
export async function gatewaysOf(cluster: Cluster, subject: Subject): Promise<KubernetesObject[]> {
  const route = await partOf(cluster, subject, 'HTTPRoute');
  const parents: ParentReference[] = route.spec?.parentRefs ?? [];
  const gateways = await Promise.all(
    parents.map(({ name, namespace }) =>
      cluster.get({ ...kindOf('gateway'), name, namespace: namespace ?? subject.reference.namespace }),
    ),
  );
  return gateways.filter((gateway) => gateway !== undefined);
}

/** Hosts of all gateways that the service's route names as parents; a gateway that does not exist has none. */
export const gatewayHosts = async (cluster: Cluster, subject: Subject): Promise<string[]> =>
  (await gatewaysOf(cluster, subject)).flatMap(addressesOf);

/** All gateways of the cluster that have an address. */
export async function gatewaysWithAddress(cluster: Cluster): Promise<KubernetesObject[]> {
  const gateways = await cluster.list(kindOf('gateway'));
  return gateways.filter((gateway) => addressesOf(gateway).length > 0);
}

/** The gateway's status gives an IP address or a host name. */
export async function gatewayMustHaveAddress(cluster: Cluster, subject: Subject): Promise<void> {
  const gateway = await cluster.get(subject.reference);
  countAssertion();
  if (!gateway || addressesOf(gateway).every((address) => address === ''))
    throw new Error(`${nameOf(subject)}: expected an address in its status, got none`);
}

/** Waits until a listener of the gateway reports a condition. */
export const listenerMustReport = (
  cluster: Cluster,
  subject: Subject,
  listener: string,
  type: string,
  status: Truth,
  limit: Duration,
  because: readonly Because[] = [],
): Promise<Condition> =>
  cluster.waitForObject(
    conditionExpected(`listener "${listener}" of ${nameOf(subject)}`, type, status, because),
    subject.reference,
    (object) => conditionSighting(object && asListener(object, listener), type, status, because),
    { limit },
  );

/** The gateway with the status of one of its listeners in place of its own. */
function asListener(gateway: KubernetesObject, name: string): KubernetesObject {
  const listeners: { name: string; conditions: Condition[] }[] = gateway.status?.listeners ?? [];
  const conditions = listeners.find((listener) => listener.name === name)?.conditions ?? [];
  return { ...gateway, status: { conditions } };
}
