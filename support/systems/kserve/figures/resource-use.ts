import { quantityOf } from '../../../amounts/quantity.ts';
import type { Cluster, Kind, KubernetesObject } from '../../../cluster/cluster.ts';
import type { FiguresOf } from '../../../metrics/figure-names.ts';
import { minutes } from '../../../waiting/duration.ts';
import { requireWorkloadPods } from '../pods.ts';
import { nameOf, type Subject } from '../served.ts';

const POD_METRICS: Kind = { apiVersion: 'metrics.k8s.io/v1beta1', kind: 'PodMetrics' };

/** Two scrapes of metrics-server (15 s each by default) and the delay of the kubelets. */
const TO_BE_MEASURED = minutes(3);

/** Times of the cluster have whole seconds. */
const SECOND = 1_000;

interface Amounts {
  cpu?: string;
  memory?: string;
}

interface Container {
  name: string;
  /** Of PodMetrics. */
  usage?: Amounts;
  /** Of pods. */
  resources?: { requests?: Amounts };
}

/** What the resource metrics API told of a pod: `usage` is that of the `window` before the `timestamp`. */
export interface PodUse extends KubernetesObject {
  timestamp?: string;
  /** As Go writes a duration: `15.013s`, `1m0s`. */
  window?: string;
  containers?: readonly Container[];
}

/** Workload pods with what each of them used. */
export type Used = readonly { pod: KubernetesObject; use: PodUse }[];

/**
 * Reads what the workload pods use while `work` runs: of each pod the first measurement whose whole window lies after the beginning of the work.
 * `work` is told by its signal when all are there, and has to go on until then. Fails after 3 minutes of cluster time.
 */
export async function useDuring<Value>(
  cluster: Cluster,
  subject: Subject,
  work: (seen: AbortSignal) => Promise<Value>,
): Promise<{ value: Value; used: Used }> {
  const pods = await requireWorkloadPods(cluster, subject);
  const enough = new AbortController();
  const working = work(enough.signal);
  // A failure of the work is told where it is awaited.
  working.catch(() => undefined);
  try {
    const used = await measuredSince(cluster, subject, pods, await cluster.time.now());
    enough.abort();
    return { value: await working, used };
  } finally {
    enough.abort();
  }
}

const measuredSince = (cluster: Cluster, subject: Subject, pods: readonly KubernetesObject[], at: Date) =>
  cluster.waitFor(
    `${nameOf(subject)}: expected the resource metrics API to have measured its ${pods.length} workload pods since they work`,
    async () => {
      const all: PodUse[] = await cluster.list(POD_METRICS, { namespace: subject.reference.namespace });
      const since = all.filter((use) => beganAfter(use, at));
      const used = pods.flatMap((pod) => {
        const use = since.find(({ metadata }) => metadata.name === pod.metadata.name);
        return use ? [{ pod, use }] : [];
      });
      return used.length === pods.length
        ? { met: true, value: used }
        : { met: false, seen: `${used.length} of them` };
    },
    { limit: TO_BE_MEASURED },
  );

/** Whether all of what a measurement tells was used after a moment of cluster time. */
export const beganAfter = ({ timestamp = '', window = '' }: PodUse, at: Date): boolean =>
  Date.parse(timestamp) - lengthOf(window) >= at.getTime() + SECOND;

/** Milliseconds of a duration of Go; NaN for what is none. */
function lengthOf(window: string): number {
  const [, hours = 0, mins = 0, seconds] = /^(?:(\d+)h)?(?:(\d+)m)?(\d+(?:\.\d+)?)s$/.exec(window) ?? [];
  return seconds === undefined
    ? Number.NaN
    : ((Number(hours) * 60 + Number(mins)) * 60 + Number(seconds)) * 1_000;
}

/** CPU and memory of pods against what they ask for; the pod that uses most of each counts. */
export function resourceFigures(used: Used): FiguresOf<'resources'> {
  const shares = (resource: keyof Amounts) =>
    used.map(({ pod, use }) => amountOf(use.containers, resource) / requestOf(pod, resource));
  return {
    'CPU use in percent of the request': 100 * Math.max(...shares('cpu')),
    'memory use in percent of the request': 100 * Math.max(...shares('memory')),
    'memory in bytes': Math.max(...used.map(({ use }) => amountOf(use.containers, 'memory'))),
  };
}

const amountOf = (containers: readonly Container[] = [], resource: keyof Amounts): number =>
  containers.reduce((sum, { usage }) => sum + quantityOf(usage?.[resource] ?? 0), 0);

/** What all containers of a pod ask for; one that asks for nothing has no share to speak of. */
function requestOf(pod: KubernetesObject, resource: keyof Amounts): number {
  const containers: Container[] = pod.spec?.containers ?? [];
  const asked = containers.reduce(
    (sum, { resources }) => sum + quantityOf(resources?.requests?.[resource] ?? 0),
    0,
  );
  if (asked > 0) return asked;
  throw new Error(
    `pod ${pod.metadata.name} asks for no ${resource}: its use has no request to be measured against`,
  );
}
