import type { Cluster } from '../../../cluster/cluster.ts';
import { type Duration, minutes } from '../../../waiting/duration.ts';
import { kindOf } from '../kinds.ts';
import { isReady, isStaying, podInWords } from '../pods.ts';
import { nameOf, type Subject } from '../served.ts';
import type { Change } from './changes.ts';
import { healthOf } from './promises-of-all-pods.ts';
import { selectedBy } from './promises-of-pools.ts';

/** A service is ready before the last of its replicas answers (maxUnavailable). */
const TO_ANSWER = minutes(5);

/** Waits until each pod that the pool selects is ready, has an address of its own, and its server answers on the pool's port. */
export async function endpointsMustAnswer(cluster: Cluster, subject: Subject): Promise<void> {
  await cluster.waitFor(
    `inference pool of ${nameOf(subject)}: expected endpoints that are ready, have an address of their own and answer /health`,
    async () => {
      const { object, pods } = await selectedBy(cluster, subject, 'inference pool');
      // The experimental kind has one port, the stable one a list.
      const port = Number(object.spec?.targetPortNumber ?? object.spec?.targetPorts?.[0]?.number);
      const addresses = new Set(pods.map((pod) => pod.status?.podIP).filter(Boolean));
      if (pods.length === 0 || !pods.every(isReady) || addresses.size !== pods.length)
        return {
          met: false,
          seen: `${pods.map(podInWords).join('; ') || 'none'} with ${addresses.size} addresses`,
        };
      for (const { metadata } of pods) {
        const outcome = await healthOf(cluster, subject.reference.namespace, metadata.name, port);
        if (outcome !== '200')
          return { met: false, seen: `pod ${metadata.name} at port ${port}: ${outcome}` };
      }
      return { met: true, value: pods };
    },
    { limit: TO_ANSWER },
  );
}

interface Slice {
  endpoints?: { addresses: string[] }[];
}

/** Waits until the pods that went since the change are gone and no EndpointSlice holds their addresses, unless another pod has got one since. */
export async function nothingMustLeadToRemovedPods(
  cluster: Cluster,
  subject: Subject,
  change: Change,
  limit: Duration,
): Promise<void> {
  const { namespace } = subject.reference;
  await cluster.waitFor(
    `${nameOf(subject)}: expected nothing to lead to the pods that were removed`,
    async () => {
      const present = await cluster.list(kindOf('pod'), { namespace });
      const staying = present.filter(isStaying);
      const removed = change.pods.filter(
        (old) => !staying.some(({ metadata }) => metadata.uid === old.metadata.uid),
      );
      if (removed.length === 0) return { met: false, seen: 'no pod was removed' };
      const ending = present.filter((pod) => !isStaying(pod));
      const taken = new Set(staying.map((pod) => pod.status?.podIP));
      const old = new Set(removed.map((pod) => pod.status?.podIP).filter((address) => !taken.has(address)));
      const slices = (await cluster.list(kindOf('EndpointSlice'), { namespace })) as unknown as Slice[];
      const listed = slices
        .flatMap(({ endpoints = [] }) => endpoints.flatMap(({ addresses }) => addresses))
        .filter((address) => old.has(address));
      return ending.length === 0 && listed.length === 0
        ? { met: true, value: removed }
        : {
            met: false,
            seen: `${ending.length} pods still ending, ${listed.join(', ') || 'no address of them'} among the endpoints`,
          };
    },
    { limit },
  );
}
