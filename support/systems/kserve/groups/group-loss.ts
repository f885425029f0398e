import type { Cluster, KubernetesObject, Selection } from '../../../cluster/cluster.ts';
import { messageOf } from '../../../cluster/environment-error.ts';
import { type Exchange, summaryOf } from '../../../inference/client.ts';
import { countAssertion } from '../../../judging/assertions.ts';
import { type Attaching, judgeRows } from '../../../judging/check-results.ts';
import { succeeded } from '../../../traffic/batch.ts';
import type { Flow } from '../../../traffic/flow.ts';
import { type Duration, minutes } from '../../../waiting/duration.ts';
import type { Sighting } from '../../../waiting/sighting.ts';
import { acceptedBy, type Reading } from '../expected.ts';
import { kindOf } from '../kinds.ts';
import { containerOf, type TextRow } from '../logs/service-logs.ts';
import { isReady, isStaying, podsInWords, readySince, workloadPods } from '../pods.ts';
import { nameOf, type Subject } from '../served.ts';
import { groupsOf, indexOf } from './groups.ts';

/** A group that loses a member: who was in it, and what its leader has logged to its end. */
export interface Loss {
  readonly former: readonly KubernetesObject[];
  readonly leader: string;
  readonly lines: string[];
  /** Why the log could not be read to its end, if so. */
  broken?: string;
}

/** Deletes the pod with the number in the only group of the service; the leader's log is followed from before. */
export async function loseMember(
  cluster: Cluster,
  subject: Subject,
  index: number,
  signal: AbortSignal,
): Promise<Loss> {
  const groups = await groupsOf(cluster, subject);
  const [group] = groups;
  if (!group || groups.length > 1)
    throw new Error(`${nameOf(subject)}: expected one group to lose a member, got ${groups.length}`);
  const former = [group.leader, ...group.workers];
  const member = former.find((pod) => indexOf(pod) === String(index));
  if (!member)
    throw new Error(`${nameOf(subject)}: expected a pod of index ${index}, got ${podsInWords(former)}`);
  const loss = await follow(cluster, group.leader, former, signal);
  const { namespace = '', name } = member.metadata;
  await cluster.delete({ ...kindOf('pod'), namespace, name });
  return loss;
}

/** Begins to follow the leader's log; resolves once the first line has come, so that nothing after it is missed. */
async function follow(
  cluster: Cluster,
  leader: KubernetesObject,
  former: readonly KubernetesObject[],
  signal: AbortSignal,
): Promise<Loss> {
  const { namespace = '', name } = leader.metadata;
  const loss: Loss = { former, leader: name, lines: [] };
  const begun = Promise.withResolvers<void>();
  const read = async () => {
    const container = containerOf(leader, 'model server');
    for await (const line of cluster.logs(namespace, name, { container, follow: true, signal })) {
      loss.lines.push(line);
      begun.resolve();
    }
  };
  read()
    .catch((error: unknown) => {
      loss.broken = messageOf(error);
    })
    .finally(() => begun.resolve());
  await begun.promise;
  return loss;
}

/** How long the last lines of a log may take to arrive. */
const TO_ARRIVE = minutes(1);

/** Waits, row by row, until the log of the leader that led when the member was lost holds the text. */
export function formerLeaderMustHaveLogged(
  world: Attaching,
  reading: Reading,
  loss: Loss,
  rows: readonly TextRow[],
): Promise<void> {
  return judgeRows(world, rows, async ({ text }) => {
    const accepted = await acceptedBy(text, reading);
    await reading.cluster.waitFor(
      `log of the former leader ${loss.leader}: expected "${accepted.join('" or "')}"`,
      async () => {
        const line = loss.lines.find((one) => accepted.some((wanted) => one.includes(wanted)));
        const end = loss.broken ?? loss.lines.at(-1) ?? 'no line';
        return line === undefined
          ? { met: false, seen: `${loss.lines.length} lines, the last: ${end}` }
          : { met: true, value: line };
      },
      { limit: TO_ARRIVE },
    );
  });
}

/** A look at pods that tells those of the group that lost a member, by uid. */
type Look = (pods: KubernetesObject[], isFormer: (pod: KubernetesObject) => boolean) => Sighting<unknown>;

async function waitForGroup(
  cluster: Cluster,
  { former }: Loss,
  awaited: { sentence: string; selection: Selection; limit: Duration },
  look: Look,
): Promise<void> {
  const { sentence, selection, limit } = awaited;
  const uids = new Set(former.map(({ metadata }) => metadata.uid));
  const isFormer = ({ metadata }: KubernetesObject) => uids.has(metadata.uid);
  await cluster.waitForList(sentence, kindOf('pod'), selection, (pods) => look(pods, isFormer), { limit });
}

/** Waits until no pod that was in the group when the member was lost is there any more, by uid. */
export async function formerPodsMustEnd(
  cluster: Cluster,
  subject: Subject,
  loss: Loss,
  limit: Duration,
): Promise<void> {
  const sentence = `${nameOf(subject)}: expected all ${loss.former.length} pods of the broken group to end`;
  const selection = { namespace: subject.reference.namespace };
  await waitForGroup(cluster, loss, { sentence, selection, limit }, (pods, isFormer) => {
    const left = pods.filter(isFormer);
    return left.length === 0
      ? { met: true, value: undefined }
      : { met: false, seen: `still there: ${podsInWords(left)}` };
  });
}

/** Waits until there are as many ready pods as before, none of them one of before. */
export async function groupMustBeBack(
  cluster: Cluster,
  subject: Subject,
  loss: Loss,
  limit: Duration,
): Promise<void> {
  const sentence = `${nameOf(subject)}: expected a new group of ${loss.former.length} ready pods`;
  const selection = await workloadPods(cluster, subject);
  await waitForGroup(cluster, loss, { sentence, selection, limit }, (pods, isFormer) => {
    const fresh = pods.filter((pod) => isStaying(pod) && isReady(pod) && !isFormer(pod));
    const since = fresh
      .map(readySince)
      .filter((date) => date !== undefined)
      .sort((a, b) => b.getTime() - a.getTime())[0];
    return fresh.length === loss.former.length
      ? { met: true, value: fresh, ...(since && { since }) }
      : { met: false, seen: podsInWords(pods) };
  });
}

/**
 * Between the first answer that failed after the loss and the last request that did, nobody was served: no request that began
 * and ended in that time succeeded. Others prove nothing: a busy machine sends them late and hears of them late. An answer
 * that says by its status that it is one, and is none, hides the outage from everybody who goes by the status.
 */
export function nothingMustBeServed(flow: Flow): void {
  const after = flow.phase('after').map(({ exchange }) => exchange);
  const failures = after.filter((exchange) => !succeeded(exchange));
  countAssertion();
  const [first] = failures;
  if (!first)
    throw new Error(
      `${flow.to}: expected requests to fail while the group was broken, all ${after.length} since the loss succeeded`,
    );
  const hidden = failures.filter(({ status, error }) => status === 200 && error === undefined);
  if (hidden[0])
    throw new Error(
      `${flow.to}: expected requests to fail with an error status while the group was broken, ${hidden.length} of ${failures.length} that failed had status 200, the first: ${summaryOf(hidden[0])}`,
    );
  const began = Math.min(...failures.map(endOf));
  const ended = Math.max(...failures.map(({ startedAt }) => startedAt));
  const served = after.filter(
    (exchange) => exchange.startedAt > began && endOf(exchange) < ended && succeeded(exchange),
  );
  if (served.length > 0)
    throw new Error(
      `${flow.to}: expected none of the requests to succeed while the group was broken, ${served.length} did between the ${failures.length} that failed, the first of which: ${summaryOf(first)}`,
    );
}

const endOf = ({ startedAt, latency }: Exchange): number => startedAt + latency;
