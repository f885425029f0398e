import { type Amount, amountInWords, holdsAmount } from '../../../amounts/amount.ts';
import type { Cluster, KubernetesObject } from '../../../cluster/cluster.ts';
import { summaryOf } from '../../../inference/client.ts';
import { parseBody } from '../../../inference/response-faults.ts';
import { countAssertion } from '../../../judging/assertions.ts';
import type { FiguresOf } from '../../../metrics/figure-names.ts';
import { declares, parseMetrics, type Sample, sumOf } from '../../../metrics/prometheus.ts';
import type { PodGroup } from '../pod-groups.ts';
import { isReady, listWorkloadPods } from '../pods.ts';
import { nameOf, type Subject } from '../served.ts';
import { metricsText } from './pod-metrics.ts';
import type { Asked } from './requests.ts';
import { serverPort } from './served-counts.ts';

/** What the servers of one group of pods have counted so far, by pod. */
type Counters = ReadonlyMap<string, readonly Sample[]>;

/** What all servers of a service with prefill pods had counted at a moment of cluster time. */
export interface Work {
  readonly at: Date;
  readonly groups: Readonly<Record<'decode pods' | 'prefill pods', Counters>>;
}

/** True when the service has prefill pods. */
export const isDisaggregated = ({ manifest }: Subject): boolean => manifest.spec?.prefill !== undefined;

/** Reads the counters of all ready servers. */
export async function readWork(cluster: Cluster, subject: Subject): Promise<Work> {
  const at = await cluster.time.now();
  const [decode, prefill] = await Promise.all([
    readGroup(cluster, subject, 'decode pods'),
    readGroup(cluster, subject, 'prefill pods'),
  ]);
  return { at, groups: { 'decode pods': decode, 'prefill pods': prefill } };
}

async function readGroup(cluster: Cluster, subject: Subject, pods: PodGroup): Promise<Counters> {
  const ready = (await listWorkloadPods(cluster, { ...subject, pods })).filter(isReady);
  const entries = ready.map(
    async (pod) => [pod.metadata.name, await samplesOf(cluster, pod, serverPort(pod))] as const,
  );
  return new Map(await Promise.all(entries));
}

/** A server that does not count its requests is an error: that it did nothing could not be told from it. */
async function samplesOf(cluster: Cluster, pod: KubernetesObject, port: number): Promise<Sample[]> {
  const text = await metricsText(cluster, pod, port);
  const samples = parseMetrics(text);
  if (sumOf(samples, REQUESTS) === undefined && !declares(text, REQUESTS))
    throw new Error(
      `pod ${pod.metadata.namespace}/${pod.metadata.name}: expected its metrics to have ${REQUESTS}, got none of that name`,
    );
  return samples;
}

/** vLLM's counters (vllm/engine/metrics, NIXL connector). */
const REQUESTS = 'vllm:request_success_total';
const TOKENS = 'vllm:generation_tokens_total';
const PREFILL_TIME = 'vllm:request_prefill_time_seconds';
const DECODE_TIME = 'vllm:request_decode_time_seconds';
const TRANSFER_TIME = 'vllm:nixl_xfer_time_seconds';
const TRANSFERRED = 'vllm:nixl_bytes_transferred';

/** By how much a counter of each pod has grown; a pod that was not there before counts from zero. */
function growth(before: Counters, after: Counters, counter: string): Map<string, number> {
  const value = (samples: readonly Sample[] | undefined) => sumOf(samples ?? [], counter) ?? 0;
  return new Map([...after].map(([pod, samples]) => [pod, value(samples) - value(before.get(pod))]));
}

const inWords = (grown: ReadonlyMap<string, number>): string =>
  [...grown].map(([pod, count]) => `${pod} ${count}`).join(', ') || 'no pod';

const total = (grown: ReadonlyMap<string, number>): number =>
  [...grown.values()].reduce((sum, count) => sum + count, 0);

/** The servers of a group have answered the wanted number of requests since the reading, each pod by its own counter. Where there may not be more, a server whose count went with it is an error. */
export async function requestsMustReach(
  cluster: Cluster,
  subject: Subject,
  before: Work,
  pods: keyof Work['groups'],
  amount: Amount,
): Promise<void> {
  const grown = await requestsSince(cluster, subject, before, pods, amount);
  judgeRequests(subject, amount, `its ${pods}`, grown, holdsAmount(amount, total(grown)));
}

/** As `requestsMustReach`, but every server of the group on its own has answered the wanted number. */
export async function requestsMustReachEach(
  cluster: Cluster,
  subject: Subject,
  before: Work,
  pods: keyof Work['groups'],
  amount: Amount,
): Promise<void> {
  const grown = await requestsSince(cluster, subject, before, pods, amount);
  const each = [...grown.values()].every((count) => holdsAmount(amount, count));
  judgeRequests(subject, amount, `each of its ${pods}`, grown, each);
}

function judgeRequests(
  subject: Subject,
  amount: Amount,
  where: string,
  grown: ReadonlyMap<string, number>,
  holds: boolean,
): void {
  countAssertion();
  if (grown.size === 0 || !holds)
    throw new Error(
      `${nameOf(subject)}: expected ${amountInWords(amount)} requests at ${where}, got ${inWords(grown)}`,
    );
}

async function requestsSince(
  cluster: Cluster,
  subject: Subject,
  before: Work,
  pods: keyof Work['groups'],
  amount: Amount,
): Promise<Map<string, number>> {
  const after = await readGroup(cluster, subject, pods);
  const lost = [...before.groups[pods].keys()].filter((pod) => !after.has(pod));
  if (lost.length > 0 && Number.isFinite(amount.most)) {
    countAssertion();
    throw new Error(
      `${nameOf(subject)}: expected ${amountInWords(amount)} requests at its ${pods}, but what ${lost.join(', ')} did is not known: not ready any more`,
    );
  }
  return growth(before.groups[pods], after, REQUESTS);
}

/** Exactly one pod of the group has produced tokens since the reading: as many as the answer says. */
export async function tokensMustComeFromOne(
  cluster: Cluster,
  subject: Subject,
  before: Work,
  pods: keyof Work['groups'],
  asked: Asked,
): Promise<void> {
  const grown = growth(before.groups[pods], await readGroup(cluster, subject, pods), TOKENS);
  const writers = [...grown.values()].filter((count) => count > 0);
  const wanted = usageOf(asked).completion;
  countAssertion();
  if (writers.length !== 1 || writers[0] !== wanted)
    throw new Error(
      `${nameOf(subject)}: expected one of its ${pods} to write the ${wanted} tokens of the answer, got ${inWords(grown)}`,
    );
}

/** Tokens that an answer counts; throws when it does not tell. */
export function usageOf({ to, exchange }: Asked): { prompt: number; completion: number } {
  const { usage } = (parseBody(exchange.body).value ?? {}) as {
    usage?: { prompt_tokens?: number; completion_tokens?: number };
  };
  const { prompt_tokens: prompt, completion_tokens: completion } = usage ?? {};
  if (prompt === undefined || completion === undefined)
    throw new Error(`${to}: expected an answer that counts its tokens, got ${summaryOf(exchange)}`);
  return { prompt, completion };
}

/** What a phase of a request took the servers of a group on average between two readings, ms; no number without a request. */
function meanTime(before: Work, after: Work, pods: keyof Work['groups'], histogram: string): number {
  const grown = (counter: string) => total(growth(before.groups[pods], after.groups[pods], counter));
  return (1_000 * grown(`${histogram}_sum`)) / grown(`${histogram}_count`);
}

/**
 * How long a prompt took the servers on average since the reading until the first token could be said, by their own
 * counters, ms: with hand-over the work of a prefill pod and the transfer, without it the work of a decode pod. What a
 * busy machine adds to the way of a request is not in it.
 */
export async function promptTime(
  cluster: Cluster,
  subject: Subject,
  before: Work,
  way: 'handed over' | 'with the cache',
): Promise<number> {
  const after = await readWork(cluster, subject);
  if (way === 'with the cache') return meanTime(before, after, 'decode pods', PREFILL_TIME);
  return (
    meanTime(before, after, 'prefill pods', PREFILL_TIME) +
    meanTime(before, after, 'decode pods', TRANSFER_TIME)
  );
}

/** What the two phases took since the reading, and what went over the network between them. A figure of nothing is no number. */
export async function handOverFigures(
  cluster: Cluster,
  subject: Subject,
  before: Work,
): Promise<FiguresOf<'hand-over'>> {
  const after = await readWork(cluster, subject);
  const grown = (pods: keyof Work['groups'], counter: string) =>
    total(growth(before.groups[pods], after.groups[pods], counter));
  const prefill = meanTime(before, after, 'prefill pods', PREFILL_TIME);
  const decode = meanTime(before, after, 'decode pods', DECODE_TIME);
  return {
    'average prefill time': prefill,
    'average decode time': decode,
    'prefill time in percent of decode time': (100 * prefill) / decode,
    'bytes from prefill to decode': grown('decode pods', `${TRANSFERRED}_sum`),
    'transfers from prefill to decode': grown('decode pods', `${TRANSFER_TIME}_count`),
  };
}
