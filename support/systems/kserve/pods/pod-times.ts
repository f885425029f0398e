import type { Cluster, KubernetesObject } from '../../../cluster/cluster.ts';
import type { FiguresOf } from '../../../metrics/figure-names.ts';
import {
  type ContainerStatus,
  isReady,
  mainStatuses,
  readySince,
  requireWorkloadPods,
  restartsOf,
} from '../pods.ts';
import { nameOf, type Subject } from '../served.ts';
import type { Change } from './changes.ts';

/** A span of cluster time, in ms since the epoch. */
export interface Span {
  begin: number;
  end: number;
}

const INITIALIZER = 'storage-initializer';

const conditionTime = (pod: KubernetesObject, type: string): number =>
  Date.parse(
    (pod.status?.conditions ?? []).find((one: { type: string; status: string }) => one.type === type)
      ?.lastTransitionTime ?? '',
  );

/**
 * When the model came to a pod: the run of its storage initializer; in a release without one, the time in which its init
 * containers and images came. NaN while it is not complete.
 */
export function downloadOf(pod: KubernetesObject): Span {
  const statuses: ContainerStatus[] = pod.status?.initContainerStatuses ?? [];
  const ended = statuses.find(({ name }) => name === INITIALIZER)?.state?.terminated;
  return ended
    ? { begin: Date.parse(ended.startedAt ?? ''), end: Date.parse(ended.finishedAt ?? '') }
    : { begin: conditionTime(pod, 'PodScheduled'), end: conditionTime(pod, 'Initialized') };
}

/** From the start of a pod's containers to the moment at which it was ready. NaN while it is not. */
export function loadOf(pod: KubernetesObject): Span {
  const starts = mainStatuses(pod).map(({ state }) => Date.parse(state?.running?.startedAt ?? ''));
  return { begin: Math.max(...starts), end: readyTime(pod) };
}

const readyTime = (pod: KubernetesObject): number =>
  isReady(pod) ? (readySince(pod)?.getTime() ?? Number.NaN) : Number.NaN;

const lengthOf = ({ begin, end }: Span): number => end - begin;

/** Model download and the rest up to readiness, of the pod for which both took longest. */
export const startupFigures = async (cluster: Cluster, subject: Subject): Promise<FiguresOf<'startup'>> =>
  startupOf(await requireWorkloadPods(cluster, subject));

/** The same of some pods. NaN while one of them is not ready: nobody knows how long it takes. */
export function startupOf(pods: readonly KubernetesObject[]): FiguresOf<'startup'> {
  const starts = pods.map((pod) => {
    const download = downloadOf(pod);
    return { download: lengthOf(download), rest: readyTime(pod) - download.end };
  });
  const slowest =
    starts.find(({ download, rest }) => Number.isNaN(download + rest)) ??
    starts.toSorted((a, b) => b.download + b.rest - (a.download + a.rest))[0];
  const { download, rest } = slowest ?? { download: Number.NaN, rest: Number.NaN };
  return {
    'start-up time': download + rest,
    'model download time': download,
    'time to ready after the download': rest,
  };
}

/** How much longer the slowest pod took than the fastest; timestamps have whole seconds, so that no time is below one. */
export async function loadingFigures(cluster: Cluster, subject: Subject): Promise<FiguresOf<'loading'>> {
  const pods = await requireWorkloadPods(cluster, subject);
  const ratio = (spans: readonly Span[]) => {
    const lengths = spans.map((span) => Math.max(1_000, lengthOf(span)));
    return Math.max(...lengths) / Math.min(...lengths);
  };
  return {
    'longest to shortest download': ratio(pods.map(downloadOf)),
    'longest to shortest load': ratio(pods.map(loadOf)),
  };
}

const ageAt =
  (moment: number) =>
  ({ metadata }: KubernetesObject): number =>
    Math.max(0, moment - Date.parse(metadata.creationTimestamp ?? ''));

/** What the pods of a service come to, now. */
export async function reliabilityFigures(
  cluster: Cluster,
  subject: Subject,
  change?: Change,
): Promise<FiguresOf<'reliability'>> {
  return reliabilityOf(await requireWorkloadPods(cluster, subject), await cluster.time.now(), change);
}

/**
 * Restarts of the pods that are there, failures, and how long pods have been there in all: the parts of the mean time between failures.
 * A pod that was there before the change and has been replaced since failed at the change.
 */
export function reliabilityOf(
  pods: readonly KubernetesObject[],
  now: Date,
  change?: Pick<Change, 'at' | 'pods'>,
): FiguresOf<'reliability'> {
  const there = new Set(pods.map(({ metadata }) => metadata.uid));
  const lost = (change?.pods ?? []).filter(({ metadata }) => !there.has(metadata.uid));
  const sum = (count: (pod: KubernetesObject) => number, of: readonly KubernetesObject[] = pods) =>
    of.reduce((total, pod) => total + count(pod), 0);
  const restarts = sum(restartsOf);
  return {
    'pod restarts': restarts,
    'failures of pods': restarts + lost.length + pods.filter((pod) => pod.status?.phase === 'Failed').length,
    'observed pod time': sum(ageAt(now.getTime())) + sum(ageAt((change?.at ?? now).getTime()), lost),
  };
}

/** From the change to the moment at which the last of the pods that came after it was ready. Throws when none came. */
export async function recoveryFigures(
  cluster: Cluster,
  subject: Subject,
  change: Change,
): Promise<FiguresOf<'recovery'>> {
  const known = new Set(change.pods.map(({ metadata }) => metadata.uid));
  const pods = await requireWorkloadPods(cluster, subject);
  const fresh = pods.filter(({ metadata }) => !known.has(metadata.uid));
  if (fresh.length === 0) throw new Error(`${nameOf(subject)}: expected new pods since the change, got none`);
  return { 'recovery time': Math.max(...fresh.map(readyTime)) - change.at.getTime() };
}
