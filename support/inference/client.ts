import { randomUUID } from 'node:crypto';
import { request } from 'undici';
import type { Route } from '../cluster/cluster.ts';
import { readEvents, type StreamEvent } from './event-stream.ts';

export interface ChatMessage {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

export interface ChatRequest {
  model: string;
  messages: ChatMessage[];
  max_tokens?: number;
  stream?: boolean;
  temperature?: number;
  stream_options?: { include_usage: boolean };
  /** Of vLLM: the answer goes on until `max_tokens`, whatever the model wants to end with. */
  ignore_eos?: boolean;
}

/** One HTTP request and what came of it. Exactly one of `status` and `error` is set. */
export interface Exchange {
  /** The `x-request-id` that was sent. */
  id: string;
  method: string;
  /** The address as the user knows it, before any way into the cluster. */
  url: string;
  status?: number;
  headers: Record<string, string>;
  /** The body as text, whatever it holds. */
  body: string;
  /** Why no answer came: the code and message of the connection's failure. */
  error?: string;
  /** What is wrong with an answer that came, whatever its status says. */
  fault?: string;
  /** Wall-clock ms from the start of the request to the last byte. */
  latency: number;
  /** Wall-clock ms to the first byte of the body. */
  firstByte?: number;
  /** Events of a streamed answer, each with its arrival in wall-clock ms from the start. */
  events?: StreamEvent[];
  /** When the request started, `performance.now()`. */
  startedAt: number;
}

/** Finds the way to a URL that may only make sense inside the cluster. */
export type WayTo = (url: string) => Promise<Route>;

export interface SendOptions {
  method?: 'GET' | 'POST';
  body?: object;
  headers?: Record<string, string>;
  /** Wall-clock ms after which the request is given up; 30,000 unless told. */
  timeout?: number;
  signal?: AbortSignal;
}

/** The most of a body that is kept, in bytes: no answer of a model server comes near it. */
const LARGEST_BODY = 4 * 1024 * 1024;

/**
 * Sends one request and never throws for what the other side does: a refused connection, a time-out and a broken body are outcomes.
 * Throws only when the run's own signal aborts.
 */
export async function send(wayTo: WayTo, url: string, options: SendOptions = {}): Promise<Exchange> {
  const startedAt = performance.now();
  const exchange: Exchange = {
    id: options.headers?.['x-request-id'] ?? randomUUID(),
    method: options.method ?? (options.body ? 'POST' : 'GET'),
    url,
    headers: {},
    body: '',
    latency: 0,
    startedAt,
  };
  const limit = AbortSignal.timeout(options.timeout ?? 30_000);
  const signal = options.signal ? AbortSignal.any([limit, options.signal]) : limit;
  try {
    await exchangeOver(await wayTo(url), exchange, options, signal);
  } catch (error) {
    if (options.signal?.aborted) throw options.signal.reason;
    delete exchange.status;
    exchange.error = limit.aborted ? `no answer within ${options.timeout ?? 30_000} ms` : reasonOf(error);
  }
  exchange.latency = performance.now() - startedAt;
  return exchange;
}

async function exchangeOver(route: Route, exchange: Exchange, options: SendOptions, signal: AbortSignal) {
  const answer = await request(route.url, {
    dispatcher: route.dispatcher,
    method: exchange.method as 'GET' | 'POST',
    headers: {
      'x-request-id': exchange.id,
      ...(options.body && { 'content-type': 'application/json' }),
      ...options.headers,
      ...route.headers,
    },
    body: options.body ? JSON.stringify(options.body) : null,
    signal,
  });
  for (const [name, value] of Object.entries(answer.headers)) exchange.headers[name] = String(value);
  exchange.status = answer.statusCode;
  const streamed = exchange.headers['content-type']?.startsWith('text/event-stream');
  const chunks: Buffer[] = [];
  const events: StreamEvent[] = [];
  const reader = readEvents((event) => events.push({ ...event, at: performance.now() - exchange.startedAt }));
  let size = 0;
  for await (const chunk of answer.body) {
    exchange.firstByte ??= performance.now() - exchange.startedAt;
    size += chunk.length;
    if (size > LARGEST_BODY) throw new Error(`the body is larger than ${LARGEST_BODY} bytes`);
    chunks.push(chunk);
    if (streamed) reader.push(chunk);
  }
  exchange.body = Buffer.concat(chunks).toString('utf8');
  if (streamed) exchange.events = events;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = (error as NodeJS.ErrnoException).code;
  return code ? `${code}: ${error.message}` : error.message;
}

/** Asks `<base>/v1/chat/completions`. */
export const chat = (
  wayTo: WayTo,
  base: string,
  body: ChatRequest,
  options: SendOptions = {},
): Promise<Exchange> => send(wayTo, `${base.replace(/\/$/, '')}/v1/chat/completions`, { ...options, body });

/** Asks `<base>/v1/models`. */
export const models = (wayTo: WayTo, base: string, options: SendOptions = {}): Promise<Exchange> =>
  send(wayTo, `${base.replace(/\/$/, '')}/v1/models`, options);

/** One line about an exchange, for messages: `POST http://…/v1/chat/completions: 503 after 12 ms: no healthy upstream`. */
export function summaryOf(exchange: Exchange): string {
  const outcome = exchange.status ?? exchange.error ?? 'no answer';
  const body = exchange.body.replace(/\s+/g, ' ').slice(0, 200);
  const fault = exchange.fault ? ` (${exchange.fault})` : '';
  return `${exchange.method} ${exchange.url}: ${outcome}${fault} after ${Math.round(exchange.latency)} ms${body ? `: ${body}` : ''}`;
}
