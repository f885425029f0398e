import { type Amount, amountInWords, holdsAmount } from '../../../amounts/amount.ts';
import type { Cluster, KubernetesObject } from '../../../cluster/cluster.ts';
import { sumOf } from '../../../metrics/prometheus.ts';
import { minutes } from '../../../waiting/duration.ts';
import { kindOf } from '../kinds.ts';
import { type Part, partOf } from '../parts.ts';
import type { PodGroup } from '../pod-groups.ts';
import { groupOf, isReady, isStaying, listWorkloadPods, requireWorkloadPods, selectorOf } from '../pods.ts';
import { metricsOf } from '../requests/pod-metrics.ts';
import { nameOf, type Subject } from '../served.ts';

/** What the selector of a part finds: the pods that stay. The stable InferencePool has its labels one level deeper than the experimental one. */
export async function selectedBy(cluster: Cluster, subject: Subject, part: Part) {
  const object = await partOf(cluster, subject, part);
  const { namespace } = subject.reference;
  const labels: Record<string, string> = object.spec?.selector?.matchLabels ?? object.spec?.selector ?? {};
  const selector = selectorOf(labels);
  const found = selector === '' ? [] : await cluster.list(kindOf('pod'), { namespace, selector });
  return {
    name: `${part} ${namespace}/${object.metadata.name}`,
    selector: selector || 'no selector',
    object,
    pods: found.filter(isStaying),
  };
}

const namesOf = (pods: readonly KubernetesObject[]): string[] =>
  pods.map(({ metadata }) => metadata.name).toSorted();

/** A service is ready before the last of its replicas is (maxUnavailable): what leads to all of them is complete soon after. */
const LAST_REPLICA = minutes(5);

/** Waits until the part's selector finds exactly the ready pods of the subject's group, as many as wanted, none beside them. */
export async function partMustSelect(
  cluster: Cluster,
  subject: Subject,
  part: Part,
  amount: Amount,
): Promise<void> {
  await cluster.waitFor(
    `${part} of ${nameOf(subject)}: expected it to select ${amountInWords(amount)} pods, the ready ${groupOf(subject)}`,
    async () => {
      const { name, selector, pods } = await selectedBy(cluster, subject, part);
      const got = namesOf(pods);
      const ready = namesOf((await listWorkloadPods(cluster, subject)).filter(isReady));
      return holdsAmount(amount, got.length) && got.join() === ready.join()
        ? { met: true, value: got }
        : {
            met: false,
            seen: `${name} with ${selector} finds ${got.join(', ') || 'none'}; ready ${ready.join(', ') || 'none'}`,
          };
    },
    { limit: LAST_REPLICA },
  );
}

/** Waits until the pool's selector finds exactly the pods of the groups, none beside them. */
export async function poolMustSelect(
  cluster: Cluster,
  subject: Subject,
  groups: readonly PodGroup[],
): Promise<void> {
  await cluster.waitFor(
    `inference pool of ${nameOf(subject)}: expected it to select its ${groups.join(' and its ')} and no other pod`,
    async () => {
      const { name, selector, pods } = await selectedBy(cluster, subject, 'inference pool');
      const wanted = await Promise.all(
        groups.map((group) => listWorkloadPods(cluster, { ...subject, pods: group })),
      );
      const [got, expected] = [namesOf(pods), namesOf(wanted.flat())];
      return expected.length > 0 && got.join() === expected.join()
        ? { met: true, value: got }
        : {
            met: false,
            seen: `${name} with ${selector} finds ${got.join(', ') || 'none'}, not ${expected.join(', ') || 'one of its pods'}`,
          };
    },
    { limit: LAST_REPLICA },
  );
}

/** The endpoint picker's gauge of the ready pods of its pool, under its name of either generation. */
const READY_PODS = ['inference_pool_ready_pods', 'inference_extension_pool_ready_pods'];
/** The port of its metrics (document 000, line 1432). */
const METRICS_PORT = 9090;
/** How old the picker's view of the pods may be. It is read over the wire, whose half second is half a minute of a rehearsed cluster. */
const VIEW_LAG = minutes(2);

/** Waits until the scheduler's own metrics count the wanted number of ready pods in the pool. */
export async function schedulerMustCount(cluster: Cluster, subject: Subject, amount: Amount): Promise<void> {
  const [scheduler] = (await requireWorkloadPods(cluster, { ...subject, pods: 'scheduler pods' })).filter(
    isReady,
  );
  if (!scheduler) throw new Error(`${nameOf(subject)} has no ready scheduler pod`);
  await cluster.waitFor(
    `scheduler ${scheduler.metadata.name}: expected it to count ${amountInWords(amount)} ready pods in its pool`,
    async () => {
      const samples = await metricsOf(cluster, scheduler, METRICS_PORT);
      const count = READY_PODS.map((name) => sumOf(samples, name)).find((value) => value !== undefined);
      return count !== undefined && holdsAmount(amount, count)
        ? { met: true, value: count }
        : { met: false, seen: count === undefined ? `no metric ${READY_PODS.join(' or ')}` : `${count}` };
    },
    { limit: VIEW_LAG },
  );
}
