import type { Duration } from '../waiting/duration.ts';
import type { Cluster, KubernetesObject, Reference } from './cluster.ts';
import { nameOf } from './objects.ts';

/** Deletes an object and waits until it, by uid, is gone; the failure names its finalizers and, of a namespace, what is left in it. */
export async function deleteAndWait(
  cluster: Pick<Cluster, 'get' | 'delete' | 'waitForObject'>,
  reference: Reference,
  limit: Duration,
): Promise<void> {
  const object = await cluster.get(reference);
  if (!object) return;
  await cluster.delete(reference);
  await goneWithin(cluster, reference, object.metadata.uid, limit);
}

/** Waits until the object with this uid is gone: another of the same name does not count. */
async function goneWithin(
  cluster: Pick<Cluster, 'waitForObject'>,
  reference: Reference,
  uid: string | undefined,
  limit: Duration,
): Promise<void> {
  await cluster.waitForObject(
    `${nameOf(reference)} is gone`,
    reference,
    (now) =>
      now === undefined || now.metadata.uid !== uid
        ? { met: true, value: undefined }
        : { met: false, seen: whyItStays(now) },
    { limit },
  );
}

/** What holds back an object that was asked to go. */
export function whyItStays(object: KubernetesObject): string {
  const { deletionTimestamp, finalizers } = object.metadata;
  const asked = deletionTimestamp ? `being deleted since ${deletionTimestamp}` : 'not being deleted';
  const held = finalizers?.length ? `, finalizers ${finalizers.join(', ')}` : '';
  const conditions: { status: string; message?: string }[] = object.status?.conditions ?? [];
  const left = object.kind === 'Namespace' ? conditions.filter(({ status }) => status === 'True') : [];
  const remaining = left.map(({ message }) => message).filter(Boolean);
  return `${asked}${held}${remaining.length ? `; ${remaining.join('; ')}` : ''}`;
}
