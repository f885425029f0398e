import { ApiRefusal, type KubernetesObject } from './cluster.ts';
import type { ConnectedCluster } from './connect.ts';
import type { ServedKind } from './discovery.ts';
import { SUITE_NAMESPACE } from './run-label.ts';

/** Lists that are under way at one time. */
const WIDTH = 8;
/** Kinds that nobody deletes by hand. */
const SKIPPED = new Set(['Event', 'Endpoints', 'EndpointSlice', 'ControllerRevision', 'ComponentStatus']);

/**
 * Objects of any kind that match a label selector and that no other object controls (those go with their owner), in a
 * namespace or in all, without the suite's own records. Kinds that the user may not list are left out.
 */
export async function labelledObjects(
  cluster: Pick<ConnectedCluster, 'kinds' | 'list'>,
  selector: string,
  namespace?: string,
): Promise<KubernetesObject[]> {
  const kinds = (await cluster.kinds()).filter(
    (kind) =>
      kind.verbs.includes('delete') &&
      !SKIPPED.has(kind.kind) &&
      (namespace === undefined || kind.namespaced),
  );
  const found: KubernetesObject[] = [];
  for (let at = 0; at < kinds.length; at += WIDTH) {
    const batch = kinds.slice(at, at + WIDTH);
    const lists = await Promise.all(batch.map((kind) => listOf(cluster, kind, selector, namespace)));
    found.push(...lists.flat());
  }
  return found.filter((object) => !isControlled(object) && !isRecord(object));
}

async function listOf(
  cluster: Pick<ConnectedCluster, 'list'>,
  kind: ServedKind,
  selector: string,
  namespace: string | undefined,
): Promise<KubernetesObject[]> {
  try {
    return await cluster.list(kind, { selector, ...(namespace !== undefined && { namespace }) });
  } catch (error) {
    // What may not be listed was not created by this user either; what is no longer served has no objects.
    if (error instanceof ApiRefusal && [403, 404, 405].includes(error.code)) return [];
    throw error;
  }
}

const isControlled = ({ metadata }: KubernetesObject): boolean =>
  metadata.ownerReferences?.some((owner) => owner.controller) ?? false;

const isRecord = ({ kind, metadata }: KubernetesObject): boolean =>
  metadata.namespace === SUITE_NAMESPACE || (kind === 'Namespace' && metadata.name === SUITE_NAMESPACE);
