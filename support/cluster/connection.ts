import { createHash } from 'node:crypto';
import type { AgentOptions, RequestOptions } from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node';
import { Agent, type Dispatcher, ProxyAgent } from 'undici';
import type { ClientOptions } from 'ws';
import { EnvironmentError, messageOf } from './environment-error.ts';

/** Credentials are looked up again after this long (ms): plugins and mounted tokens rotate. */
const CREDENTIALS_AGE = 10_000;
/** An exec plugin that has not answered by then is reported (ms). */
const CREDENTIALS_LIMIT = 8_000;

/** What a request to the API server carries. */
export interface Access {
  headers: Record<string, string>;
  dispatcher: Dispatcher;
  /** The same for a WebSocket. */
  socket: ClientOptions;
}

/** The way to one API server, with the credentials of one context. */
export interface Connection {
  readonly context: string;
  /** Without a trailing slash. */
  readonly server: string;
  access(): Promise<Access>;
  /** Forgets credentials, after a 401. */
  renew(): void;
  close(): Promise<void>;
}

/**
 * A connection with one dispatcher for each set of TLS material: client-node alone builds a new one, with new sockets,
 * for each request (its `applySecurityAuthentication` does not cache).
 */
export function connection(config: KubeConfig): Connection {
  const server = (config.getCurrentCluster()?.server ?? '').replace(/\/+$/, '');
  const context = config.getCurrentContext();
  const dispatchers = new Map<string, Dispatcher>();
  let current: { access: Promise<Access>; at: number } | undefined;

  const dispatcherFor = (tls: RequestOptions): Dispatcher => {
    const key = createHash('sha256')
      .update(JSON.stringify([tls.ca, tls.cert, tls.key].map(String)))
      .digest('hex');
    const dispatcher = dispatchers.get(key) ?? newDispatcher(config, tls);
    dispatchers.set(key, dispatcher);
    return dispatcher;
  };
  const access = (): Promise<Access> => {
    if (current && performance.now() - current.at < CREDENTIALS_AGE) return current.access;
    const looked = lookUp(config, dispatcherFor);
    current = { access: looked, at: performance.now() };
    looked.catch(() => {
      current = undefined;
    });
    return looked;
  };
  return {
    context,
    server,
    access,
    renew: () => {
      current = undefined;
    },
    close: async () => {
      await Promise.all([...dispatchers.values()].map((dispatcher) => dispatcher.destroy()));
    },
  };
}

async function lookUp(
  config: KubeConfig,
  dispatcherFor: (tls: RequestOptions) => Dispatcher,
): Promise<Access> {
  const options: RequestOptions = {};
  await credentials(config, options);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(options.headers ?? {})) headers[name] = String(value);
  if (options.auth) headers.Authorization = `Basic ${Buffer.from(options.auth).toString('base64')}`;
  const socket = { agent: options.agent, ...material(options), headers } as ClientOptions;
  return { headers, dispatcher: dispatcherFor(options), socket };
}

async function credentials(config: KubeConfig, options: RequestOptions): Promise<void> {
  const context = config.getCurrentContext();
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new Error(`no answer within ${CREDENTIALS_LIMIT / 1_000} s`)),
    CREDENTIALS_LIMIT,
  );
  try {
    await Promise.race([config.applyToHTTPSOptions(options), late.promise]);
  } catch (error) {
    throw new EnvironmentError(
      `context "${context}": credentials of user "${config.getCurrentUser()?.name}" cannot be had (${messageOf(error).trim()}); try: kubectl --context ${context} version`,
      error,
    );
  } finally {
    clearTimeout(timer);
  }
}

/** What decides whom TLS trusts and as whom it presents itself; absent fields stay absent, which undici tells apart. */
function material({ ca, cert, key, rejectUnauthorized, servername }: RequestOptions): AgentOptions {
  const given = Object.entries({ ca, cert, key, rejectUnauthorized, servername });
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

function newDispatcher(config: KubeConfig, tls: RequestOptions): Dispatcher {
  const options = config.createDispatcherOptions(config.getCurrentCluster(), material(tls));
  switch (options.type) {
    case 'proxy':
      return new ProxyAgent({ uri: options.uri, requestTls: options.requestTls, connect: options.connect });
    case 'agent':
      return new Agent({ connect: options.connect });
    case 'none':
      return new Agent();
    default:
      throw new EnvironmentError(
        `context "${config.getCurrentContext()}": proxies of type ${options.type} are not supported; use an http proxy`,
      );
  }
}
