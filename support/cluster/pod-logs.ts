import { request } from 'undici';
import type { ApiClient } from './api-client.ts';
import type { PodLogOptions } from './cluster.ts';
import { messageOf } from './environment-error.ts';
import { Lines, lines } from './lines.ts';
import { refusalOf } from './refusal.ts';

/** A log that is not followed must keep flowing (real ms). */
const FLOW_LIMIT = 60_000;

/**
 * Lines of a container's log, of any length in constant memory. Ends quietly when the signal aborts (client-node's `Log` ends the
 * process then); throws `ApiRefusal` with the kubelet's words, and an error that names the pod when the connection is lost.
 */
export const podLogs = (
  client: ApiClient,
  pod: { namespace: string; name: string },
  options: PodLogOptions = {},
): Lines => new Lines(() => batches(client, pod, options));

async function* batches(
  client: ApiClient,
  pod: { namespace: string; name: string },
  options: PodLogOptions,
): AsyncGenerator<readonly string[]> {
  const path = `/api/v1/namespaces/${pod.namespace}/pods/${pod.name}/log`;
  // Ending the iteration early must end the request too, whoever holds the signal.
  const left = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, left.signal]) : left.signal;
  try {
    const { headers, dispatcher } = await client.connection.access();
    const answer = await request(client.url(path, queryOf(options)), {
      dispatcher,
      headers,
      signal,
      bodyTimeout: options.follow ? 0 : FLOW_LIMIT,
    });
    if (answer.statusCode !== 200)
      throw refusalOf(`GET ${path}`, answer.statusCode, await answer.body.text());
    yield* lines(answer.body).batches();
  } catch (error) {
    if (options.signal?.aborted) return;
    if (error instanceof Error && error.name === 'ApiRefusal') throw error;
    throw new Error(`log of pod ${pod.namespace}/${pod.name}: connection lost (${messageOf(error)})`, {
      cause: error,
    });
  } finally {
    left.abort();
  }
}

function queryOf(options: PodLogOptions) {
  return {
    container: options.container,
    previous: options.previous,
    timestamps: options.timestamps,
    follow: options.follow,
    tailLines: options.tailLines,
    // The API server reads whole seconds only.
    sinceTime: options.sinceTime?.toISOString().replace(/\.\d+Z$/, 'Z'),
  };
}
