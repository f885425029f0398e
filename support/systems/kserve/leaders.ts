import { request } from 'undici';
import { type Amount, amountInWords, holdsAmount } from '../../amounts/amount.ts';
import type { Cluster, KubernetesObject } from '../../cluster/cluster.ts';
import { parseMetrics, sumOf } from '../../metrics/prometheus.ts';
import { countAssertion } from '../../verdict/assertions.ts';
import { minutes } from '../../waiting/duration.ts';
import { indexOf } from './groups.ts';
import { kindOf } from './kinds.ts';
import { type Part, partOf } from './parts.ts';
import { isReady, listWorkloadPods, requireWorkloadPods } from './pods.ts';
import { nameOf, type Subject } from './served.ts';

/** An endpoint gets known within moments of its pod's readiness. */
const TO_BE_KNOWN = minutes(1);

/** Selectors of the parts that lead to pods; the stable InferencePool has its labels one level deeper. */
const selectorIn = (part: KubernetesObject): Record<string, string> =>
  part.spec?.selector?.matchLabels ?? part.spec?.selector ?? {};

/** The selector of the part matches the leaders of the groups, as many as wanted, and no worker. */
export async function partMustSelectLeaders(
  cluster: Cluster,
  subject: Subject,
  part: Extract<Part, 'Service' | 'inference pool'>,
  amount: Amount,
): Promise<void> {
  const object = await partOf(cluster, subject, part);
  const selector = Object.entries(selectorIn(object));
  const pods = await cluster.list(kindOf('pod'), { namespace: subject.reference.namespace });
  const selected = pods.filter(
    ({ metadata }) =>
      selector.length > 0 && selector.every(([key, value]) => metadata.labels?.[key] === value),
  );
  countAssertion();
  if (!selected.every((pod) => indexOf(pod) === '0') || !holdsAmount(amount, selected.length))
    throw new Error(
      `${part} ${object.metadata.name}: expected its selector to match ${amountInWords(amount)} leaders and nothing else, got ${selected.map(({ metadata }) => metadata.name).join(', ') || 'no pod'}`,
    );
}

interface Slice {
  ports?: { port?: number }[];
  endpoints?: { addresses: string[]; conditions?: { ready?: boolean } }[];
}

/** Waits until the endpoints of the Service are the ready leaders and nothing else, all at the port. */
export async function endpointsMustBeLeaders(
  cluster: Cluster,
  subject: Subject,
  amount: Amount,
  port: number,
): Promise<void> {
  const service = await partOf(cluster, subject, 'Service');
  const name = `Service ${subject.reference.namespace}/${service.metadata.name}`;
  await cluster.waitFor(
    `${name}: expected its endpoints to be ${amountInWords(amount)} leaders at port ${port}`,
    async () => {
      const leaders = (await listWorkloadPods(cluster, { ...subject, pods: 'leader pods' })).filter(isReady);
      const wanted = leaders.map(({ status }) => `${status?.podIP}:${port}`);
      const got = await readyEndpoints(cluster, subject, service);
      return holdsAmount(amount, got.length) && got.toSorted().join() === wanted.toSorted().join()
        ? { met: true, value: got }
        : { met: false, seen: `${got.join(', ') || 'none'} (ready leaders: ${wanted.join(', ') || 'none'})` };
    },
    { limit: TO_BE_KNOWN },
  );
}

async function readyEndpoints(
  cluster: Cluster,
  subject: Subject,
  service: KubernetesObject,
): Promise<string[]> {
  const slices = await cluster.list(kindOf('EndpointSlice'), {
    namespace: subject.reference.namespace,
    selector: `kubernetes.io/service-name=${service.metadata.name}`,
  });
  return (slices as unknown as Slice[]).flatMap(({ endpoints = [], ports = [] }) =>
    endpoints
      .filter(({ conditions }) => conditions?.ready !== false)
      .flatMap(({ addresses }) =>
        addresses.flatMap((address) => ports.map(({ port }) => `${address}:${port}`)),
      ),
  );
}

/** How many endpoints the endpoint picker knows (gateway-api-inference-extension, metrics). */
const READY_PODS = 'inference_pool_ready_pods';
const METRICS_PORT = 9090;

/** Waits until the scheduler says by its own metric that it knows as many ready endpoints as wanted. */
export async function schedulerMustKnow(cluster: Cluster, subject: Subject, amount: Amount): Promise<void> {
  const [pod] = await requireWorkloadPods(cluster, { ...subject, pods: 'scheduler pods' });
  const { namespace = '', name = '' } = pod?.metadata ?? {};
  await cluster.waitFor(
    `scheduler of ${nameOf(subject)}: expected ${READY_PODS} to be ${amountInWords(amount)}`,
    async () => {
      const answer = await request(`http://127.0.0.1:${METRICS_PORT}/metrics`, {
        dispatcher: cluster.toPod(namespace, name, METRICS_PORT),
        headersTimeout: 10_000,
      });
      const count = sumOf(parseMetrics(await answer.body.text()), READY_PODS);
      return count !== undefined && holdsAmount(amount, count)
        ? { met: true, value: count }
        : { met: false, seen: `${count ?? 'no such metric'} (${answer.statusCode})` };
    },
    { limit: TO_BE_KNOWN },
  );
}
