import { type Amount, amountInWords, holdsAmount } from '../../../amounts/amount.ts';
import type { Cluster, KubernetesObject } from '../../../cluster/cluster.ts';
import { countAssertion } from '../../../judging/assertions.ts';
import { type Attaching, judgeRows } from '../../../judging/check-results.ts';
import { searchLog } from '../../../logs/grep.ts';
import { UnknownWord } from '../../../spelling/unknown-word.ts';
import type { Duration } from '../../../waiting/duration.ts';
import type { Sighting } from '../../../waiting/sighting.ts';
import { acceptedBy, type Reading, type ReleaseWords } from '../expected.ts';
import { kindOf } from '../kinds.ts';
import { containerOf, type TextRow } from '../logs/service-logs.ts';
import { groupOf, listWorkloadPods, podsInWords, requireWorkloadPods, restartsOf } from '../pods.ts';
import { nameOf, type Subject } from '../served.ts';

/** How often what the pod's name stands for has ended: restarts of its containers, and pods of the same name before it. A group that restarts as a whole shows no restart count. */
async function endsOf(cluster: Cluster, pod: KubernetesObject): Promise<number> {
  const { namespace = '', name, uid } = pod.metadata;
  const scheduled = (await cluster.events({ apiVersion: 'v1', kind: 'Pod', namespace, name }))
    .filter(({ reason }) => reason === 'Scheduled')
    .map(({ involvedObject }) => involvedObject?.uid);
  return restartsOf(pod) + new Set([...scheduled, uid]).size - 1;
}

/** No pod has restarted, and none stands where another of the same name stood before. */
export async function podsMustBeTheFirst(cluster: Cluster, subject: Subject): Promise<void> {
  const pods = await requireWorkloadPods(cluster, subject);
  countAssertion();
  for (const pod of pods) {
    const ends = await endsOf(cluster, pod);
    if (ends > 0)
      throw new Error(
        `pod ${pod.metadata.namespace}/${pod.metadata.name}: expected no restart and no replacement, got ${ends}; ${podsInWords([pod])}`,
      );
  }
}

/** Waits until each of the pods has failed as often as wanted: started again where it is, or in another pod of the same name. */
export async function podsMustFailAgain(
  cluster: Cluster,
  subject: Subject,
  amount: Amount,
  limit: Duration,
): Promise<void> {
  await cluster.waitFor(
    `${nameOf(subject)}: expected each of its ${groupOf(subject)} to fail ${amountInWords(amount)} times`,
    async () => {
      const pods = await listWorkloadPods(cluster, subject);
      const ends = await Promise.all(pods.map((pod) => endsOf(cluster, pod)));
      return pods.length > 0 && ends.every((count) => holdsAmount(amount, count))
        ? { met: true, value: ends }
        : { met: false, seen: `${ends.join(', ') || 'no'} ends; ${podsInWords(pods)}` };
    },
    { limit },
  );
}

/** The lines of a pod's model server from its first to its last; undefined when it has not begun. */
async function wholeLog(cluster: Cluster, pod: KubernetesObject): Promise<string[] | undefined> {
  const { namespace = '', name } = pod.metadata;
  const lines: string[] = [];
  const container = containerOf(pod, 'model server');
  try {
    for await (const line of cluster.logs(namespace, name, { container, follow: true })) lines.push(line);
  } catch (error) {
    // The API refuses the log of a container that waits (400) or of a pod that has just gone (404).
    if (![400, 404].includes((error as { code?: number }).code ?? 0)) throw error;
    return undefined;
  }
  return lines.length > 0 ? lines : undefined;
}

/** Follows the log of the leader until its model server ends, then judges each row by what it said in its life. */
export async function leaderMustHaveSaid(
  world: Attaching,
  reading: Reading,
  rows: readonly TextRow[],
  limit: Duration,
): Promise<void> {
  const { cluster, subject } = reading;
  const lines = await cluster.waitFor(
    `${nameOf(subject)}: expected the model server of its leader to end`,
    async (): Promise<Sighting<string[]>> => {
      const [leader] = await listWorkloadPods(cluster, { ...subject, pods: 'leader pods' });
      const said = leader && (await wholeLog(cluster, leader));
      return said
        ? { met: true, value: said }
        : { met: false, seen: leader ? podsInWords([leader]) : 'no leader' };
    },
    { limit },
  );
  await judgeRows(world, rows, async ({ text }) => {
    const accepted = await acceptedBy(text, reading);
    if (!lines.some((line) => accepted.some((wanted) => line.includes(wanted))))
      throw new Error(
        `log of the leader of ${nameOf(subject)}: expected "${accepted.join('" or "')}" before its end, got ${lines.length} lines, the last: ${lines.at(-1)}`,
      );
  });
}

interface Place {
  cluster: Cluster;
  namespace: string;
  words: ReleaseWords;
}

/** What must not happen in a namespace, and how it would be seen: a sentence of what was found, or nothing. */
const HAPPENINGS: Record<string, (place: Place) => Promise<string | undefined>> = {
  'there is a LeaderWorkerSet': async ({ cluster, namespace }) => {
    const sets = await cluster.list(kindOf('LeaderWorkerSet'), { namespace });
    return sets.length > 0 ? sets.map(({ metadata }) => metadata.name).join(', ') : undefined;
  },
  'a model server says that ranks are missing': async ({ cluster, namespace, words }) => {
    const texts = words.list('the missing ranks');
    const pods = await cluster.list(kindOf('pod'), { namespace });
    const logs = await Promise.all(pods.map((pod) => wholeLog(cluster, pod)));
    for (const log of logs) {
      const { hits } = await searchLog(inTurn(log ?? []), texts);
      for (const { count, examples } of hits.values()) if (count > 0) return examples[0];
    }
    return undefined;
  },
  'a container is replaced': async ({ cluster, namespace }) => {
    const pods = await cluster.list(kindOf('pod'), { namespace });
    const ends = await Promise.all(pods.map((pod) => endsOf(cluster, pod)));
    const at = ends.findIndex((count) => count > 0);
    return at < 0 ? undefined : podsInWords(pods.slice(at, at + 1));
  },
};

async function* inTurn(lines: readonly string[]): AsyncIterable<string> {
  yield* lines;
}

/** Looks at everything at once for the whole time, and judges each row by whether it happened. */
export async function noneMustHappen(
  world: Attaching,
  place: Place,
  rows: readonly { check?: string; event: string }[],
  span: Duration,
): Promise<void> {
  const outcomes = await Promise.allSettled(rows.map(({ event }) => mustNotHappen(place, event, span)));
  const results = new Map(rows.map((row, index) => [row, outcomes[index]]));
  await judgeRows(world, rows, (row) => {
    const outcome = results.get(row);
    if (outcome?.status === 'rejected') throw outcome.reason;
  });
}

async function mustNotHappen(place: Place, event: string, span: Duration): Promise<void> {
  const look = HAPPENINGS[event];
  if (!look)
    throw new UnknownWord(
      `"${event}" is nothing that can be looked for: write one of ${Object.keys(HAPPENINGS).join(', ')}`,
    );
  await place.cluster.waitFor(
    `namespace ${place.namespace}: expected for ${span.text} that not: ${event}`,
    async () => {
      const seen = await look(place);
      return seen === undefined
        ? { met: true, value: undefined }
        : { met: false, seen, hopeless: 'it has happened' };
    },
    { limit: span, stableFor: span },
  );
}
