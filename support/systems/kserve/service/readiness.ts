import type { ApiRefusal, Cluster, KubernetesObject } from '../../../cluster/cluster.ts';
import { countAssertion } from '../../../judging/assertions.ts';
import { type Attaching, judgeRows } from '../../../judging/check-results.ts';
import { type Duration, seconds } from '../../../waiting/duration.ts';
import { type Part, partsOf } from '../parts.ts';
import { isReady, listWorkloadPods } from '../pods.ts';
import {
  conditionOf,
  conditionsInWords,
  conditionsOf,
  isCurrent,
  mustBecomeReady,
  nameOf,
  type Subject,
} from '../served.ts';

/** The place in the object's history at which a condition first was true for the present spec; -1 when it never was. */
const firstTrue = (history: readonly KubernetesObject[], type: string): number =>
  history.findIndex((object) => {
    const condition = conditionOf(object, type);
    return condition?.status === 'True' && isCurrent(object, condition);
  });

/** Judges, row by row, that a condition came true within the limit and not before the one in the row above. */
export async function conditionsMustComeInOrder(
  world: Attaching,
  cluster: Cluster,
  subject: Subject,
  rows: readonly { check?: string; condition: string }[],
  limit: Duration,
): Promise<void> {
  const conditions = rows.map(({ condition }) => condition);
  let late: Error | undefined;
  try {
    await waitForAll(cluster, subject, conditions, limit);
  } catch (error) {
    late = error as Error;
  }
  const history = await cluster.history(subject.reference);
  await judgeRows(world, rows, ({ condition }) => {
    const place = firstTrue(history, condition);
    if (place === -1) throw late ?? new Error(`${nameOf(subject)}: ${condition} never came true`);
    const before = conditions[conditions.indexOf(condition) - 1];
    if (before === undefined) return;
    const earlier = firstTrue(history, before);
    if (earlier === -1 || earlier > place)
      throw new Error(
        `${nameOf(subject)}: expected ${condition} not to be true before ${before}, got ${conditionsInWords(history[place])}`,
      );
  });
  if (late) throw late;
}

const waitForAll = (cluster: Cluster, subject: Subject, conditions: readonly string[], limit: Duration) =>
  cluster.waitForObject(
    `${nameOf(subject)}: expected ${conditions.join(', then ')}`,
    subject.reference,
    (object) => {
      const all = conditions.every((type) => conditionOf(object, type)?.status === 'True');
      return object && all ? { met: true, value: object } : { met: false, seen: conditionsInWords(object) };
    },
    { limit },
  );

/** Waits for the first state of a condition: it must be the wanted one. What the status said before the condition appeared does not count. */
export async function mustFirstReport(
  cluster: Cluster,
  subject: Subject,
  type: string,
  statuses: readonly string[],
  limit: Duration,
): Promise<void> {
  await cluster.waitForObject(
    `${nameOf(subject)}: expected condition ${type} to be there`,
    subject.reference,
    (object) =>
      conditionOf(object, type)
        ? { met: true, value: object }
        : { met: false, seen: conditionsInWords(object) },
    { limit },
  );
  const history = await cluster.history(subject.reference);
  const first = history.find((object) => conditionOf(object, type) !== undefined);
  countAssertion();
  if (!statuses.includes(conditionOf(first, type)?.status ?? ''))
    throw new Error(
      `${nameOf(subject)}: expected ${type}=${statuses.join(' or ')} at first, got ${conditionsInWords(first)}`,
    );
}

/** Waits until no condition of the subject says anything but true, and each speaks of the present spec. */
export async function everyConditionMustBeTrue(cluster: Cluster, subject: Subject): Promise<void> {
  await cluster.waitForObject(
    `${nameOf(subject)}: expected every condition to be true`,
    subject.reference,
    (object) => {
      const conditions = conditionsOf(object);
      const there = object !== undefined && conditions.length > 0;
      const all = there && conditions.every((one) => one.status === 'True' && isCurrent(object, one));
      return all ? { met: true, value: object } : { met: false, seen: conditionsInWords(object) };
    },
    { limit: seconds(10) },
  );
}

/** Judges that the model states of an InferenceService came in the order of the rows; two equal ones in a row are one. */
export async function modelMustGoThrough(
  cluster: Cluster,
  subject: Subject,
  given: readonly string[],
  limit: Duration,
): Promise<void> {
  const states = given.filter((state, index) => state !== given[index - 1]);
  const last = states.at(-1);
  await cluster.waitForObject(
    `${nameOf(subject)}: expected its model to be ${last}`,
    subject.reference,
    (object) =>
      modelStates(object).includes(last ?? '')
        ? { met: true, value: object }
        : {
            met: false,
            seen: `model state ${modelStates(object).join(', ') || 'none'}; ${conditionsInWords(object)}`,
          },
    { limit },
  );
  const seen: string[] = [];
  for (const object of await cluster.history(subject.reference)) {
    const [state] = modelStates(object);
    if (state !== undefined && state !== seen.at(-1)) seen.push(state);
  }
  countAssertion();
  if (seen.join() !== states.join())
    throw new Error(
      `${nameOf(subject)}: expected its model to go ${states.join(' → ')}, got ${seen.join(' → ')}`,
    );
}

/** The state of the model that is being brought up: the target's while there is one, else the active one's. */
const modelStates = (object: KubernetesObject | undefined): string[] => {
  const states = object?.status?.modelStatus?.states ?? {};
  return [states.targetModelState, states.activeModelState].filter(
    (state) => typeof state === 'string' && state !== '',
  );
};

/** As many replicas are available as the Deployment promises to keep; one of many is not enough. */
const isAvailable = (deployment: KubernetesObject): boolean =>
  (deployment.status?.availableReplicas ?? 0) > 0 && conditionOf(deployment, 'Available')?.status === 'True';

/** What makes a part of a service work. */
const WORKING = {
  Deployment: isAvailable,
  'prefill Deployment': isAvailable,
  'scheduler Deployment': isAvailable,
  Service: (service) => typeof service.spec?.clusterIP === 'string',
  HTTPRoute: (route) =>
    (route.status?.parents ?? []).some((parent: { conditions?: { type: string; status: string }[] }) =>
      parent.conditions?.some(({ type, status }) => type === 'Accepted' && status === 'True'),
    ),
} satisfies Partial<Record<Part, (object: KubernetesObject) => boolean>>;

/** Waits until the service says that it is ready; at that moment these parts must be there and work. */
export async function readinessMustBeHonest(
  cluster: Cluster,
  subject: Subject,
  limit: Duration,
  parts: readonly (keyof typeof WORKING)[],
): Promise<void> {
  await mustBecomeReady(cluster, subject, limit);
  const problems: string[] = [];
  for (const part of parts) {
    const objects = await partsOf(cluster, subject, part);
    if (objects.length === 0) problems.push(`it owns no ${part}`);
    else if (!objects.every(WORKING[part])) problems.push(`its ${part} does not work yet`);
  }
  const ready = problems.length === 0 ? (await listWorkloadPods(cluster, subject)).filter(isReady) : [];
  if (problems.length === 0 && ready.length === 0) problems.push('none of its pods is ready');
  if (problems.length > 0)
    throw new Error(`${nameOf(subject)}: reports Ready=True, but ${problems.join(', ')}`);
}

/** The service does not report ready during the whole time. */
export async function mustNotBecomeReady(cluster: Cluster, subject: Subject, span: Duration): Promise<void> {
  await cluster.waitForObject(
    `${nameOf(subject)}: expected it not to become ready for ${span.text}`,
    subject.reference,
    (object) => {
      const ready = conditionOf(object, 'Ready')?.status === 'True';
      return object && !ready
        ? { met: true, value: object }
        : { met: false, seen: conditionsInWords(object), hopeless: 'it became ready' };
    },
    { limit: { milliseconds: span.milliseconds * 3, text: `3 times ${span.text}` }, stableFor: span },
  );
}

/** The object was stored with everything that was sent: no field dropped, none changed. */
export async function mustBeStoredAsWritten(
  cluster: Cluster,
  subject: Subject,
  refusal: ApiRefusal | undefined,
): Promise<void> {
  if (refusal)
    throw new Error(`${nameOf(subject)}: expected it to be accepted, got ${refusal.code} ${refusal.message}`);
  const stored = await cluster.get(subject.reference);
  countAssertion();
  if (!stored)
    throw new Error(`${nameOf(subject)}: expected the API server to keep it, got nothing under that name`);
  const { status: _, ...sent } = subject.manifest;
  const lost = differences(sent, stored, '');
  if (lost.length > 0)
    throw new Error(`${nameOf(subject)}: expected it as it was written, got ${lost.join('; ')}`);
}

/** Paths at which what was stored is not what was sent; fields that only the stored object has are the server's defaults. */
function differences(sent: unknown, stored: unknown, path: string): string[] {
  if (typeof sent !== 'object' || sent === null)
    return sent === stored
      ? []
      : [`${path}: ${JSON.stringify(stored) ?? 'nothing'} instead of ${JSON.stringify(sent)}`];
  // An empty object says something, too: `scheduler: {}` asks for a scheduler.
  if (typeof stored !== 'object' || stored === null)
    return [`${path}: ${JSON.stringify(stored) ?? 'nothing'} instead of ${JSON.stringify(sent)}`];
  const found = stored as Record<string, unknown>;
  return Object.entries(sent).flatMap(([field, value]) =>
    value === undefined ? [] : differences(value, found[field], path ? `${path}.${field}` : field),
  );
}
