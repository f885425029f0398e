import type { Cluster, KubernetesObject } from '../../cluster/cluster.ts';
import { listWorkloadPods } from './pods.ts';
import type { Subject } from './served.ts';
import { type Counts, countsNow } from './served-counts.ts';

/** What a service was like when a step changed it. */
export interface Change {
  /** What each pod had served. */
  readonly served: Counts;
  /** The cluster's time. */
  readonly at: Date;
  /** The workload pods that stayed until then. */
  readonly pods: readonly KubernetesObject[];
}

/** Looks at the service right before it is changed. */
export async function beforeChange(cluster: Cluster, subject: Subject): Promise<Change> {
  const pods = await listWorkloadPods(cluster, subject);
  return { served: await countsNow(cluster, subject), at: await cluster.time.now(), pods };
}
