import { request } from 'undici';
import type { ApiClient } from './api-client.ts';
import type { KubernetesObject } from './cluster.ts';
import { lines } from './lines.ts';
import { refusalOf } from './refusal.ts';

/** A watch that was silent for this long (real ms) is opened anew: its connection may be dead. */
const IDLE_LIMIT = 30_000;
/** The API server ends a watch after this long (s), as it does for every client that names no limit. */
const SERVER_LIMIT = 290;

export interface WatchEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  object: KubernetesObject;
}

/** Events of a collection after a resource version, until the server or silence ends the connection (both are normal). Throws `ApiRefusal` (410: list again). */
export async function* watchStream(
  client: ApiClient,
  path: string,
  resourceVersion: string,
  signal: AbortSignal,
): AsyncGenerator<WatchEvent> {
  const silence = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), IDLE_LIMIT);
    timer.unref();
  };
  heard();
  try {
    const body = await open(client, path, resourceVersion, AbortSignal.any([signal, silence.signal]));
    for await (const line of lines(body)) {
      heard();
      yield eventOf(path, line);
    }
  } catch (error) {
    if (!silence.signal.aborted) throw error;
  } finally {
    clearTimeout(timer);
    silence.abort();
  }
}

async function open(client: ApiClient, path: string, resourceVersion: string, signal: AbortSignal) {
  const { headers, dispatcher } = await client.connection.access();
  const query = { watch: true, resourceVersion, allowWatchBookmarks: true, timeoutSeconds: SERVER_LIMIT };
  const answer = await request(client.url(path, query), {
    dispatcher,
    headers: { ...headers, accept: 'application/json' },
    signal,
    bodyTimeout: 0,
  });
  if (answer.statusCode === 200) return answer.body;
  throw refusalOf(`WATCH ${path}`, answer.statusCode, await answer.body.text());
}

function eventOf(path: string, line: string): WatchEvent {
  const event: WatchEvent = JSON.parse(line);
  if (event.type !== 'ERROR') return event;
  throw refusalOf(`WATCH ${path}`, Number(event.object.code ?? 500), JSON.stringify(event.object));
}
