import type { Cluster, KubernetesObject } from '../../../cluster/cluster.ts';
import { type Exchange, summaryOf } from '../../../inference/client.ts';
import { countAssertion } from '../../../judging/assertions.ts';
import { type Duration, minutes } from '../../../waiting/duration.ts';
import { kindOf } from '../kinds.ts';
import {
  groupOf,
  isReady,
  isStaying,
  listWorkloadPods,
  requireWorkloadPods,
  restartsOf,
  workloadPods,
} from '../pods.ts';
import type { Asked } from '../requests/requests.ts';
import { nameOf, type Subject } from '../served.ts';
import { allPods } from './promises-of-all-pods.ts';

/** How long pods may take to stop (grace period and a little more). */
const TO_STOP = minutes(2);

/** Deletes pods and waits until they are gone, by their uids. */
async function deleteAll(
  cluster: Cluster,
  subject: Subject,
  pods: readonly KubernetesObject[],
): Promise<void> {
  const uids = new Set(pods.map(({ metadata }) => metadata.uid));
  await Promise.all(
    pods.map(({ metadata }) =>
      cluster.delete({ ...kindOf('pod'), namespace: subject.reference.namespace, name: metadata.name }),
    ),
  );
  await cluster.waitForList(
    `${nameOf(subject)}: expected the deleted ${groupOf(subject)} to be gone`,
    kindOf('pod'),
    await workloadPods(cluster, subject),
    (there) => {
      const left = there
        .filter(({ metadata }) => uids.has(metadata.uid))
        .map(({ metadata }) => metadata.name);
      return left.length === 0 ? { met: true, value: left } : { met: false, seen: left.join(', ') };
    },
    { limit: TO_STOP },
  );
}

/** Deletes the pod of that name and waits until it is gone. */
export async function losePod(cluster: Cluster, subject: Subject, name: string): Promise<void> {
  const pods = await requireWorkloadPods(cluster, subject);
  const pod = pods.find(({ metadata }) => metadata.name === name);
  if (!pod) throw new Error(`${nameOf(subject)}: pod ${name} is not there (any more)`);
  await deleteAll(cluster, subject, [pod]);
}

/** Attempts to ask while no replacement is ready: one that is quicker than the question leaves nothing to see. */
const ATTEMPTS = 3;

/** Loses all pods of the group at once, and every replacement as soon as it runs, until a question that is asked right after has come to its end. */
export async function askWithoutAny(
  cluster: Cluster,
  subject: Subject,
  ask: () => Promise<Asked>,
): Promise<Asked> {
  for (let attempt = 1; ; attempt += 1) {
    await deleteAll(cluster, subject, await requireWorkloadPods(cluster, subject));
    const answered = new AbortController();
    const losing = keepLosing(cluster, subject, answered.signal);
    const asked = await ask().finally(() => answered.abort());
    await losing;
    if (asked.exchange.status !== 200 || attempt === ATTEMPTS) return asked;
    if (!(await listWorkloadPods(cluster, subject)).some(isReady)) return asked;
  }
}

async function keepLosing(cluster: Cluster, subject: Subject, until: AbortSignal): Promise<void> {
  const selection = await workloadPods(cluster, subject);
  const running = (pods: readonly KubernetesObject[]) =>
    pods.filter((pod) => isStaying(pod) && pod.status?.phase === 'Running');
  while (!until.aborted) {
    try {
      const found = await cluster.waitForList(
        `${nameOf(subject)}: expected replacements of its ${groupOf(subject)}`,
        kindOf('pod'),
        selection,
        (pods) =>
          running(pods).length > 0
            ? { met: true, value: running(pods) }
            : { met: false, seen: `${pods.length} pods, none of them running` },
        { limit: TO_STOP, signal: until },
      );
      for (const { metadata } of found)
        await cluster.delete({ ...kindOf('pod'), namespace: selection.namespace, name: metadata.name });
    } catch (error) {
      // The question has been answered: nothing is to be lost any more.
      if (!until.aborted) throw error;
    }
  }
}

/** What a gateway answers when nobody behind it can work on a request (document 000, lines 1668 and 3196). */
const UNSERVED = [503, 504];

/** The question came to nothing for want of a server: 503, 504, or no answer in the client's time. */
export function mustBeUnserved({ to, exchange }: Asked, limit: Duration): void {
  countAssertion();
  // Silence is known when the client gives up, a moment after its own limit of 30 seconds.
  const inTime = exchange.status === undefined || exchange.latency <= limit.milliseconds;
  if (!isUnserved(exchange) || !inTime)
    throw new Error(
      `${to}: expected 503, 504 or no answer, known within ${limit.text}, got ${summaryOf(exchange)}`,
    );
}

/** The question that goes before what is judged came to nothing for want of a server, however long that took. */
export function mustHaveFailed({ to, exchange }: Asked): void {
  if (!isUnserved(exchange))
    throw new Error(
      `${to}: expected a question to fail for want of a server (503, 504 or no answer), got ${summaryOf(exchange)}`,
    );
}

const isUnserved = ({ status, error }: Exchange): boolean =>
  status === undefined ? error?.startsWith('no answer within') === true : UNSERVED.includes(status);

/** Every pod of the service is one of those before, and none has restarted since. */
export async function noPodMustBeNew(
  cluster: Cluster,
  subject: Subject,
  before: readonly KubernetesObject[],
): Promise<void> {
  const known = new Map(before.map((pod) => [pod.metadata.uid, restartsOf(pod)]));
  const pods = await allPods(cluster, subject);
  const changed = pods.filter((pod) => restartsOf(pod) !== known.get(pod.metadata.uid));
  countAssertion();
  if (changed.length > 0 || pods.length !== before.length)
    throw new Error(
      `${nameOf(subject)}: expected the ${before.length} pods of before, none restarted, got ${pods.length}, of them new or restarted: ${changed.map(({ metadata }) => metadata.name).join(', ') || 'none'}`,
    );
}
