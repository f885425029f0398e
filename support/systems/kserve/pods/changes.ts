import type { Cluster, KubernetesObject } from '../../../cluster/cluster.ts';
import { kindOf } from '../kinds.ts';
import { isReady, listWorkloadPods, requireWorkloadPods } from '../pods.ts';
import { type Counts, countsNow } from '../requests/served-counts.ts';
import { nameOf, type Subject } from '../served.ts';

/** What a service was like when a step changed it. */
export interface Change {
  /** What each pod had served. */
  readonly served: Counts;
  /** The cluster's time. */
  readonly at: Date;
  /** The workload pods that stayed until then. */
  readonly pods: readonly KubernetesObject[];
}

/** Looks at the service right before it is changed; from here on every state of its pods is kept. */
export async function beforeChange(cluster: Cluster, subject: Subject): Promise<Change> {
  const pods = await listWorkloadPods(cluster, subject);
  await Promise.all(pods.map((pod) => cluster.history(referenceOf(pod))));
  return { served: await countsNow(cluster, subject), at: await cluster.time.now(), pods };
}

export const referenceOf = ({ metadata: { namespace, name } }: KubernetesObject) => ({
  ...kindOf('pod'),
  namespace: namespace ?? '',
  name,
});

/** Asks for the deletion of some ready workload pods; throws when there are fewer. With `force` they are killed: nothing of them ends in good order. */
export async function deleteWorkloadPods(
  cluster: Cluster,
  subject: Subject,
  count: number,
  force = false,
): Promise<void> {
  const pods = (await requireWorkloadPods(cluster, subject)).filter(isReady);
  if (pods.length < count)
    throw new Error(`${nameOf(subject)}: expected ${count} ready pods to delete, got ${pods.length}`);
  await deletePods(cluster, pods.slice(0, count), force);
}

/** Kills every pod of the service at once, those of its scheduler among them. */
export async function killEveryPod(cluster: Cluster, subject: Subject): Promise<void> {
  const workload = await requireWorkloadPods(cluster, subject);
  const scheduler = await requireWorkloadPods(cluster, { ...subject, pods: 'scheduler pods' });
  await deletePods(cluster, [...workload, ...scheduler], true);
}

const deletePods = (cluster: Cluster, pods: readonly KubernetesObject[], force: boolean) =>
  Promise.all(pods.map((pod) => cluster.delete(referenceOf(pod), force ? { gracePeriodSeconds: 0 } : {})));
