import type { IncomingMessage } from 'node:http';
import WebSocket, { type RawData } from 'ws';
import type { ApiClient, ApiRequest } from './api-client.ts';
import { EnvironmentError, messageOf } from './environment-error.ts';
import { refusalOf } from './refusal.ts';

/** A WebSocket of the API server whose messages start with the number of a channel. */
export interface ChannelSocket {
  readonly socket: WebSocket;
  send(channel: number, data: Uint8Array): void;
}

/** What the caller of `openChannels` is told. */
export interface ChannelListener {
  message(channel: number, data: Buffer): void;
  /** Once, when the socket is closed; the reason is empty after a clean end. */
  closed(reason: string): void;
}

/**
 * Opens a subresource that speaks Kubernetes' channel protocol. A refusal before the upgrade becomes the `ApiRefusal` that its
 * Status body means (client-node shows only its number). The listener hears nothing before this has resolved: its messages wait.
 */
export async function openChannels(
  client: ApiClient,
  path: string,
  query: URLSearchParams | ApiRequest['query'],
  protocols: string[],
  listener: ChannelListener,
): Promise<ChannelSocket> {
  const { socket: options } = await client.connection.access();
  const url = query instanceof URLSearchParams ? client.url(path) : client.url(path, query);
  if (query instanceof URLSearchParams) url.search = query.toString();
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(url, protocols, { ...options, perMessageDeflate: false });
  socket.binaryType = 'nodebuffer';
  const early: Buffer[] = [];
  let deliver = (data: Buffer): void => void early.push(data);
  socket.on('message', (data: RawData) => deliver(bytes(data)));
  await opened(client, path, socket);
  const flush = () => {
    deliver = (data) => listener.message(data[0] ?? -1, data.subarray(1));
    early.splice(0).forEach(deliver);
  };
  let closed = (reason: string): void => {
    closed = () => undefined;
    flush();
    listener.closed(reason);
  };
  socket.on('close', (code, reason) => closed(code === 1000 ? '' : `${code} ${reason}`.trim()));
  socket.on('error', (error) => closed(messageOf(error)));
  // After the caller has its socket: a fast server answers before the caller knows of the upgrade.
  setImmediate(flush);
  return {
    socket,
    send: (channel, data) => socket.send(Buffer.concat([Buffer.of(channel), data])),
  };
}

function opened(client: ApiClient, path: string, socket: WebSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('unexpected-response', (_request, response: IncomingMessage) => {
      collect(response).then(
        (text) => reject(refusalOf(`CONNECT ${path}`, response.statusCode ?? 0, text)),
        reject,
      );
    });
    socket.once('error', (error) =>
      reject(
        new EnvironmentError(
          `context "${client.connection.context}": no WebSocket to ${client.connection.server}${path} (${messageOf(error)})`,
          error,
        ),
      ),
    );
  });
}

async function collect(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function bytes(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}
