import { type Amount, amountInWords, holdsAmount } from '../../../amounts/amount.ts';
import type { Cluster, KubernetesObject } from '../../../cluster/cluster.ts';
import { minutes } from '../../../waiting/duration.ts';
import { kindOf } from '../kinds.ts';
import { partOf } from '../parts.ts';
import { isReady, listWorkloadPods } from '../pods.ts';
import type { Subject } from '../served.ts';

/** An endpoint gets known within moments of its pod's readiness. */
const TO_BE_KNOWN = minutes(1);

interface Slice {
  ports?: { port?: number }[];
  endpoints?: { addresses: string[]; conditions?: { ready?: boolean } }[];
}

/** Waits until the endpoints of the Service are the ready leaders and nothing else, all at the port. */
export async function endpointsMustBeLeaders(
  cluster: Cluster,
  subject: Subject,
  amount: Amount,
  port: number,
): Promise<void> {
  const service = await partOf(cluster, subject, 'Service');
  const name = `Service ${subject.reference.namespace}/${service.metadata.name}`;
  await cluster.waitFor(
    `${name}: expected its endpoints to be ${amountInWords(amount)} leaders at port ${port}`,
    async () => {
      const leaders = (await listWorkloadPods(cluster, { ...subject, pods: 'leader pods' })).filter(isReady);
      const wanted = leaders.map(({ status }) => `${status?.podIP}:${port}`);
      const got = await readyEndpoints(cluster, subject, service);
      return holdsAmount(amount, got.length) && got.toSorted().join() === wanted.toSorted().join()
        ? { met: true, value: got }
        : { met: false, seen: `${got.join(', ') || 'none'} (ready leaders: ${wanted.join(', ') || 'none'})` };
    },
    { limit: TO_BE_KNOWN },
  );
}

async function readyEndpoints(
  cluster: Cluster,
  subject: Subject,
  service: KubernetesObject,
): Promise<string[]> {
  const slices = await cluster.list(kindOf('EndpointSlice'), {
    namespace: subject.reference.namespace,
    selector: `kubernetes.io/service-name=${service.metadata.name}`,
  });
  return (slices as unknown as Slice[]).flatMap(({ endpoints = [], ports = [] }) =>
    endpoints
      .filter(({ conditions }) => conditions?.ready !== false)
      .flatMap(({ addresses }) =>
        addresses.flatMap((address) => ports.map(({ port }) => `${address}:${port}`)),
      ),
  );
}
