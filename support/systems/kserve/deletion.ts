import type { Cluster, KubernetesObject, Reference } from '../../cluster/cluster.ts';
import type { Duration } from '../../waiting/duration.ts';
import { kindOf } from './kinds.ts';
import type { Subject } from './served.ts';

/** An object whose deletion was asked for, told by its uid from one that is created under the same name later. */
export interface Deleted {
  reference: Reference;
  uid: string;
}

/** Asks for the deletion of an object that must be there. */
export async function deleteObject(cluster: Cluster, reference: Reference): Promise<Deleted> {
  const object = await cluster.get(reference);
  if (!object) throw new Error(`${inWords(reference)} is not there: its deletion would prove nothing`);
  await cluster.delete(reference);
  return { reference, uid: object.metadata.uid ?? '' };
}

const inWords = ({ kind, namespace, name }: Reference) =>
  `${kind} ${namespace ? `${namespace}/` : ''}${name}`;

/** What a service leaves behind if its deletion is not clean. */
const OWNED = ['Deployment', 'Service', 'HTTPRoute', 'pod'] as const;

/** Waits until the object is gone, and with it everything that it owned. */
export async function mustBeGone(
  cluster: Cluster,
  { reference, uid }: Deleted,
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
  const { namespace } = reference;
  if (namespace === undefined) return;
  for (const word of OWNED) {
    if (!(await cluster.serves(kindOf(word)))) continue;
    await cluster.waitForList(
      `${inWords(reference)}: expected no ${word} of it to be left`,
      kindOf(word),
      { namespace },
      (objects) => {
        const left = objects
          .filter((object) => belongsTo(object, reference, uid))
          .map(({ metadata }) => metadata.name);
        return left.length === 0
          ? { met: true, value: undefined }
          : { met: false, seen: `${left.join(', ')} still there` };
      },
      { limit },
    );
  }
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
