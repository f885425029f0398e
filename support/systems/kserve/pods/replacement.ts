import type { Cluster, KubernetesObject } from '../../../cluster/cluster.ts';
import type { Duration } from '../../../waiting/duration.ts';
import type { Sighting } from '../../../waiting/sighting.ts';
import { kindOf } from '../kinds.ts';
import { isReady, isSound, isStaying, podsInWords, workloadPods } from '../pods.ts';
import { nameOf, type Subject } from '../served.ts';
import type { Change } from './changes.ts';

type PodSighting = Sighting<KubernetesObject[]>;

async function waitForPods(
  cluster: Cluster,
  subject: Subject,
  wanted: string,
  look: (pods: KubernetesObject[]) => PodSighting,
  limit: Duration,
): Promise<KubernetesObject[]> {
  const selection = await cluster.waitFor(
    `${nameOf(subject)}: expected a Deployment of its own`,
    async () => {
      try {
        return { met: true, value: await workloadPods(cluster, subject) };
      } catch (error) {
        return { met: false, seen: (error as Error).message };
      }
    },
    { limit },
  );
  return cluster.waitForList(`${nameOf(subject)}: expected ${wanted}`, kindOf('pod'), selection, look, {
    limit,
    hint: `pods with ${selection.selector} in namespace ${selection.namespace}`,
  });
}

const isNew =
  ({ pods }: Change) =>
  (pod: KubernetesObject): boolean =>
    !pods.some(({ metadata }) => metadata.uid === pod.metadata.uid);

/** A wait for workload pods that tells those that came after a change from those that were there before. */
const sinceChange =
  (
    wanted: string,
    look: (pods: KubernetesObject[], isFresh: (pod: KubernetesObject) => boolean) => PodSighting,
  ) =>
  (cluster: Cluster, subject: Subject, change: Change, limit: Duration): Promise<KubernetesObject[]> =>
    waitForPods(cluster, subject, wanted, (pods) => look(pods, isNew(change)), limit);

/** Waits until there is a workload pod that was not there before the change, ready or not. */
export const newPodMustAppear = sinceChange(
  'a workload pod that was not there before the change',
  (pods, isFresh) => {
    const fresh = pods.filter(isStaying).filter(isFresh);
    const [first] = fresh.map(({ metadata }) => new Date(metadata.creationTimestamp ?? ''));
    return fresh.length > 0
      ? { met: true, value: fresh, ...(first && { since: first }) }
      : { met: false, seen: podsInWords(pods) };
  },
);

/** Waits until all workload pods came after the change and are ready. */
export const onlyNewPodsMustStay = sinceChange(
  'only ready workload pods that were not there before the change',
  (pods, isFresh) => {
    const sound = pods.length > 0 && pods.every((pod) => isStaying(pod) && isReady(pod) && isFresh(pod));
    return sound ? { met: true, value: pods } : { met: false, seen: podsInWords(pods) };
  },
);

/** Waits until every workload pod is ready or has shown a failure: until there is something to say of it. */
export const podsMustSettle = (
  cluster: Cluster,
  subject: Subject,
  limit: Duration,
): Promise<KubernetesObject[]> =>
  waitForPods(
    cluster,
    subject,
    'each of its workload pods to be ready or to have failed',
    (pods) => {
      const settled = (pod: KubernetesObject) => isReady(pod) || !isSound(pod);
      return pods.length > 0 && pods.every(settled)
        ? { met: true, value: pods }
        : { met: false, seen: podsInWords(pods) };
    },
    limit,
  );

/** The label by which a user finds the pods of a service. */
const NAME_LABEL = 'app.kubernetes.io/name';

/** Asks for the deletion of all pods that carry the service's name as their label; throws when there are none. */
export async function deletePodsByLabel(cluster: Cluster, { reference }: Subject): Promise<void> {
  const { namespace, name } = reference;
  const pods = await cluster.list(kindOf('pod'), { namespace, selector: `${NAME_LABEL}=${name}` });
  if (pods.length === 0) throw new Error(`namespace ${namespace}: no pod with ${NAME_LABEL}=${name}`);
  for (const { metadata } of pods) await cluster.delete({ ...kindOf('pod'), namespace, name: metadata.name });
}
