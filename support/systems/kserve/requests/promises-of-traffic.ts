import { type Amount, amountInWords, holdsAmount } from '../../../amounts/amount.ts';
import type { Cluster } from '../../../cluster/cluster.ts';
import { type Exchange, summaryOf } from '../../../inference/client.ts';
import { countAssertion } from '../../../judging/assertions.ts';
import { succeeded } from '../../../traffic/batch.ts';
import { type Flow, outage, streak } from '../../../traffic/flow.ts';
import { type Latency, onTheWire } from '../../../waiting/duration.ts';
import { nameOf, type Subject } from '../served.ts';
import { type Counts, countsInWords, countsNow, servedSince } from './served-counts.ts';

/** A batch of requests, and what each pod had served before it. */
export interface Batch {
  /** The service that was asked, for messages. */
  to: string;
  exchanges: readonly Exchange[];
  before: Counts;
}

/** Every request of the batch was answered with 200; the failure shows the first of the others. */
export function allMustSucceed({ to, exchanges }: Batch): void {
  countAssertion();
  const failed = exchanges.filter((exchange) => !succeeded(exchange));
  const [first] = failed;
  if (exchanges.length === 0 || first)
    throw new Error(
      `${to}: expected all of ${exchanges.length} requests to succeed, ${failed.length} failed${first ? `, the first: ${summaryOf(first)}` : ''}`,
    );
}

/** Each workload pod answered the wanted number of the requests since the reading before. */
export async function eachPodMustServe(
  cluster: Cluster,
  subject: Subject,
  before: Counts,
  amount: Amount,
): Promise<void> {
  const served = servedSince(before, await countsNow(cluster, subject));
  countAssertion();
  const fair = served.size > 0 && [...served.values()].every((count) => holdsAmount(amount, count));
  if (!fair)
    throw new Error(
      `${nameOf(subject)}: expected each pod to serve ${amountInWords(amount)} of the requests, got ${countsInWords(served)}`,
    );
}

/** Seconds without a failure after which an outage is over. */
const QUIET = 3;

/**
 * Waits until requests have succeeded for a while without a break: from the first failure after the change to the end of
 * the last one no more than the limit may have passed.
 */
export async function outageMustBeAtMost(cluster: Cluster, flow: Flow, limit: Latency): Promise<void> {
  await cluster.waitFor(
    `${flow.to}: expected requests to fail for at most ${limit.text}`,
    async () => {
      const after = flow.phase('after');
      const { span, failures } = outage(after);
      const [first] = failures;
      const seen = `${failures.length} of ${after.length} failed over ${Math.round(span)} ms${first ? `, the first: ${summaryOf(first.exchange)}` : ''}`;
      if (span > limit.milliseconds) return { met: false, seen, hopeless: 'they still fail after the limit' };
      return streak(after) >= QUIET * flow.perSecond ? { met: true, value: span } : { met: false, seen };
    },
    {
      limit: onTheWire(cluster.time.scale, {
        milliseconds: limit.milliseconds + 30_000,
        text: `${limit.text} and 30 seconds`,
      }),
    },
  );
}

/** Waits until the latest requests of the flow have succeeded without a break; the limit is wall-clock time. */
export async function streakMustReach(
  cluster: Cluster,
  flow: Flow,
  phase: 'after' | 'all',
  count: number,
  limit: Latency,
): Promise<void> {
  await cluster.waitFor(
    `${flow.to}: expected ${count} requests in a row to succeed`,
    async () => {
      const after = flow.phase(phase);
      const reached = streak(after);
      const last = after.at(-1);
      return reached >= count
        ? { met: true, value: reached }
        : {
            met: false,
            seen: `${reached} in a row${last ? `, the latest: ${summaryOf(last.exchange)}` : ''}`,
          };
    },
    { limit: onTheWire(cluster.time.scale, limit) },
  );
}

/** Waits until enough requests have failed since the change; each failure must be an answer with one of the statuses. The limit is wall-clock time. */
export async function requestsMustFail(
  cluster: Cluster,
  flow: Flow,
  amount: Amount,
  statuses: readonly string[],
  limit: Latency,
): Promise<void> {
  await cluster.waitFor(
    `${flow.to}: expected ${amountInWords(amount)} requests after the change to fail, each with ${statuses.join(' or ')}`,
    async () => {
      const after = flow.phase('after').map(({ exchange }) => exchange);
      const failed = after.filter((exchange) => !succeeded(exchange));
      const other = failed.find(({ status }) => !statuses.includes(String(status)));
      if (other) return { met: false, seen: summaryOf(other), hopeless: 'one failed in another way' };
      return holdsAmount(amount, failed.length)
        ? { met: true, value: failed.length }
        : { met: false, seen: `${failed.length} of ${after.length} failed` };
    },
    { limit: onTheWire(cluster.time.scale, limit) },
  );
}
