import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type WebSocket, WebSocketServer } from 'ws';
import { type ConnectedCluster, type ConnectOptions, connect } from '../../support/cluster/connect.ts';
import { scratch } from '../scratch.ts';

type Answer = (request: IncomingMessage, response: ServerResponse, url: URL) => void | Promise<void>;

/** An API server that answers only what a test tells it to, over real sockets: for faults that a sane one never shows. */
export interface StubApiServer {
  readonly url: string;
  /** Open connections. */
  sockets(): number;
  /** Requests so far, as `GET /path`. */
  readonly requests: string[];
  /** Answers requests whose `METHOD /path` starts with this. */
  on(start: string, answer: Answer): void;
  /** Upgrades every request that `refuse` has no Status for. */
  onUpgrade(
    accept: (socket: WebSocket, request: IncomingMessage) => void,
    refuse?: (request: IncomingMessage) => ReturnType<typeof refusal> | undefined,
  ): void;
  connect(options?: Partial<ConnectOptions>): Promise<ConnectedCluster>;
}

export const json = (response: ServerResponse, body: unknown, code = 200): void => {
  response.writeHead(code, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
};

/** The Status body of a refusal. */
export const refusal = (code: number, reason: string, message: string) => ({
  kind: 'Status',
  status: 'Failure',
  code,
  reason,
  message,
});

const CORE = {
  resources: [
    { name: 'namespaces', kind: 'Namespace', namespaced: false, verbs: ['list'] },
    { name: 'configmaps', kind: 'ConfigMap', namespaced: true, verbs: ['list'] },
    { name: 'pods', kind: 'Pod', namespaced: true, verbs: ['list'] },
    { name: 'services', kind: 'Service', namespaced: true, verbs: ['list'] },
    { name: 'pods/log', kind: 'Pod', namespaced: true, verbs: ['get'] },
  ],
};

/** Starts a stub that ends with the test. */
export async function stubApiServer(t: TestContext): Promise<StubApiServer> {
  const answers = new Map<string, Answer>();
  const requests: string[] = [];
  const open = new Set<object>();
  const server = createServer((request, response) => {
    const name = `${request.method} ${request.url}`;
    requests.push(name);
    const start = [...answers.keys()].findLast((key) => name.startsWith(key));
    const answer = start === undefined ? undefined : answers.get(start);
    if (answer) void answer(request, response, new URL(request.url ?? '', 'http://stub'));
    else json(response, refusal(404, 'NotFound', `${name} is not scripted`), 404);
  });
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  answers.set('GET /api/v1', (_request, response) => json(response, CORE));
  answers.set('GET /version', (_request, response) => json(response, { gitVersion: 'v1.34.0' }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url,
    requests,
    sockets: () => open.size,
    on: (start, answer) => void answers.set(start, answer),
    onUpgrade(accept, refuse) {
      const protocols = new WebSocketServer({ noServer: true });
      server.on('upgrade', (request, socket, head) => {
        const status = refuse?.(request);
        if (status) {
          socket.end(
            `HTTP/1.1 ${status.code} ${status.reason}\r\nconnection: close\r\n\r\n${JSON.stringify(status)}`,
          );
          return;
        }
        protocols.handleUpgrade(request, socket, head, (webSocket) => accept(webSocket, request));
      });
    },
    async connect(options = {}) {
      const cluster = await connect({
        kubeconfig: kubeconfig({ server: url }),
        target: { timeScale: 1, gateway: { className: 'any', via: 'port-forward' } },
        signal: new AbortController().signal,
        ...options,
      });
      t.after(() => cluster.close());
      return cluster;
    },
  };
}

/** Writes a kubeconfig with one context, `stub`, and returns its path. */
export function kubeconfig(given: {
  server: string;
  user?: Record<string, unknown>;
  cluster?: Record<string, unknown>;
  currentContext?: string;
}): string {
  const file = join(scratch('kubeconfig'), 'config');
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'stub', cluster: { server: given.server, ...given.cluster } }],
    users: given.user ? [{ name: 'stub', user: given.user }] : [],
    contexts: [{ name: 'stub', context: { cluster: 'stub', ...(given.user && { user: 'stub' }) } }],
    'current-context': given.currentContext ?? 'stub',
  };
  writeFileSync(file, JSON.stringify(config));
  return file;
}
