import { type Amount, amountInWords, holdsAmount } from '../../../amounts/amount.ts';
import { ApiRefusal, type Cluster, type KubernetesObject, type Reference } from '../../../cluster/cluster.ts';
import { compareVersions } from '../../../cluster/resource-version.ts';
import { countAssertion } from '../../../judging/assertions.ts';
import { type Duration, minutes } from '../../../waiting/duration.ts';
import { kindOf } from '../kinds.ts';
import { partOf } from '../parts.ts';
import { groupOf, isReady, isStaying, podsInWords, workloadPods } from '../pods.ts';
import { nameOf, type Subject } from '../served.ts';
import { type Change, referenceOf } from './changes.ts';

/** How long the controller may take to pass a number on before the next one is sent. */
const TO_BE_PASSED_ON = minutes(1);

const deploymentOf = async (cluster: Cluster, subject: Subject): Promise<Reference> => {
  const { name } = (await partOf(cluster, subject, 'Deployment')).metadata;
  return { ...kindOf('Deployment'), namespace: subject.reference.namespace, name };
};

/** Asks the service for another number of replicas; every state of its Deployment is kept from before. */
export async function scaleTo(cluster: Cluster, subject: Subject, replicas: number): Promise<void> {
  await cluster.history(await deploymentOf(cluster, subject));
  await cluster.merge(subject.reference, { spec: { replicas } });
}

/** The same, and returns the refusal of the API server instead of throwing it. */
export async function tryToScaleTo(
  cluster: Cluster,
  subject: Subject,
  replicas: number,
): Promise<ApiRefusal | undefined> {
  try {
    await scaleTo(cluster, subject, replicas);
    return undefined;
  } catch (error) {
    if (error instanceof ApiRefusal) return error;
    throw error;
  }
}

/** Asks for one number after the other, each as soon as the Deployment has been told the one before: none but the last is reached. */
export async function scaleInHaste(
  cluster: Cluster,
  subject: Subject,
  numbers: readonly number[],
): Promise<void> {
  const deployment = await deploymentOf(cluster, subject);
  for (const [index, replicas] of numbers.entries()) {
    await scaleTo(cluster, subject, replicas);
    if (index === numbers.length - 1) return;
    await cluster.waitForObject(
      `${nameOf(subject)}: expected its Deployment to be told ${replicas} replicas`,
      deployment,
      (object) =>
        object?.spec?.replicas === replicas
          ? { met: true, value: object }
          : { met: false, seen: `it is told ${object?.spec?.replicas}` },
      { limit: TO_BE_PASSED_ON },
    );
  }
}

/** The numbers that the Deployment was told since the watch began, in order, each once in a row. */
export async function numbersMustHaveComeInOrder(
  cluster: Cluster,
  subject: Subject,
  numbers: readonly number[],
): Promise<void> {
  const history = await cluster.history(await deploymentOf(cluster, subject));
  const told = history
    .map((object) => Number(object.spec?.replicas))
    .filter((count, index, all) => count !== all[index - 1]);
  countAssertion();
  if (told.slice(-numbers.length).join() !== numbers.join() || told.length !== numbers.length + 1)
    throw new Error(
      `${nameOf(subject)}: expected its Deployment to be told ${numbers.join(', then ')} replicas after what it had, got ${told.join(', ')}`,
    );
}

const readyIn = (object: KubernetesObject): number => Number(object.status?.readyReplicas ?? 0);

const isCurrent = (object: KubernetesObject): boolean =>
  Number(object.status?.observedGeneration ?? 0) >= Number(object.metadata.generation ?? 0);

/** No pod of an earlier template is left, and none comes: a roll-out under way has as many ready replicas, and is no growth. */
const isRolledOut = ({ status }: KubernetesObject): boolean =>
  status?.updatedReplicas === status?.replicas && status?.replicas === status?.readyReplicas;

/** Waits until the Deployment has grown from one number of ready replicas to another; on the way no step led back and none led beyond, and the pods that there were have stayed. */
export async function readyReplicasMustGo(
  cluster: Cluster,
  subject: Subject,
  change: Change,
  { from, to }: { from: number; to: number },
  limit: Duration,
): Promise<void> {
  const deployment = await deploymentOf(cluster, subject);
  const name = `${nameOf(subject)}: expected its ready replicas to go from ${from} to ${to}`;
  await cluster.waitForObject(
    name,
    deployment,
    (object) =>
      object &&
      object.spec?.replicas === to &&
      isCurrent(object) &&
      isRolledOut(object) &&
      readyIn(object) === to
        ? { met: true, value: object }
        : { met: false, seen: `${object ? readyIn(object) : 'no Deployment'} of ${object?.spec?.replicas}` },
    { limit },
  );
  const asked = (await cluster.history(deployment)).filter((object) => object.spec?.replicas === to);
  const path = asked.map(readyIn).filter((count, index, all) => count !== all[index - 1]);
  const direction = Math.sign(to - from);
  const isStep = (count: number, index: number) => {
    const before = path[index - 1];
    return before === undefined ? count === from : Math.sign(count - before) === direction;
  };
  if (!path.every(isStep) || path.at(-1) !== to)
    throw new Error(`${name} without a step back, got ${path.join(' → ') || 'no state of it'}`);
  const faults = await faultsOf(cluster, change, change.pods, wereAlwaysReady, 'was not ready all the time');
  if (faults.length > 0) throw new Error(`${name} without a step back, but ${faults.join(', ')}`);
}

/** Waits until so many of the pods that there were have ended, each in good order, while the others never stopped being ready. */
export async function podsMustTerminate(
  cluster: Cluster,
  subject: Subject,
  change: Change,
  counts: { ending: number; staying: number },
  limit: Duration,
): Promise<void> {
  const wanted = `${counts.ending} of its workload pods to terminate while ${counts.staying} keep running`;
  const selection = await workloadPods(cluster, subject);
  const kept = await cluster.waitForList(
    `${nameOf(subject)}: expected ${wanted}`,
    kindOf('pod'),
    selection,
    (pods) => {
      const old = pods.filter((pod) => isOf(change, pod));
      const met =
        pods.length === counts.staying &&
        old.filter((pod) => isStaying(pod) && isReady(pod)).length === counts.staying;
      return met ? { met: true, value: old } : { met: false, seen: podsInWords(pods) };
    },
    { limit },
  );
  const ended = change.pods.filter((pod) => !kept.some(({ metadata }) => metadata.uid === pod.metadata.uid));
  const faults = [
    ...(ended.length === counts.ending ? [] : [`${ended.length} ended`]),
    ...(await faultsOf(
      cluster,
      change,
      ended,
      (states) => states.some((pod) => !isStaying(pod)),
      'was never terminating',
    )),
    ...(await faultsOf(cluster, change, kept, wereAlwaysReady, 'was not ready all the time')),
  ];
  if (faults.length > 0) throw new Error(`${nameOf(subject)}: expected ${wanted}, but ${faults.join(', ')}`);
}

const wereAlwaysReady = (states: readonly KubernetesObject[]): boolean =>
  states.length > 0 && states.every((pod) => isStaying(pod) && isReady(pod));

const isOf = ({ pods }: Change, { metadata }: KubernetesObject): boolean =>
  pods.some((pod) => pod.metadata.uid === metadata.uid);

/** Pods whose states since the change, whatever they are like now, are not as they should be. */
async function faultsOf(
  cluster: Cluster,
  change: Change,
  pods: readonly KubernetesObject[],
  holds: (states: KubernetesObject[]) => boolean,
  fault: string,
): Promise<string[]> {
  const sound = await Promise.all(
    pods.map(async (pod) => {
      const { uid } = pod.metadata;
      const states = (await cluster.history(referenceOf(pod))).filter(({ metadata }) => metadata.uid === uid);
      const from = change.pods.find(({ metadata }) => metadata.uid === uid)?.metadata.resourceVersion;
      return holds(states.filter(({ metadata }) => compareVersions(metadata.resourceVersion, from) >= 0));
    }),
  );
  return pods.filter((_, index) => !sound[index]).map(({ metadata }) => `${metadata.name} ${fault}`);
}

/** Waits until the wanted number of the pods that there were before the change is gone for good, and none is still ending. */
export async function earlierPodsMustBeGone(
  cluster: Cluster,
  subject: Subject,
  change: Change,
  amount: Amount,
  limit: Duration,
): Promise<void> {
  await cluster.waitForList(
    `${nameOf(subject)}: expected ${amountInWords(amount)} of its earlier workload pods to be gone`,
    kindOf('pod'),
    await workloadPods(cluster, subject),
    (pods) => {
      const left = pods.filter((pod) => isOf(change, pod));
      const gone = change.pods.length - left.length;
      return holdsAmount(amount, gone) && left.every(isStaying)
        ? { met: true, value: gone }
        : { met: false, seen: `${gone} are gone; ${podsInWords(left)}` };
    },
    { limit },
  );
}

/** Waits until so many of the subject's pods are there, those that are ending among them. */
export async function podsInAllMustBe(
  cluster: Cluster,
  subject: Subject,
  amount: Amount,
  limit: Duration,
): Promise<void> {
  await cluster.waitForList(
    `${nameOf(subject)}: expected ${amountInWords(amount)} ${groupOf(subject)} in all`,
    kindOf('pod'),
    await workloadPods(cluster, subject),
    (pods) =>
      holdsAmount(amount, pods.length)
        ? { met: true, value: pods }
        : { met: false, seen: `${pods.length}: ${podsInWords(pods)}` },
    { limit },
  );
}
