import type { Cluster, KubernetesObject } from '../../../cluster/cluster.ts';
import { declares, parseMetrics, sumOf } from '../../../metrics/prometheus.ts';
import { answering, isReady, listWorkloadPods } from '../pods.ts';
import type { Subject } from '../served.ts';
import { metricsText } from './pod-metrics.ts';

/** Requests that each pod has answered since its start, by pod name. */
export type Counts = Map<string, number>;

/** vLLM's counter of requests that ended with an answer (vllm/engine/metrics). */
const COUNTER = 'vllm:request_success_total';

interface PortOwner {
  ports?: { containerPort: number }[];
}

/** The port on which the model server of a pod listens: the first that its main container names. */
export function serverPort(pod: KubernetesObject): number {
  const containers: PortOwner[] = pod.spec?.containers ?? [];
  const port = containers[0]?.ports?.[0]?.containerPort;
  if (port === undefined)
    throw new Error(`pod ${pod.metadata.namespace}/${pod.metadata.name} names no port to read metrics from`);
  return port;
}

/** Reads each pod's own counter by port-forward. A pod that does not show the counter is an error: a missing metric is not zero. */
async function servedCounts(cluster: Cluster, pods: readonly KubernetesObject[]): Promise<Counts> {
  const entries = await Promise.all(
    pods.map(async (pod) => {
      const { namespace = '', name } = pod.metadata;
      const text = await metricsText(cluster, pod, serverPort(pod));
      const count = sumOf(parseMetrics(text), COUNTER) ?? (declares(text, COUNTER) ? 0 : undefined);
      if (count === undefined) throw new Error(`pod ${namespace}/${name}: its metrics have no ${COUNTER}`);
      return [name, count] as const;
    }),
  );
  return new Map(entries);
}

/** What each ready workload pod has served so far. */
export const countsNow = async (cluster: Cluster, subject: Subject): Promise<Counts> =>
  servedCounts(cluster, (await listWorkloadPods(cluster, answering(subject))).filter(isReady));

/** What each of the later pods served since the earlier reading; a pod that was not there then counts from zero. */
export const servedSince = (before: Counts, after: Counts): Counts =>
  new Map([...after].map(([pod, count]) => [pod, count - (before.get(pod) ?? 0)]));

export const countsInWords = (counts: Counts): string =>
  [...counts].map(([pod, count]) => `${pod} ${count}`).join(', ') || 'no pod';
