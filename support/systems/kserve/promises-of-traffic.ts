import { type Amount, amountInWords, holdsAmount, parseAmount } from '../../amounts/amount.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import { type Exchange, summaryOf } from '../../inference/client.ts';
import { succeeded } from '../../traffic/batch.ts';
import { type Flow, outage, streak } from '../../traffic/flow.ts';
import { percentilesOf } from '../../traffic/percentiles.ts';
import { countAssertion } from '../../verdict/assertions.ts';
import { type Attaching, judgeRows } from '../../verdict/check-results.ts';
import { type Duration, type Latency, parseSpan } from '../../waiting/duration.ts';
import { isReady, listWorkloadPods } from './pods.ts';
import { nameOf, type Subject } from './served.ts';
import { type Counts, countsInWords, servedCounts, servedSince } from './served-counts.ts';

/** A batch of requests, and what each pod had served before it. */
export interface Batch {
  exchanges: readonly Exchange[];
  before: Counts;
}

/** What each ready workload pod has served so far. */
export const countsNow = async (cluster: Cluster, subject: Subject): Promise<Counts> =>
  servedCounts(cluster, (await listWorkloadPods(cluster, subject)).filter(isReady));

/** Every request of the batch was answered with 200; the failure shows the first of the others. */
export function allMustSucceed({ exchanges }: Batch): void {
  countAssertion();
  const failed = exchanges.filter((exchange) => !succeeded(exchange));
  const [first] = failed;
  if (exchanges.length === 0 || first)
    throw new Error(
      `expected all of ${exchanges.length} requests to succeed, ${failed.length} failed${first ? `, the first: ${summaryOf(first)}` : ''}`,
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

export interface FigureRow {
  check?: string;
  figure: string;
  limit: string;
}

/** Figures of a batch by name, in ms, requests or as a ratio. */
export type Figures = Record<string, number>;

/** Reads the figures of a batch: latencies from the successful answers, the count from the pods' own counters. */
export async function figuresOf(cluster: Cluster, subject: Subject, batch: Batch): Promise<Figures> {
  const latencies = percentilesOf(batch.exchanges.filter(succeeded).map(({ latency }) => latency));
  const served = [...servedSince(batch.before, await countsNow(cluster, subject)).values()];
  const total = served.reduce((sum, count) => sum + count, 0);
  return {
    'requests served': total,
    'fewest requests of a pod': Math.min(...served),
    'most requests of a pod': Math.max(...served),
    'largest share of a pod in percent': (100 * Math.max(...served)) / total,
    'average latency': latencies.mean,
    'median latency': latencies.p50,
    'p95 latency': latencies.p95,
    'p99 latency': latencies.p99,
    'p95 to median latency': latencies.p95 / latencies.p50,
  };
}

/** Judges each figure against its limit: an amount (`exactly 100`, `at most 3`) or a span (`at most 2 seconds`). */
export const figuresMustHold = (
  world: Attaching,
  figures: Figures,
  rows: readonly FigureRow[],
): Promise<void> =>
  judgeRows(world, rows, ({ figure, limit }) => {
    const value = figures[figure];
    if (value === undefined)
      throw new Error(`"${figure}" is not a figure: write one of ${Object.keys(figures).join(', ')}`);
    const span = /^at most (.*second.*)$/.exec(limit)?.[1];
    const amount = span ? { least: 0, most: parseSpan(span).milliseconds } : parseAmount(limit);
    if (!Number.isFinite(value) || !holdsAmount(amount, value))
      throw new Error(`${figure}: expected ${limit}, got ${Number(value.toFixed(2))}${span ? ' ms' : ''}`);
  });

/** Seconds without a failure after which an outage is over. */
const QUIET = 3;

/**
 * Waits until requests have succeeded for a while without a break: from the first failure after the change to the end of
 * the last one no more than the limit may have passed.
 */
export async function outageMustBeAtMost(cluster: Cluster, flow: Flow, limit: Latency): Promise<void> {
  await cluster.waitFor(
    `expected requests to fail for at most ${limit.text}`,
    async () => {
      const after = flow.phase('after');
      const { span, failures } = outage(after);
      const [first] = failures;
      const seen = `${failures.length} of ${after.length} failed over ${Math.round(span)} ms${first ? `, the first: ${summaryOf(first.exchange)}` : ''}`;
      if (span > limit.milliseconds) return { met: false, seen, hopeless: 'they still fail after the limit' };
      return streak(after) >= QUIET * flow.perSecond ? { met: true, value: span } : { met: false, seen };
    },
    {
      limit: onTheWire(cluster, {
        milliseconds: limit.milliseconds + 30_000,
        text: `${limit.text} and 30 seconds`,
      }),
    },
  );
}

/** A limit of wall-clock time as the cluster's clock counts it. */
const onTheWire = (cluster: Cluster, limit: Latency): Duration => ({
  milliseconds: limit.milliseconds * cluster.time.scale,
  text: limit.text,
});

/** Waits until the latest requests of the flow have succeeded without a break; the limit is wall-clock time. */
export async function streakMustReach(
  cluster: Cluster,
  flow: Flow,
  phase: 'after' | 'all',
  count: number,
  limit: Latency,
): Promise<void> {
  await cluster.waitFor(
    `expected ${count} requests in a row to succeed`,
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
    { limit: onTheWire(cluster, limit) },
  );
}
