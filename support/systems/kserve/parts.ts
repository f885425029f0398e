import type { Cluster, KubernetesObject } from '../../cluster/cluster.ts';
import { type KindWord, kindsOf } from './kinds.ts';
import { conditionsInWords, nameOf, ownedBy, type Subject } from './served.ts';

/** What features call the objects that a service owns. */
export const PARTS = [
  'Deployment',
  'prefill Deployment',
  'scheduler Deployment',
  'Service',
  'scheduler Service',
  'LeaderWorkerSet',
  'scheduler ServiceAccount',
  'HTTPRoute',
  'inference pool',
  'inference model',
] as const;

export type Part = (typeof PARTS)[number];

/** What a Deployment or Service of a service is for. */
type Purpose = 'workload' | 'prefill' | 'scheduler';

/** Parts that share their kind with others, and what tells them apart. */
const SHARED: Partial<Record<Part, { kind: KindWord; purpose: Purpose }>> = {
  Deployment: { kind: 'Deployment', purpose: 'workload' },
  'prefill Deployment': { kind: 'Deployment', purpose: 'prefill' },
  'scheduler Deployment': { kind: 'Deployment', purpose: 'scheduler' },
  Service: { kind: 'Service', purpose: 'workload' },
  'scheduler Service': { kind: 'Service', purpose: 'scheduler' },
  'scheduler ServiceAccount': { kind: 'ServiceAccount', purpose: 'scheduler' },
};

/** By what each purpose is known: a component, or how a name ends; one of both is enough, so that a wrong one does not hide the object. */
const MARKS = {
  scheduler: {
    component: 'llminferenceservice-router-scheduler',
    ending: /-(epp-service|epp-sa|router-scheduler)$/,
  },
  prefill: { component: 'llminferenceservice-workload-prefill', ending: /-prefill$/ },
} as const;

function purposeOf({ metadata }: KubernetesObject): Purpose {
  const component = metadata.labels?.['app.kubernetes.io/component'];
  for (const purpose of ['scheduler', 'prefill'] as const)
    if (component === MARKS[purpose].component || MARKS[purpose].ending.test(metadata.name)) return purpose;
  return 'workload';
}

/**
 * Everything that is this part of the subject, found by its owner reference alone, so that a wrong name or label
 * does not hide it. Parts of one kind are told apart by their purpose.
 */
export async function partsOf(cluster: Cluster, subject: Subject, part: Part): Promise<KubernetesObject[]> {
  const shared = SHARED[part];
  const kinds = kindsOf(shared?.kind ?? part);
  const owned = (await Promise.all(kinds.map((kind) => ownedBy(cluster, subject, kind)))).flat();
  return shared ? owned.filter((object) => purposeOf(object) === shared.purpose) : owned;
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
