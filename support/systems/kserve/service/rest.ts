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
  await unchanged(cluster, `${nameOf(subject)}: expected a silent controller`, span, async () => ({
    state: await lines(),
  }));
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
  return unchanged(cluster, `${nameOf(subject)}: expected ${wanted}`, span, async () => {
    const pods = await listWorkloadPods(cluster, subject);
    const state = [...pods.map(({ metadata }) => metadata.uid).toSorted(), await more()].join(', ');
    const ready = pods.length > 0 && pods.every((pod) => isStaying(pod) && isReady(pod));
    return { state, ...(!ready && { unrest: podsInWords(pods) }) };
  });
}

/** Waits until a state has been the same, and at rest, for the whole span; returns it. */
function unchanged(
  cluster: Cluster,
  sentence: string,
  span: Duration,
  look: () => Promise<{ state: string; unrest?: string }>,
): Promise<string> {
  let known: string | undefined;
  return cluster.waitFor(
    `${sentence} for ${span.text}`,
    async (): Promise<Sighting<string>> => {
      const { state, unrest } = await look();
      const same = state === known;
      known = state;
      if (unrest === undefined && same) return { met: true, value: state };
      return { met: false, seen: unrest ?? `a change to ${state}` };
    },
    { limit: limitOf(span), stableFor: span },
  );
}
