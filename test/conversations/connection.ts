import { KubeConfig } from '@kubernetes/client-node';
import { Agent, type Dispatcher, request } from 'undici';

/** Where a Kubernetes API is and how to talk to it. */
export interface Connection {
  readonly base: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly dispatcher: Dispatcher;
  /** Makes the server forget its history, where the harness can. */
  compact?(): void;
  close(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Parsed when it is JSON. */
  readonly body: unknown;
}

/** A connection to an API server that needs no credentials. */
export function plainConnection(base: string, compact?: () => void): Connection {
  const dispatcher = new Agent();
  return { base, headers: {}, dispatcher, ...(compact ? { compact } : {}), close: () => dispatcher.close() };
}

/** A connection as a kubeconfig describes it, credentials included. */
export async function kubeconfigConnection(path: string, context?: string): Promise<Connection> {
  const config = new KubeConfig();
  config.loadFromFile(path);
  if (context) config.setCurrentContext(context);
  const cluster = config.getCurrentCluster();
  if (!cluster) throw new Error(`kubeconfig ${path}: context ${config.getCurrentContext()} has no cluster`);
  const base = cluster.server.replace(/\/$/, '');
  if (base.startsWith('http:')) return plainConnection(base);
  const options: Parameters<KubeConfig['applyToHTTPSOptions']>[0] = {};
  await config.applyToHTTPSOptions(options);
  const { ca, cert, key, rejectUnauthorized, headers } = options;
  const dispatcher = new Agent({
    connect: { ca, cert, key, rejectUnauthorized } as Agent.Options['connect'],
  });
  return {
    base,
    headers: (headers ?? {}) as Record<string, string>,
    dispatcher,
    close: () => dispatcher.close(),
  };
}

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Sends one request and reads the whole answer. */
export async function call(connection: Connection, { method, path, headers, body }: Call): Promise<Answer> {
  const response = await request(`${connection.base}${path}`, {
    method: method as Dispatcher.HttpMethod,
    dispatcher: connection.dispatcher,
    headers: { accept: 'application/json', ...connection.headers, ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.body.text();
  return {
    status: response.statusCode,
    headers: response.headers,
    body: parsed(text, response.headers['content-type']),
  };
}

function parsed(text: string, type: string | string[] | undefined): unknown {
  return String(type).includes('json') && text !== '' ? JSON.parse(text) : text;
}
