import { type Amount, amountInWords, holdsAmount } from '../../../amounts/amount.ts';
import type { Cluster, KubernetesObject } from '../../../cluster/cluster.ts';
import { minutes } from '../../../waiting/duration.ts';
import { kindOf } from '../kinds.ts';
import { type Part, partOf } from '../parts.ts';
import { groupOf, isReady, listWorkloadPods } from '../pods.ts';
import { nameOf, type Subject } from '../served.ts';

/** A service is ready before the last of its replicas is (maxUnavailable): what leads to all of them is complete soon after. */
const TO_BE_COMPLETE = minutes(5);

interface Slice {
  addressType: string;
  endpoints?: { addresses: string[]; conditions?: { ready?: boolean } }[];
  /** Where the Service's ports lead, resolved by the API server's side. */
  ports?: { name?: string; port?: number }[];
}

/**
 * Waits until the part, a Service, selects exactly the ready pods that are meant, its EndpointSlices hold exactly their
 * addresses, and each of its ports leads to one that the pods declare: where they declare one of the same name, to that.
 */
export async function serviceMustLeadTo(
  cluster: Cluster,
  subject: Subject,
  part: Part,
  amount: Amount,
): Promise<void> {
  await cluster.waitFor(
    `${part} of ${nameOf(subject)}: expected it to lead to ${amountInWords(amount)} pods, all its ready ${groupOf(subject)}, with each of its ports`,
    async () => {
      const service = await partOf(cluster, subject, part);
      const pods = (await listWorkloadPods(cluster, subject)).filter(isReady);
      const astray =
        strayPods(service, pods, amount) ?? strayEndpoints(await slicesOf(cluster, service), service, pods);
      return astray === undefined ? { met: true, value: service } : { met: false, seen: astray };
    },
    { limit: TO_BE_COMPLETE },
  );
}

/** What the selector finds where that is not all ready pods. */
function strayPods(
  service: KubernetesObject,
  pods: readonly KubernetesObject[],
  amount: Amount,
): string | undefined {
  const selector: Record<string, string> = service.spec?.selector ?? {};
  const labels = Object.entries(selector);
  const selected = pods.filter(({ metadata }) =>
    labels.every(([key, value]) => metadata.labels?.[key] === value),
  );
  return labels.length > 0 && holdsAmount(amount, selected.length) && selected.length === pods.length
    ? undefined
    : `${JSON.stringify(selector)} finds ${selected.length} of ${pods.length} ready pods`;
}

/** Where the endpoints are not the pods, or a port leads to none that the pods declare. */
function strayEndpoints(
  slices: readonly Slice[],
  { metadata: { name }, spec }: KubernetesObject,
  pods: readonly KubernetesObject[],
): string | undefined {
  const listed = slices
    .flatMap(({ endpoints = [] }) => endpoints)
    .filter(({ conditions }) => conditions?.ready !== false)
    .flatMap(({ addresses }) => addresses)
    .toSorted()
    .join(', ');
  const wanted = pods
    .map(({ status }) => String(status?.podIP))
    .toSorted()
    .join(', ');
  if (listed !== wanted) return `the endpoints of Service ${name} are ${listed || 'none'}, not ${wanted}`;
  const ports: { name?: string; port: number }[] = spec?.ports ?? [];
  const astray = ports.flatMap((port) => {
    const target = slices
      .flatMap((slice) => slice.ports ?? [])
      .find((it) => (it.name ?? '') === (port.name ?? ''));
    const to = target?.port;
    return to !== undefined && pods.every((pod) => meantBy(pod, port.name).includes(to))
      ? []
      : [`its port ${port.port}${port.name ? ` (${port.name})` : ''} leads to ${to ?? 'no port'}`];
  });
  return astray.length === 0
    ? undefined
    : `Service ${name}: ${astray.join(', ')}; the pods have ${portsInWords(pods.flatMap(declaredBy))}`;
}

/** The ports of a pod to which a Service's port of this name may lead. */
function meantBy(pod: KubernetesObject, name: string | undefined): number[] {
  const declared = declaredBy(pod);
  const namesakes = declared.filter((port) => name !== undefined && port.name === name);
  return (namesakes.length > 0 ? namesakes : declared).map(({ containerPort }) => containerPort);
}

interface DeclaredPort {
  name?: string;
  containerPort: number;
}

/** The ports that the containers of a pod declare; a sidecar that restarts is an init container. */
const declaredBy = ({ spec }: KubernetesObject): DeclaredPort[] =>
  [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])].flatMap(
    ({ ports = [] }: { ports?: DeclaredPort[] }) => ports,
  );

/** Ports as messages name them: `9002 (grpc)`. */
const portsInWords = (ports: readonly DeclaredPort[]): string =>
  [
    ...new Set(
      ports.map(({ name, containerPort }) => (name ? `${containerPort} (${name})` : `${containerPort}`)),
    ),
  ].join(', ') || 'none';

async function slicesOf(cluster: Cluster, { metadata }: KubernetesObject): Promise<Slice[]> {
  const slices = await cluster.list(kindOf('EndpointSlice'), {
    ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
    selector: `kubernetes.io/service-name=${metadata.name}`,
  });
  return slices as unknown as Slice[];
}
