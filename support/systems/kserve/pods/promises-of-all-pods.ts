import { request } from 'undici';
import type { Cluster, KubernetesObject } from '../../../cluster/cluster.ts';
import { countAssertion } from '../../../judging/assertions.ts';
import { minutes } from '../../../waiting/duration.ts';
import { kindOf } from '../kinds.ts';
import { unfilledIn } from '../part-settings.ts';
import { groupOf, isStaying, requireWorkloadPods } from '../pods.ts';
import { nameOf, type Subject } from '../served.ts';

/** Every pod of a service, whatever it does in it; throws when there is none. */
export async function allPods(cluster: Cluster, subject: Subject): Promise<KubernetesObject[]> {
  const { namespace, name } = subject.reference;
  const pods = await cluster.list(kindOf('pod'), { namespace, selector: `app.kubernetes.io/name=${name}` });
  const staying = pods.filter(isStaying);
  if (staying.length === 0) throw new Error(`${nameOf(subject)} has no pod`);
  return staying;
}

/** A variable that no value was filled in for (Go templates), or the mark of one for which nothing is known. */
const UNFILLED = /\{\{|<no value>/;

/** No field of any pod's spec, labels or annotations still holds template text. */
export async function everyPodMustBeFilledIn(cluster: Cluster, subject: Subject): Promise<void> {
  const pods = await allPods(cluster, subject);
  countAssertion();
  for (const { metadata, spec } of pods) {
    const { labels, annotations } = metadata;
    const filled = { labels, annotations, spec };
    const path = pathOf(filled, (text) => UNFILLED.test(text));
    if (path !== undefined)
      throw new Error(
        `pod ${metadata.namespace}/${metadata.name}: expected no unfilled variable, got ${unfilledIn(filled).join(', ')}, the first at ${path}`,
      );
  }
}

/** The path of the first text, field names among them, that is looked for; undefined when there is none. */
export function pathOf(value: unknown, isMeant: (text: string) => boolean): string | undefined {
  if (typeof value === 'string') return isMeant(value) ? '' : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [field, content] of Object.entries(value)) {
    const below = isMeant(field) ? '' : pathOf(content, isMeant);
    if (below !== undefined) return below === '' ? field : `${field}.${below}`;
  }
  return undefined;
}

/** How long a server may take to say that it is alive. Wall-clock ms. */
const LIMIT = 10_000;
/** A service is ready before the last of its replicas answers (maxUnavailable). */
const TO_ANSWER = minutes(5);

/** Waits until each pod of the group answers a health check at the port. */
export async function podsMustAnswerAt(cluster: Cluster, subject: Subject, port: number): Promise<void> {
  await cluster.waitFor(
    `${nameOf(subject)}: expected each of its ${groupOf(subject)} to answer at port ${port}`,
    async () => {
      const pods = await requireWorkloadPods(cluster, subject);
      for (const { metadata } of pods) {
        const outcome = await healthOf(cluster, metadata.namespace ?? '', metadata.name, port);
        if (outcome !== '200') return { met: false, seen: `pod ${metadata.name}: ${outcome}` };
      }
      return { met: true, value: pods };
    },
    { limit: TO_ANSWER },
  );
}

/** What a health check of a pod at a port comes to: a status, or why there was none. */
export async function healthOf(
  cluster: Cluster,
  namespace: string,
  pod: string,
  port: number,
): Promise<string> {
  try {
    const dispatcher = cluster.toPod(namespace, pod, port);
    const answer = await request(`http://127.0.0.1:${port}/health`, {
      dispatcher,
      signal: AbortSignal.timeout(LIMIT),
    });
    await answer.body.dump();
    return String(answer.statusCode);
  } catch (error) {
    return (error as Error).message;
  }
}
