import { request } from 'undici';
import type { Cluster, KubernetesObject } from '../../../cluster/cluster.ts';
import { parseMetrics, type Sample } from '../../../metrics/prometheus.ts';

/** How long a pod may take to tell its metrics. Wall-clock ms. */
const LIMIT = 10_000;

/** The text of a pod's `/metrics`, by port-forward. Throws when it does not answer 200. */
export async function metricsText(cluster: Cluster, pod: KubernetesObject, port: number): Promise<string> {
  const { namespace = '', name } = pod.metadata;
  const dispatcher = cluster.toPod(namespace, name, port);
  const answer = await request(`http://127.0.0.1:${port}/metrics`, { dispatcher, headersTimeout: LIMIT });
  const text = await answer.body.text();
  if (answer.statusCode === 200) return text;
  throw new Error(`pod ${namespace}/${name}: expected its metrics at port ${port}, got ${answer.statusCode}`);
}

/** What a pod's `/metrics` says. */
export const metricsOf = async (cluster: Cluster, pod: KubernetesObject, port: number): Promise<Sample[]> =>
  parseMetrics(await metricsText(cluster, pod, port));
