import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from './api-client.ts';
import { ApiRefusal, type Kind, type KubernetesObject } from './cluster.ts';
import { messageOf } from './environment-error.ts';
import { ObjectHistory } from './object-history.ts';
import { watchStream } from './watch-stream.ts';

/** Pause before a watch is opened again after it failed (real ms): doubled each time, until one gives an event. */
const PAUSE = { shortest: 20, longest: 5_000 };

export interface Change {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  object: KubernetesObject;
}

/** The state of a collection, as the API server answers a list. */
export interface Listing {
  items: KubernetesObject[];
  resourceVersion: string;
}

/** Keeps up with one collection: lists it, watches from there, and catches up after every loss of connection. */
export class Informer {
  /** Settles when the first list is in; rejects when that is refused. */
  readonly ready: Promise<void>;
  private readonly client: ApiClient;
  private readonly path: string;
  private readonly kind: Kind;
  private readonly note: (line: string) => void;
  private readonly stop = new AbortController();
  private readonly objects = new Map<string, KubernetesObject>();
  private readonly past = new ObjectHistory();
  private readonly subscribers = new Set<(change: Change) => void>();
  private version = '0';
  private ended: string | undefined;
  private pause = PAUSE.shortest;

  constructor(client: ApiClient, path: string, kind: Kind, note: (line: string) => void) {
    this.client = client;
    this.path = path;
    this.kind = kind;
    this.note = note;
    this.ready = this.relist();
    this.ready.then(
      () => this.run(),
      () => this.close(),
    );
  }

  /** True while it follows; a closed one is replaced by the next who asks. */
  get alive(): boolean {
    return !this.stop.signal.aborted;
  }

  /** Why it follows no more, where nobody asked it to stop. */
  get lost(): string | undefined {
    return this.ended;
  }

  /** The objects that are there now. */
  get present(): Iterable<KubernetesObject> {
    return this.objects.values();
  }

  /** Calls back on each change from now on; returns the way to stop. */
  subscribe(onChange: (change: Change) => void): () => void {
    this.subscribers.add(onChange);
    return () => this.subscribers.delete(onChange);
  }

  /** Every state of the objects of that name that was seen, oldest first. */
  history(namespace: string | undefined, name: string): KubernetesObject[] {
    return this.past.of(namespace, name);
  }

  close(): void {
    this.stop.abort();
    this.subscribers.clear();
  }

  private async run(): Promise<void> {
    while (this.alive) {
      try {
        await this.follow();
      } catch (error) {
        if (!this.alive) return;
        if (await this.recovers(error)) continue;
        this.ended = `watch of ${this.path} ended: ${messageOf(error)}`;
        this.note(this.ended);
        return this.close();
      }
    }
  }

  private async follow(): Promise<void> {
    const opened = performance.now();
    for await (const event of watchStream(this.client, this.path, this.version, this.stop.signal)) {
      this.pause = PAUSE.shortest;
      this.version = event.object.metadata.resourceVersion ?? this.version;
      if (event.type !== 'BOOKMARK' && event.type !== 'ERROR')
        this.take({ type: event.type, object: event.object });
    }
    if (performance.now() - opened < 1_000) await this.breathe();
  }

  /** Gone (410) is cured by a new list, a lost connection by patience, a refusal by nothing. */
  private async recovers(error: unknown): Promise<boolean> {
    const expired = error instanceof ApiRefusal && error.code === 410;
    if (error instanceof ApiRefusal && error.code < 500 && ![410, 429].includes(error.code)) return false;
    try {
      if (expired) await this.relist();
      else await this.breathe();
      return true;
    } catch (another) {
      return this.alive && !(another instanceof ApiRefusal && another.code < 500);
    }
  }

  private async breathe(): Promise<void> {
    const pause = this.pause;
    this.pause = Math.min(2 * pause, PAUSE.longest);
    await sleep(pause, undefined, { signal: this.stop.signal, ref: false });
  }

  /** Lists anew and makes up for every change that was missed. */
  private async relist(): Promise<void> {
    const listing = await list(this.client, this.path, this.kind, {}, this.stop.signal);
    const present = new Set(listing.items.map(key));
    for (const object of listing.items) {
      const known = this.objects.get(key(object));
      if (known?.metadata.resourceVersion === object.metadata.resourceVersion) continue;
      if (known && known.metadata.uid !== object.metadata.uid) this.take({ type: 'DELETED', object: known });
      this.take({ type: known?.metadata.uid === object.metadata.uid ? 'MODIFIED' : 'ADDED', object });
    }
    for (const [known, object] of this.objects)
      if (!present.has(known)) {
        const metadata = { ...object.metadata, resourceVersion: listing.resourceVersion };
        this.take({ type: 'DELETED', object: { ...object, metadata } });
      }
    this.version = listing.resourceVersion;
  }

  private take(change: Change): void {
    if (change.type === 'DELETED') this.objects.delete(key(change.object));
    else this.objects.set(key(change.object), change.object);
    this.past.add(change.object);
    for (const subscriber of this.subscribers) subscriber(change);
  }
}

/** Lists a collection. Items of built-in lists carry no kind of their own: they get it here. */
export async function list(
  client: ApiClient,
  path: string,
  kind: Kind,
  query: Record<string, string | undefined>,
  signal?: AbortSignal,
): Promise<Listing> {
  const answer = await client.send<{ items: KubernetesObject[]; metadata: { resourceVersion: string } }>({
    method: 'GET',
    path,
    query,
    ...(signal && { signal }),
  });
  const items = answer.items.map((item) => ({ ...item, apiVersion: kind.apiVersion, kind: kind.kind }));
  return { items, resourceVersion: answer.metadata.resourceVersion };
}

/** What tells objects of a collection apart. */
export const key = ({ metadata }: KubernetesObject): string => `${metadata.namespace ?? ''}/${metadata.name}`;
