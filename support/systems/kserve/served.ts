import type { Cluster, Kind, KubernetesObject, Reference } from '../../cluster/cluster.ts';
import { type Duration, minutes } from '../../waiting/duration.ts';
import { explained } from '../../waiting/explained.ts';
import type { Sighting } from '../../waiting/sighting.ts';
import { kindOf } from './kinds.ts';
import type { PodGroup } from './pod-groups.ts';

/** The object that a scenario is about: what "it" means. */
export interface Subject {
  /** What the feature calls its kind: `LLM service`. */
  word: string;
  reference: Reference & { namespace: string };
  /** As it was sent, every setting applied. */
  manifest: KubernetesObject;
  /** Which of its pods a sentence is about; the workload's unless told. */
  pods?: PodGroup;
}

export const nameOf = (subject: Subject): string =>
  `${subject.word} ${subject.reference.namespace}/${subject.reference.name}`;

/** The status of a condition. */
export type Truth = 'True' | 'False' | 'Unknown';

export interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
  observedGeneration?: number;
}

/** Conditions in the status, whether or not they belong to the present generation. */
export const conditionsOf = (object: KubernetesObject | undefined): Condition[] =>
  object?.status?.conditions ?? [];

export const conditionOf = (object: KubernetesObject | undefined, type: string): Condition | undefined =>
  conditionsOf(object).find((condition) => condition.type === type);

/** The generation of the spec of which a condition tells, or else the whole status. */
const observedIn = (object: KubernetesObject, condition?: Condition): number | undefined =>
  condition?.observedGeneration ?? object.status?.observedGeneration;

/** True when the status speaks of the present spec. Kinds that do not tell are taken at their word. */
export function isCurrent(object: KubernetesObject, condition?: Condition): boolean {
  const observed = observedIn(object, condition);
  return observed === undefined || observed >= (object.metadata.generation ?? 0);
}

/** All conditions in one line, those that are not true with their reason: `Ready=False (RefsInvalid: Gateway …), …`. */
export function conditionsInWords(object: KubernetesObject | undefined): string {
  if (!object) return 'it does not exist';
  const conditions = conditionsOf(object);
  if (conditions.length === 0) return 'it has no conditions';
  return conditions
    .map(({ type, status, reason, message }) => {
      const why = [reason, message].filter(Boolean).join(': ');
      return status === 'True' || !why ? `${type}=${status}` : `${type}=${status} (${why})`;
    })
    .join(', ');
}

/** A text that a condition must hold, or several of which one is enough. */
export type Because = string | readonly string[];

/** The sighting of a condition in a wanted state; `because` are texts that its reason or message, or the failure information of the status, must hold: all of them, of a list one. */
export function conditionSighting(
  object: KubernetesObject | undefined,
  type: string,
  status: 'True' | 'False' | 'Unknown',
  because: readonly Because[] = [],
): Sighting<Condition> {
  const condition = conditionOf(object, type);
  const seen = conditionsInWords(object);
  if (!object || !condition || condition.status !== status) return { met: false, seen };
  if (!isCurrent(object, condition))
    return {
      met: false,
      seen: `${seen}; ${type} was said of generation ${observedIn(object, condition)}, the spec is of ${object.metadata.generation}`,
    };
  const said = [condition.reason, condition.message, failureOf(object)].filter(Boolean).join(': ');
  if (!because.every((texts) => [texts].flat().some((text) => said.includes(text))))
    return { met: false, seen: `${seen}; ${said || 'no reason is given'}` };
  return { met: true, value: condition, ...sinceOf(condition) };
}

/** `modelStatus.lastFailureInfo` of an InferenceService: where KServe says what went wrong with the model. */
function failureOf(object: KubernetesObject): string | undefined {
  const failure = object.status?.modelStatus?.lastFailureInfo;
  return failure && [failure.reason, failure.message].filter(Boolean).join(': ');
}

const sinceOf = (condition: Condition) =>
  condition.lastTransitionTime ? { since: new Date(condition.lastTransitionTime) } : {};

/** The sentence of a wait for a condition. */
export function conditionExpected(
  who: string,
  type: string,
  status: Truth,
  because: readonly Because[],
): string {
  const reasons = because.map((texts) => [texts].flat().join('" or "')).join('", "');
  return `${who}: expected condition ${type}=${status}${reasons ? ` because of "${reasons}"` : ''}`;
}

/** Waits until the subject reports a condition. */
export const mustReport = (
  cluster: Cluster,
  subject: Subject,
  type: string,
  status: Truth,
  limit: Duration,
  because: readonly Because[] = [],
): Promise<Condition> =>
  cluster.waitForObject(
    conditionExpected(nameOf(subject), type, status, because),
    subject.reference,
    (object) => conditionSighting(object, type, status, because),
    { limit },
  );

/** Waits until the subject is ready; a failure says what its workloads were told. */
export const mustBecomeReady = (cluster: Cluster, subject: Subject, limit: Duration): Promise<Condition> =>
  explained(mustReport(cluster, subject, 'Ready', 'True', limit), () => toldWorkloads(cluster, subject));

/** What the subject's workloads were told, and of which spec they speak: `Deployment x is told 2 replicas (its status is of generation 1, its spec of 2)`. */
export async function toldWorkloads(cluster: Cluster, subject: Subject): Promise<string> {
  const owned = await Promise.all(
    (['Deployment', 'LeaderWorkerSet'] as const).map((word) => ownedBy(cluster, subject, kindOf(word))),
  );
  return owned
    .flat()
    .map((workload) => {
      const { metadata, spec, status } = workload;
      const stale = isCurrent(workload)
        ? ''
        : ` (its status is of generation ${status?.observedGeneration}, its spec of ${metadata.generation})`;
      return `${workload.kind} ${metadata.name} is told ${spec?.replicas} ${spec?.replicas === 1 ? 'replica' : 'replicas'}${stale}`;
    })
    .join(', ');
}

/** How long a service may take until it serves, by what it is made of: groups, prefill and decode pods, or single pods (document 000, lines 1922, 1296 and 2698). */
export function timeToServe({ manifest: { spec } }: Pick<Subject, 'manifest'>): Duration {
  if (spec?.worker) return minutes(30);
  return spec?.prefill ? minutes(15) : minutes(10);
}

/** Objects of a kind in the subject's namespace that it owns directly. */
export async function ownedBy(cluster: Cluster, subject: Subject, kind: Kind): Promise<KubernetesObject[]> {
  if (!(await cluster.serves(kind))) return [];
  const owner = await cluster.get(subject.reference);
  if (!owner) throw new Error(`${nameOf(subject)} does not exist (any more)`);
  const objects = await cluster.list(kind, { namespace: subject.reference.namespace });
  return objects.filter((object) =>
    object.metadata.ownerReferences?.some(({ uid }) => uid === owner.metadata.uid),
  );
}
