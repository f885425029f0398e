import { request } from 'undici';
import type { Json } from './cluster.ts';
import type { Connection } from './connection.ts';
import { codeOf, EnvironmentError, ForeignAnswer, messageOf, WritesRefused } from './environment-error.ts';
import { refusalOf } from './refusal.ts';
import { type Attempt, repeated, retryAfter } from './retry.ts';
import { type ServerTime, serverTime } from './server-time.ts';

/** An API server that has not answered by then counts as unreachable (real ms). */
const ANSWER_LIMIT = 30_000;

export interface ApiRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  query?: Record<string, string | number | boolean | undefined>;
  body?: unknown;
  contentType?: string;
  signal?: AbortSignal;
}

/** JSON in, JSON out: raw objects, so that no typed model drops or renames a field. */
export interface ApiClient {
  readonly connection: Connection;
  readonly time: ServerTime;
  /** The parsed body; throws `ApiRefusal`, or `EnvironmentError` when the API server cannot be reached. */
  send<T = Json>(request: ApiRequest): Promise<T>;
  /** From now on everything but reads throws `WritesRefused`. */
  refuseWrites(reason: string): void;
  /** Throws `WritesRefused` once the run was told to stop. */
  assertMayWrite(what: string): void;
  url(path: string, query?: ApiRequest['query']): URL;
}

/** Codes of requests that never reached the API server. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);
/** Codes of requests whose answer was lost: repeated only when doing it twice is doing it once. */
const LOST = new Set([
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'UND_ERR_SOCKET',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);

/** A client that repeats what may be repeated: reads, patches and deletions on 5xx and lost connections, everything on 429. */
export function apiClient(connection: Connection, scale: number, note: (line: string) => void): ApiClient {
  let stopped: string | undefined;
  const time: ServerTime = serverTime(scale, async () => {
    const attempt = await attemptOnce(connection, time, { method: 'GET', path: '/version' });
    if ('failed' in attempt) await attempt.failed();
  });
  const url = (path: string, query: ApiRequest['query'] = {}) => urlOf(connection.server, path, query);
  const assertMayWrite = (what: string) => {
    if (stopped !== undefined) throw new WritesRefused(what, stopped);
  };
  const send = async <T>(request: ApiRequest): Promise<T> => {
    const attempt = async () => {
      if (request.method !== 'GET') assertMayWrite(`${request.method} ${request.path}`);
      return attemptOnce<T>(connection, time, request);
    };
    return repeated<T>(attempt, note, request.signal);
  };
  return {
    connection,
    time,
    url,
    assertMayWrite,
    send,
    refuseWrites: (reason) => {
      stopped = reason;
    },
  };
}

/** One request, without repetition. */
async function attemptOnce<T>(
  connection: Connection,
  time: ServerTime,
  what: ApiRequest,
): Promise<Attempt<T>> {
  const name = `${what.method} ${what.path}`;
  const idempotent = what.method !== 'POST';
  let answer: Answer;
  try {
    answer = await sendOnce(connection, what);
  } catch (error) {
    const failed = () => {
      throw unreachable(connection, error, what.signal);
    };
    const code = codeOf(error) ?? '';
    const worthIt = NEVER_SENT.has(code) || (idempotent && LOST.has(code));
    return worthIt ? { again: `${name}: ${messageOf(error)}`, failed } : failed();
  }
  time.heard(answer.date);
  if (answer.code < 300) return { done: parseBody<T>(name, answer.text) };
  if (answer.code === 401) connection.renew();
  const failed = () => {
    throw refusalOf(name, answer.code, answer.text);
  };
  const worthIt = answer.code === 429 || (answer.code >= 500 && answer.code !== 501 && idempotent);
  return worthIt ? { again: `${name}: ${answer.code}`, after: answer.retryAfter, failed } : failed();
}

interface Answer {
  code: number;
  text: string;
  date: string | undefined;
  retryAfter: number | undefined;
}

async function sendOnce(connection: Connection, what: ApiRequest): Promise<Answer> {
  const { headers, dispatcher } = await connection.access();
  const {
    statusCode,
    headers: answered,
    body,
  } = await request(urlOf(connection.server, what.path, what.query), {
    method: what.method,
    dispatcher,
    headersTimeout: ANSWER_LIMIT,
    bodyTimeout: ANSWER_LIMIT,
    signal: what.signal ?? null,
    headers: {
      ...headers,
      accept: 'application/json',
      ...(what.body !== undefined && { 'content-type': what.contentType ?? 'application/json' }),
    },
    body: what.body === undefined ? null : JSON.stringify(what.body),
  });
  return {
    code: statusCode,
    text: await body.text(),
    date: first(answered.date),
    retryAfter: retryAfter(first(answered['retry-after'])),
  };
}

function urlOf(server: string, path: string, query: ApiRequest['query'] = {}): URL {
  const url = new URL(server + path);
  for (const [key, value] of Object.entries(query))
    if (value !== undefined) url.searchParams.set(key, String(value));
  return url;
}

function parseBody<T>(name: string, text: string): T {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ForeignAnswer(`${name}: the answer is not JSON: ${text.slice(0, 200)}`, error);
  }
}

function unreachable(connection: Connection, error: unknown, signal?: AbortSignal): unknown {
  if (signal?.aborted || error instanceof EnvironmentError) return error;
  return new EnvironmentError(
    `context "${connection.context}": the API server ${connection.server} cannot be reached (${messageOf(error)}); check that it runs and that the address is right`,
    error,
  );
}

const first = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header[0] : header;
