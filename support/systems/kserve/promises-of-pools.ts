import { type Amount, amountInWords, holdsAmount } from '../../amounts/amount.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import { sumOf } from '../../metrics/prometheus.ts';
import { countAssertion } from '../../verdict/assertions.ts';
import { seconds } from '../../waiting/duration.ts';
import { kindOf } from './kinds.ts';
import { partOf } from './parts.ts';
import { metricsOf } from './pod-metrics.ts';
import {
  isReady,
  isStaying,
  listWorkloadPods,
  type PodGroup,
  requireWorkloadPods,
  selectorOf,
} from './pods.ts';
import { nameOf, type Subject } from './served.ts';

/** The pool's selector finds exactly the ready pods of the groups, none beside them. */
export async function poolMustSelect(
  cluster: Cluster,
  subject: Subject,
  groups: readonly PodGroup[],
): Promise<void> {
  const pool = await partOf(cluster, subject, 'inference pool');
  const name = `inference pool ${subject.reference.namespace}/${pool.metadata.name}`;
  // The stable kind has its labels one level deeper than the experimental one.
  const labels: Record<string, string> = pool.spec?.selector?.matchLabels ?? pool.spec?.selector ?? {};
  if (Object.keys(labels).length === 0) throw new Error(`${name}: expected a selector, got none`);
  const selection = { namespace: subject.reference.namespace, selector: selectorOf(labels) };
  const selected = (await cluster.list(kindOf('pod'), selection)).filter(isStaying);
  const wanted = await Promise.all(groups.map((pods) => listWorkloadPods(cluster, { ...subject, pods })));
  const names = (list: readonly { metadata: { name: string } }[]) =>
    list.map(({ metadata }) => metadata.name).toSorted();
  const [got, expected] = [names(selected), names(wanted.flat())];
  countAssertion();
  if (expected.length === 0 || got.join() !== expected.join())
    throw new Error(
      `${name}: expected ${selection.selector} to find ${expected.join(', ') || 'pods'}, got ${got.join(', ') || 'none'}`,
    );
}

/** The endpoint picker's gauge of the ready pods of its pool, under its name of either generation. */
const READY_PODS = ['inference_pool_ready_pods', 'inference_extension_pool_ready_pods'];
/** The port of its metrics (document 000, line 1432). */
const METRICS_PORT = 9090;
/** How old the picker's view of the pods may be. */
const VIEW_LAG = seconds(30);

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
