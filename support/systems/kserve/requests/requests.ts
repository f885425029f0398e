import { randomUUID } from 'node:crypto';
import type { Cluster, Trust } from '../../../cluster/cluster.ts';
import {
  type ChatMessage,
  type ChatRequest,
  chat,
  type Exchange,
  models,
  type SendOptions,
  summaryOf,
} from '../../../inference/client.ts';
import { chatCompletionFaults, expectedOf, judged, parseBody } from '../../../inference/response-faults.ts';
import { countAssertion } from '../../../judging/assertions.ts';
import { type Latency, seconds } from '../../../waiting/duration.ts';
import type { Sighting } from '../../../waiting/sighting.ts';
import { WaitFailure } from '../../../waiting/wait-failure.ts';
import { nameOf, type Subject } from '../served.ts';

/** Where a service answers and under which model name. */
export interface Endpoint {
  /** The service, for messages: many share the address of a gateway. */
  name: string;
  url: string;
  model: string;
  /** Sent with every request: the host name, where the URL has an address. */
  headers?: Record<string, string>;
  /** What its certificate must be, where the URL is HTTPS and names an address. */
  trust?: Trust;
}

/** Reads the URL of the status; throws when the service has none. */
export async function endpointOf(cluster: Cluster, subject: Subject): Promise<Endpoint> {
  const service = await cluster.get(subject.reference);
  const url: unknown = service?.status?.url;
  if (typeof url !== 'string' || url === '')
    throw new Error(`${nameOf(subject)}: expected status.url to say where it answers, got nothing`);
  return { name: nameOf(subject), url, model: service?.spec?.model?.name ?? subject.reference.name };
}

/** Tokens that a question may be answered with where the feature gives no number: enough for a sentence (document 000, step 10 of LB-001). */
const TOKENS_OF_AN_ANSWER = 50;
/** Tokens of a request that only counts (document 000, step 7 of RK-001). */
const TOKENS_OF_A_REQUEST = 10;

export interface Asked {
  /** The service that was asked, for messages. */
  to: string;
  request: ChatRequest;
  exchange: Exchange;
}

/** A gateway gets a new route a moment after the route's status says so; until then it knows no way. */
const UNROUTED = [404, 503];
const ROUTING_LAG = seconds(30);

/**
 * Asks the service one question through the URL of its status, once. A gateway that has not got the route yet is given a
 * moment first, without the headers of the question: the look is no part of its session. That no route came is for the answer to show.
 * With a number of tokens the answer has so many, whatever the model wants to end with.
 */
export async function ask(
  cluster: Cluster,
  endpoint: Endpoint,
  text: string,
  options: SendOptions,
  tokens?: number,
): Promise<Asked> {
  const withHost = { ...options, headers: { ...options.headers, ...endpoint.headers } };
  await routeHasCome(cluster, endpoint, {
    ...(endpoint.headers && { headers: endpoint.headers }),
    ...(options.signal && { signal: options.signal }),
  });
  const messages: ChatMessage[] = [{ role: 'user', content: text }];
  const length =
    tokens === undefined ? { max_tokens: TOKENS_OF_AN_ANSWER } : { max_tokens: tokens, ignore_eos: true };
  return askWith(cluster, endpoint, { messages, ...length }, withHost);
}

/** Asks for an answer to a whole conversation, once. */
export const askAll = (
  cluster: Cluster,
  endpoint: Endpoint,
  messages: ChatMessage[],
  tokens: number,
  options: SendOptions,
): Promise<Asked> => askWith(cluster, endpoint, { messages, max_tokens: tokens }, options);

async function askWith(
  cluster: Cluster,
  { name: to, url: base, model, trust }: Endpoint,
  question: Omit<ChatRequest, 'model'>,
  options: SendOptions,
): Promise<Asked> {
  const request = { model, ...question };
  return { to, request, exchange: await chat((url) => cluster.routeTo(url, trust), base, request, options) };
}

/** Goes on with a conversation: what was said before comes along, as the API keeps nothing. */
export const goOn = (
  cluster: Cluster,
  endpoint: Endpoint,
  before: readonly ChatMessage[],
  content: string,
  options: SendOptions,
): Promise<Asked> =>
  askAll(cluster, endpoint, [...before, { role: 'user', content }], TOKENS_OF_AN_ANSWER, options);

/** Gives a gateway a moment to get the service's route; false when it did not come: what is sent then shows it. */
export async function routeHasCome(
  cluster: Cluster,
  { url, trust }: Endpoint,
  options: SendOptions,
): Promise<boolean> {
  const look = async (): Promise<Sighting<boolean>> => {
    const exchange = await models((address) => cluster.routeTo(address, trust), url, options);
    // A listener over TLS that has not got its certificate yet ends the connection.
    const routed = exchange.status === undefined ? !trust : !UNROUTED.includes(exchange.status);
    return routed ? { met: true, value: true } : { met: false, seen: summaryOf(exchange) };
  };
  try {
    return await cluster.waitFor(`${url}: expected a route`, look, { limit: ROUTING_LAG });
  } catch (error) {
    if (error instanceof WaitFailure) return false;
    throw error;
  }
}

/** The sender of a batch or a flow: short requests whose texts differ, so that no cache answers for a server. An answer that is no chat completion, or one of another model, is a failure. */
export const sender = (
  cluster: Cluster,
  endpoint: Endpoint,
  optionsOf: (index: number) => SendOptions = () => ({}),
) => {
  const own = randomUUID().slice(0, 8);
  return async (index: number, signal: AbortSignal): Promise<Exchange> =>
    judged(
      await chat(
        (url) => cluster.routeTo(url),
        endpoint.url,
        question(endpoint, `${index} of ${own}: a request`, TOKENS_OF_A_REQUEST),
        { ...optionsOf(index), signal },
      ),
      endpoint.model,
    );
};

const question = (endpoint: Endpoint, content: string, tokens: number): ChatRequest => ({
  model: endpoint.model,
  messages: [{ role: 'user', content }],
  max_tokens: tokens,
});

/** The answer is 200 and a chat completion without a fault; the failure names the path of each. */
export function answerMustBeComplete({ to, request, exchange }: Asked): void {
  countAssertion();
  if (exchange.status !== 200)
    throw new Error(`${to}: expected 200 and a chat completion, got ${summaryOf(exchange)}`);
  const { value, fault } = parseBody(exchange.body);
  const faults = fault ? [fault] : chatCompletionFaults(value, expectedOf(request));
  if (faults.length > 0)
    throw new Error(
      `${to}: expected a complete chat completion, but ${faults.join('; ')}; the answer of ${summaryOf(exchange)}`,
    );
}

/** The answer came and does not hold the text. */
export function answerMustNotMention({ to, exchange }: Asked, text: string): void {
  countAssertion();
  if (exchange.status !== 200 || exchange.body.includes(text))
    throw new Error(`${to}: expected an answer without "${text}", got ${summaryOf(exchange)}`);
}

/** A whole answer came within the limit, from the start of the request to its last byte. A refusal is none, however quick. */
export function answerMustArriveWithin({ to, exchange }: Asked, limit: Latency): void {
  countAssertion();
  if (exchange.status !== 200 || exchange.latency > limit.milliseconds)
    throw new Error(`${to}: expected a whole answer within ${limit.text}, got ${summaryOf(exchange)}`);
}
