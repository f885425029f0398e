import type { Cluster, KubernetesObject } from '../../../cluster/cluster.ts';
import { countAssertion } from '../../../judging/assertions.ts';
import { minutes } from '../../../waiting/duration.ts';
import { allStatuses, isReady, podsInWords, requireWorkloadPods } from '../pods.ts';
import { nameOf, type Subject } from '../served.ts';
import type { Change } from './changes.ts';
import { downloadOf, loadOf, type Span } from './pod-times.ts';

/** How long a pod may take until it fetches its model. */
const TO_BEGIN = minutes(10);

/** Waits until a workload pod runs and is not ready: it fetches or loads its model. Gives up when it is ready already. */
export async function mustBeLoading(cluster: Cluster, subject: Subject): Promise<void> {
  await cluster.waitFor(
    `${nameOf(subject)}: expected a workload pod that loads its model`,
    async () => {
      const pods = await requireWorkloadPods(cluster, subject);
      const running = pods.some((pod) => allStatuses(pod).some(({ state }) => state?.running !== undefined));
      if (pods.every((pod) => running && !isReady(pod))) return { met: true, value: pods };
      const ready = pods.some(isReady) ? { hopeless: 'it is ready already' } : {};
      return { met: false, seen: podsInWords(pods), ...ready };
    },
    { limit: TO_BEGIN },
  );
}

/** The pods that came with the change downloaded at the same time and loaded at the same time, while the first one was not ready. */
export async function podsMustLoadTogether(
  cluster: Cluster,
  subject: Subject,
  change: Change,
): Promise<void> {
  const pods = await requireWorkloadPods(cluster, subject);
  const known = new Set(change.pods.map(({ metadata }) => metadata.uid));
  const [first] = pods.filter(({ metadata }) => known.has(metadata.uid));
  const fresh = pods.filter(({ metadata }) => !known.has(metadata.uid));
  countAssertion();
  if (!first || fresh.length < 2)
    throw new Error(
      `${nameOf(subject)}: expected its first pod and at least two new ones, got ${podsInWords(pods)}`,
    );
  const whole: Span = { begin: downloadOf(first).begin, end: loadOf(first).end };
  const faults = [
    ...(together(fresh.map(downloadOf)) ? [] : [`downloads ${inWords(fresh, downloadOf)}`]),
    ...(together(fresh.map(loadOf)) ? [] : [`loads ${inWords(fresh, loadOf)}`]),
    ...fresh
      .filter((pod) => !together([whole, downloadOf(pod)]))
      .map(({ metadata }) => `${metadata.name} began after the first was ready`),
  ];
  if (faults.length > 0)
    throw new Error(
      `${nameOf(subject)}: expected its pods to download and load at the same time, got ${faults.join('; ')}`,
    );
}

/** There is a moment that lies in all of the spans. */
export const together = (spans: readonly Span[]): boolean =>
  Math.max(...spans.map(({ begin }) => begin)) < Math.min(...spans.map(({ end }) => end));

const inWords = (pods: readonly KubernetesObject[], spanOf: (pod: KubernetesObject) => Span): string =>
  pods
    .map((pod) => {
      const { begin, end } = spanOf(pod);
      return `${pod.metadata.name} ${timeOf(begin)} to ${timeOf(end)}`;
    })
    .join(', ');

const timeOf = (moment: number): string =>
  Number.isFinite(moment) ? new Date(moment).toISOString().slice(11, 19) : '(unknown)';
