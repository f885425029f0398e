import { type Amount, amountInWords, holdsAmount } from '../../../amounts/amount.ts';
import type { Cluster, KubernetesObject } from '../../../cluster/cluster.ts';
import { countAssertion } from '../../../judging/assertions.ts';
import { type Attaching, judgeRows } from '../../../judging/check-results.ts';
import { UnknownWord } from '../../../spelling/unknown-word.ts';
import { type Duration, minutes } from '../../../waiting/duration.ts';
import { explained } from '../../../waiting/explained.ts';
import type { Sighting } from '../../../waiting/sighting.ts';
import { type Reading, spoken } from '../expected.ts';
import { kindOf } from '../kinds.ts';
import {
  groupOf,
  isReady,
  isStaying,
  mainStatuses,
  podInWords,
  podsInWords,
  readySince,
  reasonsOf,
  requireWorkloadPods,
  restartsOf,
  workloadPods,
} from '../pods.ts';
import { nameOf, type Subject, toldWorkloads } from '../served.ts';

/** Waits for the service's Deployment, then looks at its pods until they are as wanted. */
async function waitForPods<T>(
  cluster: Cluster,
  subject: Subject,
  wanted: string,
  look: (pods: KubernetesObject[]) => Sighting<T>,
  options: { limit: Duration; stableFor?: Duration },
): Promise<T> {
  const selection = await cluster.waitFor(
    `${nameOf(subject)}: expected a Deployment of its own for its ${groupOf(subject)}`,
    async () => {
      try {
        return { met: true, value: await workloadPods(cluster, subject) };
      } catch (error) {
        return { met: false, seen: (error as Error).message };
      }
    },
    { limit: options.limit },
  );
  return cluster.waitForList(
    `${nameOf(subject)}: expected ${wanted}`,
    kindOf('pod'),
    selection,
    (pods) => look(pods),
    { ...options, hint: `pods with ${selection.selector} in namespace ${selection.namespace}` },
  );
}

const isRunning = (pod: KubernetesObject) => pod.status?.phase === 'Running';

const STATES = { ready: isReady, running: isRunning } as const;

export type PodState = keyof typeof STATES;

/** Waits until the wanted number of workload pods that stay is in a state; a failure says what the workloads were told. */
export const podsMustBe = (
  cluster: Cluster,
  subject: Subject,
  amount: Amount,
  state: PodState,
  options: { limit: Duration; stableFor?: Duration },
): Promise<KubernetesObject[]> => {
  const wait = waitForPods(
    cluster,
    subject,
    `${amountInWords(amount)} ${state} ${groupOf(subject)}`,
    (all): Sighting<KubernetesObject[]> => {
      const inState = all.filter(isStaying).filter(STATES[state]);
      if (!holdsAmount(amount, inState.length)) return { met: false, seen: podsInWords(all) };
      const since = state === 'ready' ? latest(inState.map(readySince)) : undefined;
      return { met: true, value: inState, ...(since && { since }) };
    },
    options,
  );
  return explained(wait, () => toldWorkloads(cluster, subject));
};

const latest = (dates: (Date | undefined)[]): Date | undefined =>
  dates.filter((date) => date !== undefined).sort((a, b) => b.getTime() - a.getTime())[0];

/** Waits until every workload pod shows one of the state words: a reason of a container, now or last. */
export const podsMustEndIn = (
  cluster: Cluster,
  subject: Subject,
  reasons: readonly string[],
  limit: Duration,
): Promise<readonly string[]> =>
  waitForPods(
    cluster,
    subject,
    `its ${groupOf(subject)} to end in ${reasons.join(' or ')}`,
    (pods) => {
      const staying = pods.filter(isStaying);
      const there =
        staying.length > 0 &&
        staying.every((pod) => reasonsOf(pod).some((reason) => reasons.includes(reason)));
      return there ? { met: true, value: reasons } : { met: false, seen: podsInWords(pods) };
    },
    { limit },
  );

/** Waits until every workload pod has restarted the wanted number of times. */
export const podsMustHaveRestarted = (
  cluster: Cluster,
  subject: Subject,
  amount: Amount,
  limit: Duration,
): Promise<number> =>
  waitForPods(
    cluster,
    subject,
    `each of its ${groupOf(subject)} to have restarted ${amountInWords(amount)} times`,
    (pods) => {
      const restarts = pods.filter(isStaying).map(restartsOf);
      const there = restarts.length > 0 && restarts.every((count) => holdsAmount(amount, count));
      return there ? { met: true, value: Math.min(...restarts) } : { met: false, seen: podsInWords(pods) };
    },
    { limit },
  );

/** Every workload pod is sound in the given sense; the failure shows each that is not. */
export async function everyPodMust(
  cluster: Cluster,
  subject: Subject,
  wanted: string,
  holds: (pod: KubernetesObject) => boolean,
  show: (pod: KubernetesObject) => string = podInWords,
): Promise<void> {
  const pods = await requireWorkloadPods(cluster, subject);
  countAssertion();
  const others = pods.filter((pod) => !holds(pod));
  if (others.length > 0)
    throw new Error(`${nameOf(subject)}: expected ${wanted}, got ${others.map(show).join('; ')}`);
}

/** Waits until every container of every pod is ready: a service is ready before its last replica is (maxUnavailable). */
export const everyContainerMustBeReady = (
  cluster: Cluster,
  subject: Subject,
): Promise<readonly KubernetesObject[]> =>
  waitForPods(
    cluster,
    subject,
    `every container of its ${groupOf(subject)} to be ready`,
    (pods) => {
      const staying = pods.filter(isStaying);
      return staying.length > 0 && staying.every(allContainersReady)
        ? { met: true, value: staying }
        : { met: false, seen: podsInWords(pods) };
    },
    { limit: minutes(5) },
  );

/** True when all main containers of the pod are ready. */
const allContainersReady = (pod: KubernetesObject): boolean =>
  mainStatuses(pod).length > 0 && mainStatuses(pod).every((status) => status.ready);

interface PodContainer {
  name: string;
  restartPolicy?: string;
}

const containersIn = (pod: KubernetesObject, place: 'init' | 'main'): string[] =>
  ((place === 'init' ? pod.spec?.initContainers : pod.spec?.containers) ?? []).map(
    ({ name }: PodContainer) => name,
  );

/** Where a table may say that a container is. */
const PLACES: Record<string, (pod: KubernetesObject, container: string) => boolean> = {
  init: (pod, container) => containersIn(pod, 'init').includes(container),
  sidecar: (pod, container) =>
    (pod.spec?.initContainers ?? []).some(
      ({ name, restartPolicy }: PodContainer) => name === container && restartPolicy === 'Always',
    ),
  main: (pod, container) => containersIn(pod, 'main').includes(container),
  'only main': (pod, container) => containersIn(pod, 'main').join(', ') === container,
  absent: (pod, containers) =>
    containers
      .split(', ')
      .every(
        (container) => ![...containersIn(pod, 'init'), ...containersIn(pod, 'main')].includes(container),
      ),
};

/** Judges, row by row, where each workload pod has a container. */
export async function podsMustHaveContainers(
  world: Attaching,
  reading: Reading,
  rows: readonly { check?: string; container: string; place: string }[],
): Promise<void> {
  const pods = await requireWorkloadPods(reading.cluster, reading.subject);
  await judgeRows(world, rows, (row) => {
    const { place } = row;
    const container = spoken(row.container, reading).join(', ');
    const holds = PLACES[place];
    if (!holds)
      throw new UnknownWord(
        `"${place}" is no place of a container: write one of ${Object.keys(PLACES).join(', ')}`,
      );
    for (const pod of pods)
      if (!holds(pod, container))
        throw new Error(
          `pod ${pod.metadata.name}: expected container ${container} ${place}, got init ${containersIn(pod, 'init').join(', ') || 'none'}; main ${containersIn(pod, 'main').join(', ')}`,
        );
  });
}

/** Waits until every container has run for the time since its start; gives up when one has restarted. */
export async function podsMustHaveRunFor(cluster: Cluster, subject: Subject, span: Duration): Promise<void> {
  await cluster.waitFor(
    `${nameOf(subject)}: expected each of its ${groupOf(subject)} to have run for ${span.text} without a restart`,
    async () => {
      const pods = await requireWorkloadPods(cluster, subject);
      const seen = podsInWords(pods);
      if (pods.some((pod) => restartsOf(pod) > 0))
        return { met: false, seen, hopeless: 'a container was started again' };
      return haveBeenUp(pods, span, await cluster.time.now())
        ? { met: true, value: pods }
        : { met: false, seen };
    },
    { limit: { milliseconds: span.milliseconds * 2, text: `twice ${span.text}` } },
  );
}

const haveBeenUp = (pods: readonly KubernetesObject[], span: Duration, now: Date): boolean =>
  pods.every(
    (pod) =>
      mainStatuses(pod).length > 0 &&
      mainStatuses(pod).every(({ state }) => {
        const start = state?.running?.startedAt;
        return start !== undefined && now.getTime() - Date.parse(start) >= span.milliseconds;
      }),
  );

/** Waits until every container of the workload has been up for the span: a state, not a promise. */
export const mustHaveBeenServingFor = async (
  cluster: Cluster,
  subject: Subject,
  span: Duration,
): Promise<void> => {
  await cluster.waitFor(
    `${nameOf(subject)}: expected its pods to have been up for ${span.text}`,
    async () => {
      const pods = await requireWorkloadPods(cluster, subject);
      return haveBeenUp(pods, span, await cluster.time.now())
        ? { met: true, value: pods }
        : { met: false, seen: podsInWords(pods) };
    },
    { limit: { milliseconds: span.milliseconds * 2, text: `twice ${span.text}` } },
  );
};
