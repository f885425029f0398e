import { randomUUID } from 'node:crypto';
import type { Cluster } from '../../../cluster/cluster.ts';
import { type ChatRequest, chat, type Exchange, summaryOf } from '../../../inference/client.ts';
import {
  chatCompletionFaults,
  chatStreamFaults,
  expectedOf,
  parseBody,
} from '../../../inference/response-faults.ts';
import { countAssertion } from '../../../judging/assertions.ts';
import { sumOf } from '../../../metrics/prometheus.ts';
import { sendUntil } from '../../../traffic/batch.ts';
import { onTheWire } from '../../../waiting/duration.ts';
import { isReady, listWorkloadPods } from '../pods.ts';
import { nameOf, type Subject } from '../served.ts';
import { metricsOf } from './pod-metrics.ts';
import type { Asked, Endpoint } from './requests.ts';
import { endpointOf } from './requests.ts';
import { serverPort } from './served-counts.ts';

/**
 * Tokens of a long answer: a second or a few of work, well within a grace period. Their lengths differ, so that the answers of
 * a pod do not end together and leave it without work for a moment.
 */
const TOKENS = { shortest: 60, step: 4, steps: 20 };
/** One answer of so many is streamed: both ways to break off are looked at. An odd number: of an even one two pods in turn share nothing, one of them gets all streams. */
const STREAMED = 3;
/** vLLM's gauge of what it works on (vllm/engine/metrics). */
const RUNNING = 'vllm:num_requests_running';
/** So many at once on a pod that one of them is on its way whenever the pod is told to end. */
const EACH = 3;
/** How long the first of them may take to reach every pod. Wall-clock ms. */
const TO_BEGIN = 30_000;

/** Long answers, always so many of them on their way. */
export interface LongAnswers {
  /** Asks for no more, and waits for those that are on their way. */
  stop(): Promise<readonly Asked[]>;
}

/** Keeps so many long answers on their way, and waits until the servers of all ready workload pods work on several. */
export async function beginLongAnswers(
  cluster: Cluster,
  subject: Subject,
  atOnce: number,
  signal: AbortSignal,
): Promise<LongAnswers> {
  const enough = new AbortController();
  const endpoint = await endpointOf(cluster, subject);
  const requests: ChatRequest[] = [];
  const send = (index: number): Promise<Exchange> => {
    const request = questionOf(endpoint, index);
    requests[index] = request;
    const headers = endpoint.headers ?? {};
    return chat((url) => cluster.routeTo(url), endpoint.url, request, { headers, signal });
  };
  const exchanges = sendUntil(enough.signal, atOnce, send, signal);
  // Heard of where they are waited for.
  exchanges.catch(() => undefined);
  const stop = async () => {
    enough.abort();
    const all = await exchanges;
    return all.map((exchange, index) => ({
      to: endpoint.name,
      request: requests[index] as ChatRequest,
      exchange,
    }));
  };
  await everyPodMustWork(cluster, subject).catch(async (error: unknown) => {
    await stop().catch(() => undefined);
    throw error;
  });
  return { stop };
}

/** Texts that differ, so that no cache answers for a server. */
const questionOf = ({ model }: Endpoint, index: number): ChatRequest => ({
  model,
  messages: [{ role: 'user', content: `${randomUUID()}: tell me a long story` }],
  max_tokens: TOKENS.shortest + TOKENS.step * (index % TOKENS.steps),
  ignore_eos: true,
  stream: index % STREAMED === 0,
});

async function everyPodMustWork(cluster: Cluster, subject: Subject): Promise<void> {
  const sentence = `${nameOf(subject)}: expected each of its pods to work on at least ${EACH} requests at once`;
  const look = async () => {
    const pods = (await listWorkloadPods(cluster, subject)).filter(isReady);
    const running = await Promise.all(
      pods.map(async (pod) => sumOf(await metricsOf(cluster, pod, serverPort(pod)), RUNNING) ?? 0),
    );
    const seen = pods.map(({ metadata }, index) => `${metadata.name} ${running[index]}`).join(', ');
    return pods.length > 0 && running.every((count) => count >= EACH)
      ? { met: true as const, value: seen }
      : { met: false as const, seen: seen || 'no ready pod' };
  };
  const limit = onTheWire(cluster.time.scale, { milliseconds: TO_BEGIN, text: `${TO_BEGIN / 1_000} s` });
  await cluster.waitFor(sentence, look, { limit });
}

/** Every answer came whole, from the first token to the last; the failure shows the first of the others. */
export function answersMustBeWhole(answers: readonly Asked[]): void {
  countAssertion();
  const broken = answers.filter((asked) => faultsOf(asked).length > 0);
  const [first] = broken;
  if (answers.length === 0 || first)
    throw new Error(
      `${first ? `${first.to}: ` : ''}expected all of ${answers.length} long answers to come whole, ${broken.length} did not${first ? `, the first: ${summaryOf(first.exchange)}; ${faultsOf(first).join('; ')}` : ''}`,
    );
}

function faultsOf({ request, exchange }: Asked): string[] {
  if (exchange.status !== 200) return [exchange.error ?? `status ${exchange.status}`];
  const expected = expectedOf(request);
  if (request.stream) return chatStreamFaults(exchange.events ?? [], expected);
  const { value, fault } = parseBody(exchange.body);
  return fault ? [fault] : chatCompletionFaults(value, expected);
}
