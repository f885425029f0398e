import type { Cluster, Kind, KubernetesObject } from '../../../cluster/cluster.ts';
import type { FiguresOf } from '../../../metrics/figure-names.ts';
import { quantityOf } from '../../../plan/quantity.ts';
import { minutes } from '../../../waiting/duration.ts';
import { requireWorkloadPods } from '../pods.ts';
import { nameOf, type Subject } from '../served.ts';

const POD_METRICS: Kind = { apiVersion: 'metrics.k8s.io/v1beta1', kind: 'PodMetrics' };

/** A pod shows up after its second scrape (metrics-server: every 15 s by default). */
const TO_BE_MEASURED = minutes(3);

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

/** CPU and memory of the workload pods against what they ask for, as the resource metrics API tells it; the pod that uses most of each counts. */
export async function resourceFigures(cluster: Cluster, subject: Subject): Promise<FiguresOf<'resources'>> {
  const pods = await requireWorkloadPods(cluster, subject);
  const used = await cluster.waitFor(
    `${nameOf(subject)}: expected the resource metrics API to know its ${pods.length} workload pods`,
    async () => {
      const all = await cluster.list(POD_METRICS, { namespace: subject.reference.namespace });
      const found = pods.map((pod) => all.find(({ metadata }) => metadata.name === pod.metadata.name));
      const known = found.filter((metrics) => metrics !== undefined);
      return known.length === pods.length
        ? { met: true, value: known }
        : { met: false, seen: `${known.length} of them` };
    },
    { limit: TO_BE_MEASURED },
  );
  const shares = (resource: keyof Amounts) =>
    pods.map((pod, index) => amountOf(used[index]?.containers, resource) / requestOf(pod, resource));
  return {
    'CPU use in percent of the request': 100 * Math.max(...shares('cpu')),
    'memory use in percent of the request': 100 * Math.max(...shares('memory')),
    'memory in bytes': Math.max(...used.map(({ containers }) => amountOf(containers, 'memory'))),
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
