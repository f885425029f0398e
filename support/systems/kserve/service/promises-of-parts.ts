import type { Cluster, KubernetesObject } from '../../../cluster/cluster.ts';
import { type Attaching, judgeRows } from '../../../judging/check-results.ts';
import { type Duration, minutes } from '../../../waiting/duration.ts';
import { acceptedBy, type Reading } from '../expected.ts';
import { valuesOf } from '../part-settings.ts';
import { type Part, partOf, partsOf } from '../parts.ts';
import { nameOf, type Subject } from '../served.ts';

export interface SettingCheck {
  check?: string;
  setting: string;
  value: string;
}

/** Settings of which one value must be as promised; of all others every value must be. */
const ONE_IS_ENOUGH = new Set(['path', 'port', 'named port']);

/** Judges each row against the one object that is this part of the service. */
export async function partMustHaveSettings(
  world: Attaching,
  reading: Reading,
  part: Part,
  rows: readonly SettingCheck[],
): Promise<void> {
  const found = await partsOf(reading.cluster, reading.subject, part);
  await judgeRows(world, rows, async (row) => {
    const object = found.length === 1 ? found[0] : await partOf(reading.cluster, reading.subject, part);
    if (!object) return;
    const judged = COUNTED.has(row.setting) ? await counted(reading, part, row) : object;
    await settingMustHold(reading, part, judged, row);
  });
}

/** Counts that follow: a Deployment is available before its last replica is (maxUnavailable), and its service ready. */
const COUNTED: ReadonlySet<string> = new Set(['available replicas', 'ready replicas']);
const TO_BE_COUNTED = minutes(5);

/** The part once it has the count; fails after the limit. */
const counted = (reading: Reading, part: Part, { setting, value }: SettingCheck): Promise<KubernetesObject> =>
  reading.cluster.waitFor(
    `${part} of ${nameOf(reading.subject)}: expected ${setting} ${value}`,
    async () => {
      const object = await partOf(reading.cluster, reading.subject, part);
      const values = valuesOf(object, setting);
      return values.includes(value) ? { met: true, value: object } : { met: false, seen: values.join(', ') };
    },
    { limit: TO_BE_COUNTED },
  );

async function settingMustHold(
  reading: Reading,
  part: Part,
  object: KubernetesObject,
  row: SettingCheck,
): Promise<void> {
  const accepted = await acceptedBy(row.value, reading);
  const values = valuesOf(object, row.setting);
  const holds = (value: string) => accepted.includes(value);
  const kept =
    values.length > 0 && (ONE_IS_ENOUGH.has(row.setting) ? values.some(holds) : values.every(holds));
  if (kept) return;
  throw new Error(
    `${part} ${object.metadata.namespace}/${object.metadata.name}: expected ${row.setting} ${accepted.join(' or ')}, got ${values.join(', ') || 'nothing'}`,
  );
}

/** Waits, row by row, until the service has the part; each row is judged, also after another failed. */
export function partsMustExist(
  world: Attaching,
  cluster: Cluster,
  subject: Subject,
  rows: readonly { check?: string; part: Part }[],
  limit: Duration,
): Promise<void> {
  return judgeRows(world, rows, async ({ part }) => {
    await cluster.waitFor(
      `${nameOf(subject)}: expected ${/^(?:HTTP|[AEIO])/.test(part) ? 'an' : 'a'} ${part} of its own`,
      async () => {
        const [object] = await partsOf(cluster, subject, part);
        return object
          ? { met: true, value: object, ...createdAt(object) }
          : { met: false, seen: `no ${part} that it owns` };
      },
      { limit, hint: 'the log of the controller says what it did with the service' },
    );
  });
}

const createdAt = (object: KubernetesObject) =>
  object.metadata.creationTimestamp ? { since: new Date(object.metadata.creationTimestamp) } : {};

/** How long a gateway may take to accept a route: that none has done so at the first look proves nothing. */
const TO_BE_ACCEPTED = minutes(1);

/** Waits until the route exists, and for a minute more no gateway accepts it. */
export async function routeMustStayUnprogrammed(
  cluster: Cluster,
  subject: Subject,
  limit: Duration,
): Promise<void> {
  await cluster.waitFor(
    `${nameOf(subject)}: expected an HTTPRoute of its own that no gateway has accepted`,
    async () => {
      const [route] = await partsOf(cluster, subject, 'HTTPRoute');
      if (!route) return { met: false, seen: 'no HTTPRoute that it owns' };
      const accepted = acceptingParents(route);
      return accepted.length > 0
        ? {
            met: false,
            seen: `HTTPRoute ${route.metadata.name} is accepted by ${accepted.join(', ')}`,
            hopeless: 'a gateway has programmed it',
          }
        : { met: true, value: route };
    },
    { limit, stableFor: TO_BE_ACCEPTED },
  );
}

/** Waits until a gateway has looked at the route and refused it, with a reason or message that holds the text. */
export async function routeMustBeRefused(
  cluster: Cluster,
  subject: Subject,
  limit: Duration,
  because: string,
): Promise<void> {
  await cluster.waitFor(
    `${nameOf(subject)}: expected an HTTPRoute of its own that its gateway refuses because of "${because}"`,
    async () => {
      const [route] = await partsOf(cluster, subject, 'HTTPRoute');
      const refusals = route ? refusalsIn(route) : [];
      return refusals.some((said) => said.includes(because))
        ? { met: true, value: route }
        : { met: false, seen: refusals.join('; ') || (route ? 'no gateway refuses it' : 'no HTTPRoute') };
    },
    { limit },
  );
}

interface RouteParent {
  parentRef: { name: string; namespace?: string };
  conditions?: { type: string; status: string; reason?: string; message?: string }[];
}

/** What gateways say against a route, each as `reason: message`. */
const refusalsIn = (route: KubernetesObject): string[] =>
  (route.status?.parents ?? []).flatMap(({ conditions = [] }: RouteParent) =>
    conditions
      .filter(({ type, status }) => type === 'Accepted' && status === 'False')
      .map(({ reason, message }) => [reason, message].filter(Boolean).join(': ')),
  );

const acceptingParents = (route: KubernetesObject): string[] =>
  (route.status?.parents ?? [])
    .filter(({ conditions }: RouteParent) =>
      conditions?.some(({ type, status }) => type === 'Accepted' && status === 'True'),
    )
    .map(
      ({ parentRef }: RouteParent) => `${parentRef.namespace ?? route.metadata.namespace}/${parentRef.name}`,
    );
