import type { Cluster, KubernetesObject } from '../../../cluster/cluster.ts';
import { summaryOf } from '../../../inference/client.ts';
import { sendBatch, succeeded } from '../../../traffic/batch.ts';
import { Flow, streak } from '../../../traffic/flow.ts';
import { type Duration, onTheWire } from '../../../waiting/duration.ts';
import { nameOf, type Subject } from '../served.ts';
import { allMustSucceed, type Batch, streakMustReach } from './promises-of-traffic.ts';
import { endpointOf, sender } from './requests.ts';
import { countsInWords, countsNow, servedSince } from './served-counts.ts';

/** A flow has begun when a fifth of it has succeeded without a break; the others follow the change. */
const BEGUN = 0.2;
/** Requests that are on their way together. */
const AT_ONCE = 10;
/** How long the last answers of a flow may take, wall-clock seconds: the sender gives a request up after 30. */
const LAST_ANSWERS = 35;

/** Begins to send so many requests, one each `pace` of the cluster's time, and waits until a fifth of them has succeeded; the rest is sent from the change on. */
export async function beginFlow(
  cluster: Cluster,
  subject: Subject,
  plan: { count: number; pace: Duration },
  signal: AbortSignal,
): Promise<Flow> {
  const { count, pace } = plan;
  const perSecond = (1_000 * cluster.time.scale) / pace.milliseconds;
  const flow = new Flow(perSecond, sender(cluster, await endpointOf(cluster, subject)), signal, {
    to: nameOf(subject),
    most: count,
    before: Math.round(count * BEGUN),
  });
  flow.start();
  const seconds = 30 + (count * BEGUN) / perSecond;
  const limit = { milliseconds: seconds * 1_000, text: `${Math.round(seconds)} seconds` };
  await streakMustReach(cluster, flow, 'all', Math.round(count * BEGUN), limit);
  return flow;
}

/** Waits until a limited flow has been sent and answered; one without a limit is taken as it is. */
export async function flowMustEnd(cluster: Cluster, flow: Flow): Promise<void> {
  if (!Number.isFinite(flow.most)) return;
  const seconds = flow.most / flow.perSecond + LAST_ANSWERS;
  await cluster.waitFor(
    `${flow.to}: expected all of ${flow.most} requests to be sent and answered`,
    async () =>
      flow.over
        ? { met: true, value: flow }
        : { met: false, seen: `${flow.sent} sent, ${flow.arrivals.length} answered` },
    {
      limit: onTheWire(cluster.time.scale, {
        milliseconds: seconds * 1_000,
        text: `${Math.round(seconds)} s`,
      }),
    },
  );
}

/** Requests in a row after which an outage is over. */
const OVER = 5;

/**
 * Waits until the latest requests have all succeeded and pods that are none of the former ones have answered as many: what
 * was answered before the loss took effect does not count. The limit is cluster time. Requests that all succeeded were
 * answered by nobody of the service for a while.
 */
export async function requestsMustSucceedAgain(
  cluster: Cluster,
  subject: Subject,
  { flow, former }: { flow: Flow; former: readonly KubernetesObject[] },
  limit: Duration,
): Promise<void> {
  await cluster.waitFor(
    `${nameOf(subject)}: expected requests to succeed again, answered by new pods`,
    async () => {
      const after = flow.phase('after');
      const last = after.at(-1);
      const reached = streak(after);
      const answered = reached >= OVER ? await answeredByNewPods(cluster, subject, former) : 0;
      return answered >= OVER
        ? { met: true, value: reached }
        : {
            met: false,
            seen: `${reached} in a row, ${answered} by new pods${last ? `; the latest: ${summaryOf(last.exchange)}` : ''}`,
          };
    },
    { limit },
  );
  const after = flow.phase('after');
  if (after.every(({ exchange }) => succeeded(exchange)))
    throw new Error(
      `${nameOf(subject)}: expected requests to fail while none of its pods was there, all ${after.length} since the loss succeeded; what stands before the pods answers in their place`,
    );
}

async function answeredByNewPods(
  cluster: Cluster,
  subject: Subject,
  former: readonly KubernetesObject[],
): Promise<number> {
  const counts = await countsNow(cluster, subject);
  const known = new Set(former.map(({ metadata }) => metadata.name));
  return [...counts].reduce((sum, [pod, count]) => (known.has(pod) ? sum : sum + count), 0);
}

/** Sends requests, a few at a time, after all others have ended: each must succeed. A system that is back for the first of them only is not back. */
export async function allMoreMustSucceed(
  cluster: Cluster,
  subject: Subject,
  plan: { count: number; signal: AbortSignal; flow?: Flow | undefined },
): Promise<Batch> {
  await plan.flow?.stop();
  const before = await countsNow(cluster, subject);
  const send = sender(cluster, await endpointOf(cluster, subject));
  const exchanges = await sendBatch(plan.count, AT_ONCE, send, plan.signal);
  const sent = { to: nameOf(subject), exchanges, before };
  allMustSucceed(sent);
  return sent;
}

/** The same, and the workload pods' own counters account for every one of the requests. */
export async function workloadMustServeAll(
  cluster: Cluster,
  subject: Subject,
  plan: { count: number; signal: AbortSignal; flow?: Flow | undefined },
): Promise<Batch> {
  const sent = await allMoreMustSucceed(cluster, subject, plan);
  const served = servedSince(sent.before, await countsNow(cluster, subject));
  const total = [...served.values()].reduce((sum, count) => sum + count, 0);
  if (total !== plan.count)
    throw new Error(
      `${nameOf(subject)}: expected its workload pods to serve all of ${plan.count} requests, got ${total} (${countsInWords(served)})`,
    );
  return sent;
}
