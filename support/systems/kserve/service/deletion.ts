import type { Cluster, KubernetesObject, Reference } from '../../../cluster/cluster.ts';
import { type Attaching, judgeRows } from '../../../judging/check-results.ts';
import { UnknownWord } from '../../../spelling/unknown-word.ts';
import type { Duration } from '../../../waiting/duration.ts';
import { type KindWord, kindOf } from '../kinds.ts';
import type { Subject } from '../served.ts';
import { type Neighbour, partsOfOthers } from './neighbours.ts';

/** An object whose deletion was asked for, told by its uid from one that is created under the same name later. */
export interface Deleted {
  reference: Reference;
  uid: string;
  /** What belonged to it when it was deleted, by kind; only of a service. */
  had?: ReadonlyMap<KindWord, readonly string[]>;
  /** What stood beside it in its namespace and was not its own; only of a service. */
  beside?: readonly Neighbour[];
  /** Leases that its pods held when it was deleted, by uid: nothing else says whose they are; only of a service. */
  held?: readonly string[];
}

/** Asks for the deletion of an object that must be there. */
export async function deleteObject(cluster: Cluster, reference: Reference): Promise<Deleted> {
  const object = await cluster.get(reference);
  if (!object) throw new Error(`${inWords(reference)} is not there: its deletion would prove nothing`);
  await cluster.delete(reference);
  return { reference, uid: object.metadata.uid ?? '' };
}

/** Kinds of which a service may have objects that a table can ask for. */
export const BELONGINGS = [
  'Deployment',
  'Service',
  'HTTPRoute',
  'inference pool',
  'ServiceAccount',
  'Role',
  'RoleBinding',
  'ClusterRoleBinding',
] as const satisfies readonly KindWord[];

/** Asks for the deletion of a service, and remembers what belonged to it: only what was there can be gone. */
export async function deleteService(cluster: Cluster, subject: Subject): Promise<Deleted> {
  const { reference } = subject;
  const uid = (await cluster.get(reference))?.metadata.uid ?? '';
  const entries = await Promise.all(
    BELONGINGS.map(async (word) => [word, await belongings(cluster, word, reference, uid)] as const),
  );
  const { namespace } = reference;
  const beside = await partsOfOthers(cluster, namespace, (object) => belongsTo(object, reference, uid));
  const held = await leasesOfPods(cluster, reference, uid);
  return { ...(await deleteObject(cluster, reference)), had: new Map(entries), beside, held };
}

/** A pod that leads writes its name first into the Lease, and something of its own after it (client-go, leader election). */
async function leasesOfPods(cluster: Cluster, reference: Reference, uid: string): Promise<string[]> {
  const pods = await belongings(cluster, 'pod', reference, uid);
  const { namespace = '' } = reference;
  const leases = await cluster.list(kindOf('Lease'), { namespace });
  return leases
    .filter(({ spec }) => pods.some((pod) => String(spec?.holderIdentity).split('_')[0] === pod))
    .map(({ metadata }) => metadata.uid ?? '');
}

/** Names of the objects of a kind that belong to a service; of a kind without namespaces those that name its own. */
async function belongings(
  cluster: Cluster,
  word: KindWord,
  reference: Reference,
  uid: string,
  held: readonly string[] = [],
): Promise<string[]> {
  const kind = kindOf(word);
  if (!(await cluster.serves(kind))) return [];
  const { namespace } = reference;
  const everywhere = word === 'ClusterRoleBinding';
  const objects = await cluster.list(kind, everywhere || namespace === undefined ? {} : { namespace });
  return objects
    .filter((object) => belongsTo(object, reference, uid) || held.includes(object.metadata.uid ?? ''))
    .filter(
      ({ subjects }) => !everywhere || (subjects ?? []).some((one: Reference) => one.namespace === namespace),
    )
    .map(({ metadata }) => metadata.name);
}

/** Judges, row by row, that the service had objects of the kind and that they go away within the limit. */
export async function kindsMustBeGone(
  world: Attaching,
  cluster: Cluster,
  { reference, uid, had }: Deleted,
  rows: readonly { check?: string; kind: string }[],
  limit: Duration,
): Promise<void> {
  await judgeRows(world, rows, async ({ kind }) => {
    const word = BELONGINGS.find((known) => known === kind);
    if (!word)
      throw new UnknownWord(`"${kind}" is not asked for here: write one of ${BELONGINGS.join(', ')}`);
    const before = had?.get(word) ?? [];
    if (before.length === 0)
      throw new Error(`${inWords(reference)} had no ${word} when it was deleted: its absence proves nothing`);
    await cluster.waitFor(
      `${inWords(reference)}: expected its ${word}s ${before.join(', ')} to be gone`,
      async () => {
        const left = await belongings(cluster, word, reference, uid);
        return left.length === 0
          ? { met: true, value: undefined }
          : { met: false, seen: `${left.join(', ')} still there` };
      },
      { limit },
    );
  });
}

const inWords = ({ kind, namespace, name }: Reference) =>
  `${kind} ${namespace ? `${namespace}/` : ''}${name}`;

/** What a service leaves behind if its deletion is not clean. Which of it a service has depends on its form and the release. */
const OWNED = [
  'Deployment',
  'LeaderWorkerSet',
  'HorizontalPodAutoscaler',
  'Service',
  'HTTPRoute',
  'inference pool',
  'inference model',
  'ConfigMap',
  'Secret',
  'ServiceAccount',
  'Role',
  'RoleBinding',
  'ClusterRoleBinding',
  'network policy',
  'PodDisruptionBudget',
  'PersistentVolumeClaim',
  'Lease',
  'pod',
] as const satisfies readonly KindWord[];

/** Waits until the object is gone, and with it everything that it owned. */
export async function mustBeGone(
  cluster: Cluster,
  { reference, uid, held = [] }: Deleted,
  limit: Duration,
): Promise<void> {
  await cluster.waitForObject(
    `${inWords(reference)}: expected it to be gone`,
    reference,
    (object) =>
      object === undefined || object.metadata.uid !== uid
        ? { met: true, value: undefined }
        : {
            met: false,
            seen: `it is still there, finalizers ${object.metadata.finalizers?.join(', ') || 'none'}`,
          },
    { limit },
  );
  if (reference.namespace === undefined) return;
  const leftOf = async (word: KindWord): Promise<string[]> =>
    (await belongings(cluster, word, reference, uid, held)).map((name) => `${word} ${name}`);
  // All kinds are told together: what is known of one must not speak for another.
  await cluster.waitFor(
    `${inWords(reference)}: expected nothing of it to be left`,
    async () => {
      const left = (await Promise.all(OWNED.map(leftOf))).flat();
      return left.length === 0
        ? { met: true, value: undefined }
        : { met: false, seen: `${left.join(', ')} still there` };
    },
    { limit },
  );
}

/** Pods are owned by ReplicaSets: they are told by the service's labels. */
const belongsTo = ({ metadata }: KubernetesObject, { name }: Reference, uid: string): boolean =>
  metadata.ownerReferences?.some((owner) => owner.uid === uid) === true ||
  metadata.labels?.['app.kubernetes.io/name'] === name ||
  metadata.labels?.['serving.kserve.io/inferenceservice'] === name;

/** The namespace of a subject, as an object to delete. */
export const namespaceOf = (subject: Subject): Reference => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  name: subject.reference.namespace,
});
