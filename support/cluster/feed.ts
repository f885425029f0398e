import type { ApiClient } from './api-client.ts';
import type { Kind, KubernetesObject, Selection } from './cluster.ts';
import { type Change, type Informer, key, list } from './informer.ts';
import { compareVersions } from './resource-version.ts';
import { labelSelector } from './selector.ts';

/** A state is read from the API server itself when the informer had no news for this long (real ms). */
const SAFETY_NET = 1_000;

/** The states of a selection, none left out: first what the API server answers now, then each change after that. */
export interface Feed {
  /** Reads from the API server if that is due; the informer may lag behind what the suite itself just wrote. */
  refresh(): Promise<void>;
  /** The oldest state that was not yet taken, or the present one again. */
  next(): KubernetesObject[];
  /** True while there are states that were not yet taken. */
  readonly pending: boolean;
}

/** Feeds states of a selection from an informer, whose changes up to the first answer of the API server are skipped. */
export class SelectionFeed implements Feed {
  private readonly client: ApiClient;
  private readonly path: string;
  private readonly kind: Kind;
  private readonly query: { labelSelector: string | undefined; fieldSelector: string | undefined };
  private readonly matches: (object: KubernetesObject) => boolean;
  private readonly states: KubernetesObject[][] = [];
  private present = new Map<string, KubernetesObject>();
  private version: string | undefined;
  private readAt = 0;
  private stale = true;

  constructor(client: ApiClient, path: string, kind: Kind, selection: Selection) {
    this.client = client;
    this.path = path;
    this.kind = kind;
    this.query = { labelSelector: selection.selector, fieldSelector: selection.fieldSelector };
    this.matches = matcher(selection);
  }

  /** Follows an informer; `changed` is called after each change that may matter. */
  follow(informer: Informer, changed: () => void): () => void {
    return informer.subscribe((change) => {
      if (this.take(change)) changed();
    });
  }

  get pending(): boolean {
    return this.states.length > 0;
  }

  next(): KubernetesObject[] {
    return this.states.shift() ?? [...this.present.values()];
  }

  async refresh(): Promise<void> {
    if (!this.stale && performance.now() - this.readAt < SAFETY_NET) return;
    const listing = await list(this.client, this.path, this.kind, this.query);
    this.readAt = performance.now();
    this.stale = false;
    if (compareVersions(listing.resourceVersion, this.version) < 0) return;
    this.version = listing.resourceVersion;
    const before = this.present;
    this.present = new Map(listing.items.map((item) => [key(item), item]));
    if (!sameStates(before, this.present)) this.states.push([...this.present.values()]);
  }

  /** True when the change is news. */
  private take({ type, object }: Change): boolean {
    if (compareVersions(object.metadata.resourceVersion, this.version) <= 0 && this.version !== undefined)
      return false;
    if (this.query.fieldSelector !== undefined && !isName(this.query.fieldSelector)) {
      this.stale = true;
      return true;
    }
    const known = this.present.has(key(object));
    const belongs = type !== 'DELETED' && this.matches(object);
    if (this.version === undefined || (!known && !belongs)) return false;
    if (belongs) this.present.set(key(object), object);
    else this.present.delete(key(object));
    this.version = object.metadata.resourceVersion;
    this.readAt = performance.now();
    this.states.push([...this.present.values()]);
    return true;
  }
}

const NAME = /^metadata\.name=([^=,!]+)$/;
const isName = (fieldSelector: string): boolean => NAME.test(fieldSelector);

/** Field selectors other than a name are the API server's business: they are read anew after each change. */
function matcher(selection: Selection): (object: KubernetesObject) => boolean {
  const labels = labelSelector(selection.selector ?? '');
  const name = NAME.exec(selection.fieldSelector ?? '')?.[1];
  return ({ metadata }) => labels(metadata.labels) && (name === undefined || metadata.name === name);
}

function sameStates(a: Map<string, KubernetesObject>, b: Map<string, KubernetesObject>): boolean {
  const version = (object: KubernetesObject | undefined) => object?.metadata.resourceVersion;
  return a.size === b.size && [...a].every(([name, object]) => version(object) === version(b.get(name)));
}
