import { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import { Agent, type buildConnector } from 'undici';
import type { ApiClient } from './api-client.ts';
import { type ChannelSocket, openChannels } from './channels.ts';
import { ApiRefusal, type Trust } from './cluster.ts';

/** The one version that carries port-forward over a WebSocket without a SPDY tunnel. */
const PROTOCOLS = ['v4.channel.k8s.io'];
const CHANNEL = { data: 0, error: 1 };
/** Each channel of v4 begins with the port, as two bytes. */
const PREAMBLE = 2;
/** Above this many unsent bytes a writer waits. */
const HIGH_WATER = 256 * 1024;

/** A port of a pod. */
export interface PodPort {
  namespace: string;
  pod: string;
  port: number;
}

/** One TCP connection to a port of a pod, through the API server. Errors name the pod and the port and carry Node's codes. */
class PortForwardStream extends Duplex {
  private readonly port: PodPort;
  private channels: ChannelSocket | undefined;
  private readonly seen = [0, 0];

  constructor(port: PodPort) {
    super({ allowHalfOpen: false });
    this.port = port;
  }

  /** Opens the connection; resolves once the API server has upgraded it. */
  async open(client: ApiClient): Promise<this> {
    const { namespace, pod, port } = this.port;
    const path = `/api/v1/namespaces/${namespace}/pods/${pod}/portforward`;
    this.channels = await openChannels(client, path, { ports: port }, PROTOCOLS, {
      message: (channel, data) => this.receive(channel, data),
      closed: (reason) => this.ended(reason),
    });
    if (this.destroyed) this.channels.socket.terminate();
    return this;
  }

  // undici treats its connections as sockets; a WebSocket has no such switches.
  setNoDelay = (): this => this;
  setKeepAlive = (): this => this;
  setTimeout = (): this => this;
  ref = (): this => this;
  unref = (): this => this;

  override _read(): void {
    this.channels?.socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    const { channels } = this;
    if (!channels || channels.socket.readyState !== channels.socket.OPEN) {
      done(this.problem('the connection is closed', 'EPIPE'));
      return;
    }
    channels.send(CHANNEL.data, chunk);
    if (channels.socket.bufferedAmount < HIGH_WATER) {
      done();
      return;
    }
    const drained = setInterval(() => {
      if (!this.destroyed && channels.socket.bufferedAmount >= HIGH_WATER) return;
      clearInterval(drained);
      done();
    }, 5);
  }

  override _final(done: () => void): void {
    // The protocol cannot close one direction: half-closing would cut the answer off.
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.channels?.socket.terminate();
    done(error);
  }

  private receive(channel: number, data: Buffer): void {
    const skip = Math.min(PREAMBLE - (this.seen[channel] ?? PREAMBLE), data.length);
    this.seen[channel] = (this.seen[channel] ?? PREAMBLE) + skip;
    const payload = data.subarray(skip);
    if (payload.length === 0) return;
    if (channel === CHANNEL.error) {
      const text = payload.toString('utf8').trim();
      this.destroy(this.problem(text, /refused/.test(text) ? 'ECONNREFUSED' : 'ECONNRESET'));
    } else if (channel === CHANNEL.data && !this.push(payload)) this.channels?.socket.pause();
  }

  private ended(reason: string): void {
    if (this.destroyed) return;
    if (reason && !/^1005|^1006/.test(reason)) this.destroy(this.problem(reason, 'ECONNRESET'));
    else this.push(null);
  }

  private problem(text: string, code: string): Error {
    const { namespace, pod, port } = this.port;
    return Object.assign(new Error(`port ${port} of pod ${namespace}/${pod}: ${text}`), { code });
  }
}

/**
 * An undici agent each of whose connections is a port-forward to the port that `resolve` names for its URL. When the pod is
 * no longer there, what was resolved is forgotten once and asked for anew: an address may have gone to another gateway.
 * HTTPS goes by the trust that is given, else by the certificates of this machine.
 */
export function portForwardAgent(
  client: ApiClient,
  resolve: (host: string, port: number) => Promise<PodPort>,
  forget?: (host: string, port: number) => void,
  trust?: Trust,
): Agent {
  const open = async (host: string, port: number) =>
    new PortForwardStream(await resolve(host, port)).open(client);
  const connect: buildConnector.connector = (options, callback) => {
    const secure = options.protocol === 'https:';
    const port = Number(options.port || (secure ? 443 : 80));
    open(options.hostname, port)
      .catch((error: unknown) => {
        if (!forget || !(error instanceof ApiRefusal) || error.code !== 404) throw error;
        forget(options.hostname, port);
        return open(options.hostname, port);
      })
      .then((stream) => (secure ? overTls(stream, options.hostname, trust) : stream))
      .then(
        // biome-ignore lint/suspicious/noExplicitAny: undici asks for a net.Socket and uses it as a Duplex
        (stream) => callback(null, stream as any),
        (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), null),
      );
  };
  return new Agent({ connect });
}

function overTls(socket: Duplex, hostname: string, trust?: Trust): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const secured = connectTls({
      socket,
      servername: trust?.host ?? hostname,
      ALPNProtocols: ['http/1.1'],
      ...(trust && { ca: trust.certificate }),
    });
    secured.once('secureConnect', () => resolve(secured));
    secured.once('error', reject);
  });
}
