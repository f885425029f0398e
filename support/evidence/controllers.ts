import type { Cluster, KubernetesObject } from '../cluster/cluster.ts';
import { complaints } from './conditions.ts';
import { eventLine, tellingWarnings } from './events.ts';

/** What a controller that does not run shows. */
export interface UnwellController {
  /** Its Deployment, its ReplicaSets and its pods. */
  readonly objects: KubernetesObject[];
  /** Each begins with the namespace: these objects are nobody's scenario. */
  readonly complaints: string[];
}

interface Condition {
  type: string;
  status: string;
}

/** The state of a shared controller whose Deployment is not available; undefined while all is well with it. */
export async function unwellController(
  cluster: Pick<Cluster, 'get' | 'list'>,
  { namespace, deployment }: { namespace: string; deployment: string },
): Promise<UnwellController | undefined> {
  const owner = await cluster.get({ apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: deployment });
  const labels: Record<string, string> = owner?.spec?.selector?.matchLabels ?? {};
  const conditions: Condition[] = owner?.status?.conditions ?? [];
  // That there is none is said where its log is looked for.
  if (!owner || conditions.some(({ type, status }) => type === 'Available' && status === 'True'))
    return undefined;
  const selector = Object.entries(labels)
    .map((pair) => pair.join('='))
    .join(',');
  const selected = (kind: { apiVersion: string; kind: string }): Promise<KubernetesObject[]> =>
    selector === '' ? Promise.resolve([]) : cluster.list(kind, { namespace, selector });
  const pods = await selected({ apiVersion: 'v1', kind: 'Pod' });
  // Where no pod could be created, the events are about the ReplicaSet.
  const sets = await selected({ apiVersion: 'apps/v1', kind: 'ReplicaSet' });
  const objects = [owner, ...sets, ...pods];
  const names = new Set(objects.map(({ metadata }) => metadata.name));
  const events = await cluster.list({ apiVersion: 'v1', kind: 'Event' }, { namespace });
  const own = events.filter(({ involvedObject }) => names.has(involvedObject?.name));
  const lines = [...complaints([...pods, owner]), ...tellingWarnings(own).map(eventLine)];
  return { objects, complaints: lines.map((line) => `${namespace}: ${line}`) };
}
