import type { Cluster, KubernetesObject } from '../../cluster/cluster.ts';
import { type KindWord, kindOf } from './kinds.ts';
import { conditionsInWords, nameOf, ownedBy, type Subject } from './served.ts';

/** What features call the objects that a service owns. */
export const PARTS = [
  'Deployment',
  'scheduler Deployment',
  'Service',
  'HTTPRoute',
  'inference pool',
] as const;

export type Part = (typeof PARTS)[number];

const SCHEDULER_COMPONENT = 'llminferenceservice-router-scheduler';
const componentOf = (object: KubernetesObject) => object.metadata.labels?.['app.kubernetes.io/component'];
const isScheduler = (object: KubernetesObject) =>
  componentOf(object) === SCHEDULER_COMPONENT || object.metadata.name.endsWith('-epp-service');

const kindOfPart = (part: Part): KindWord => (part === 'scheduler Deployment' ? 'Deployment' : part);

/**
 * Everything that is this part of the subject, found by its owner reference alone, so that a wrong name or label
 * does not hide it. What belongs to the scheduler is told apart by its component.
 */
export async function partsOf(cluster: Cluster, subject: Subject, part: Part): Promise<KubernetesObject[]> {
  const owned = await ownedBy(cluster, subject, kindOf(kindOfPart(part)));
  if (part === 'HTTPRoute' || part === 'inference pool') return owned;
  return owned.filter((object) => isScheduler(object) === (part === 'scheduler Deployment'));
}

/** The one object that is this part; throws when there is none, with what the subject reports, or more than one. */
export async function partOf(cluster: Cluster, subject: Subject, part: Part): Promise<KubernetesObject> {
  const found = await partsOf(cluster, subject, part);
  const [only] = found;
  if (only && found.length === 1) return only;
  const names = found.map((object) => object.metadata.name).join(', ');
  const got = names || `none; it reports ${conditionsInWords(await cluster.get(subject.reference))}`;
  throw new Error(`${nameOf(subject)}: expected one ${part} of its own, got ${got}`);
}
