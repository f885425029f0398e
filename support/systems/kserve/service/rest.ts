import type { Cluster } from '../../../cluster/cluster.ts';
import type { Target } from '../../../settings/settings.ts';
import { type Duration, minutes } from '../../../waiting/duration.ts';
import type { Sighting } from '../../../waiting/sighting.ts';
import { linesOfController } from '../logs/shared-logs.ts';
import { isReady, isStaying, listWorkloadPods, podsInWords } from '../pods.ts';
import { nameOf, type Subject } from '../served.ts';

type Controller = Target['controllers'][string];

/** How long a roll-out that is on its way may take before the rest begins. */
const TO_SETTLE = minutes(10);

/** Waits until the subject has kept the same workload pods, all of them ready, for the whole span. */
export const podsMustHaveRested = (cluster: Cluster, subject: Subject, span: Duration): Promise<string> =>
  rest(cluster, subject, span, 'the same ready workload pods', async () => '');

/** The same, and meanwhile the controller had nothing to log about the subject: whatever is logged next has a new cause. */
export async function serviceMustHaveRested(
  cluster: Cluster,
  subject: Subject,
  span: Duration,
  controller: Controller | undefined,
): Promise<void> {
  const lines = await linesCounted(cluster, subject, controller);
  await rest(cluster, subject, span, 'the same ready workload pods and a silent controller', lines);
}

/** Waits until the controller has had nothing to log about the subject, which may have no pods, for the whole span. */
export async function controllerMustHaveRested(
  cluster: Cluster,
  subject: Subject,
  span: Duration,
  controller: Controller | undefined,
): Promise<void> {
  const lines = await linesCounted(cluster, subject, controller);
  let known: string | undefined;
  await cluster.waitFor(
    `${nameOf(subject)}: expected a silent controller for ${span.text}`,
    async (): Promise<Sighting<string>> => {
      const now = await lines();
      const same = now === known;
      known = now;
      return same ? { met: true, value: now } : { met: false, seen: now };
    },
    { limit: limitOf(span), stableFor: span },
  );
}

/** Tells how many lines of the controller have been about the subject since the call. */
async function linesCounted(
  cluster: Cluster,
  subject: Subject,
  controller: Controller | undefined,
): Promise<() => Promise<string>> {
  if (!controller) throw new Error('the target names no controller for this kind of service');
  const since = await cluster.time.now();
  return async () => {
    let lines = 0;
    for await (const _ of linesOfController(cluster, controller, subject, since)) lines += 1;
    return `${lines} lines of the controller since ${since.toISOString()}`;
  };
}

const limitOf = (span: Duration): Duration => minutes((TO_SETTLE.milliseconds + span.milliseconds) / 60_000);

function rest(
  cluster: Cluster,
  subject: Subject,
  span: Duration,
  wanted: string,
  more: () => Promise<string>,
): Promise<string> {
  let known: string | undefined;
  return cluster.waitFor(
    `${nameOf(subject)}: expected ${wanted} for ${span.text}`,
    async (): Promise<Sighting<string>> => {
      const pods = await listWorkloadPods(cluster, subject);
      const now = [...pods.map(({ metadata }) => metadata.uid).toSorted(), await more()].join(', ');
      const ready = pods.length > 0 && pods.every((pod) => isStaying(pod) && isReady(pod));
      const same = now === known;
      known = now;
      if (ready && same) return { met: true, value: now };
      return { met: false, seen: ready ? `a change to ${now}` : podsInWords(pods) };
    },
    { limit: limitOf(span), stableFor: span },
  );
}
