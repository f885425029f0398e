import { request } from 'undici';
import { type Amount, amountInWords, holdsAmount } from '../../amounts/amount.ts';
import type { Cluster, KubernetesObject } from '../../cluster/cluster.ts';
import { countAssertion } from '../../verdict/assertions.ts';
import type { Duration } from '../../waiting/duration.ts';
import type { Change } from './changes.ts';
import { kindOf } from './kinds.ts';
import { partOf } from './parts.ts';
import { isReady, isStaying, listWorkloadPods, podInWords, selectorOf } from './pods.ts';
import { nameOf, type Subject } from './served.ts';

/** An endpoint that does not answer for so long is none. Wall-clock ms. */
const TO_ANSWER = 10_000;

/** What a pool selects: the pods that stay, and the port on which they are asked. Reads both versions of its API. */
async function endpointsOf(cluster: Cluster, subject: Subject) {
  const pool = await partOf(cluster, subject, 'inference pool');
  const { selector = {}, targetPortNumber, targetPorts } = pool.spec ?? {};
  const labels: Record<string, string> = selector.matchLabels ?? selector;
  const port = Number(targetPortNumber ?? targetPorts?.[0]?.number);
  const { namespace } = subject.reference;
  const selected =
    Object.keys(labels).length === 0
      ? []
      : await cluster.list(kindOf('pod'), { namespace, selector: selectorOf(labels) });
  return {
    name: `inference pool ${namespace}/${pool.metadata.name}`,
    port,
    pods: selected.filter(isStaying),
  };
}

/** The pool selects the wanted number of pods: exactly the workload pods that are ready. */
export async function poolMustLeadTo(cluster: Cluster, subject: Subject, amount: Amount): Promise<void> {
  const { name, pods } = await endpointsOf(cluster, subject);
  const ready = (await listWorkloadPods(cluster, subject)).filter(isReady);
  const namesOf = (list: readonly KubernetesObject[]) => list.map(({ metadata }) => metadata.name).sort();
  countAssertion();
  if (!holdsAmount(amount, pods.length) || namesOf(pods).join() !== namesOf(ready).join())
    throw new Error(
      `${name}: expected to select ${amountInWords(amount)} pods, the ready workload pods ${namesOf(ready).join(', ') || '(none)'}, got ${namesOf(pods).join(', ') || 'none'}`,
    );
}

/** Each pod that the pool selects is ready, has an address of its own, and its server answers on the pool's port. */
export async function endpointsMustAnswer(cluster: Cluster, subject: Subject): Promise<void> {
  const { name, port, pods } = await endpointsOf(cluster, subject);
  const addresses = new Set(pods.map((pod) => pod.status?.podIP).filter(Boolean));
  const unready = pods.filter((pod) => !isReady(pod));
  countAssertion();
  if (pods.length === 0 || unready.length > 0 || addresses.size !== pods.length)
    throw new Error(
      `${name}: expected endpoints that are ready with an address of their own, got ${pods.map(podInWords).join('; ') || 'none'} with ${addresses.size} addresses`,
    );
  for (const pod of pods) {
    const dispatcher = cluster.toPod(subject.reference.namespace, pod.metadata.name, port);
    const answer = await request(`http://127.0.0.1:${port}/health`, {
      dispatcher,
      headersTimeout: TO_ANSWER,
    });
    await answer.body.dump();
    if (answer.statusCode !== 200)
      throw new Error(
        `${name}: expected pod ${pod.metadata.name} to answer /health on port ${port}, got ${answer.statusCode}`,
      );
  }
}

interface Slice {
  endpoints?: { addresses: string[] }[];
}

/** Waits until the pods that went since the change are gone and no EndpointSlice holds their addresses, unless another pod has got one since. */
export async function nothingMustLeadToRemovedPods(
  cluster: Cluster,
  subject: Subject,
  change: Change,
  limit: Duration,
): Promise<void> {
  const { namespace } = subject.reference;
  await cluster.waitFor(
    `${nameOf(subject)}: expected nothing to lead to the pods that were removed`,
    async () => {
      const present = await cluster.list(kindOf('pod'), { namespace });
      const staying = present.filter(isStaying);
      const removed = change.pods.filter(
        (old) => !staying.some(({ metadata }) => metadata.uid === old.metadata.uid),
      );
      if (removed.length === 0) return { met: false, seen: 'no pod was removed' };
      const ending = present.filter((pod) => !isStaying(pod));
      const taken = new Set(staying.map((pod) => pod.status?.podIP));
      const old = new Set(removed.map((pod) => pod.status?.podIP).filter((address) => !taken.has(address)));
      const slices = (await cluster.list(kindOf('EndpointSlice'), { namespace })) as unknown as Slice[];
      const listed = slices
        .flatMap(({ endpoints = [] }) => endpoints.flatMap(({ addresses }) => addresses))
        .filter((address) => old.has(address));
      return ending.length === 0 && listed.length === 0
        ? { met: true, value: removed }
        : {
            met: false,
            seen: `${ending.length} pods still ending, ${listed.join(', ') || 'no address of them'} among the endpoints`,
          };
    },
    { limit },
  );
}
