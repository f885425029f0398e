import type { ApiClient } from './api-client.ts';
import type { Kind } from './cluster.ts';
import type { Discovery } from './discovery.ts';
import { Informer } from './informer.ts';

/** The shared informers of a worker: one for each kind and namespace, however many wait on it. */
export interface Informers {
  /** The informer of a kind in a namespace (or in all), up to date; starts it at first. */
  of(kind: Kind, namespace?: string): Promise<Informer>;
  /** The same for a while: one that nobody else asks for ends with `giveBack`. */
  borrow(kind: Kind, namespace?: string): Promise<Borrowed>;
  /** Ends the informers of a namespace that is being deleted. */
  forget(namespace: string): void;
  close(): void;
}

interface Borrowed {
  readonly informer: Informer;
  giveBack(): void;
}

/** One informer, and who keeps it: all that follows for good, or as many as borrowed it. */
interface Running {
  readonly key: string;
  readonly informer: Informer;
  kept: boolean;
  borrowers: number;
}

/** No informer runs until somebody asks for one. */
export function informers(client: ApiClient, discovery: Discovery, note: (line: string) => void): Informers {
  const running = new Map<string, Running>();
  /** `claim` is called before anybody could take it for one that nobody needs. */
  const claimed = async (kind: Kind, namespace: string, claim: (it: Running) => void): Promise<Running> => {
    const served = await discovery.require(kind);
    const scope = served.namespaced ? namespace : '';
    const key = `${scope}/${kind.apiVersion}/${kind.kind}`;
    const path = await discovery.collection(kind, scope);
    const known = running.get(key);
    const it = known?.informer.alive
      ? known
      : { key, informer: new Informer(client, path, kind, note), kept: false, borrowers: 0 };
    running.set(key, it);
    claim(it);
    await it.informer.ready;
    return it;
  };
  return {
    async of(kind, namespace = '') {
      const { informer } = await claimed(kind, namespace, (it) => {
        it.kept = true;
      });
      return informer;
    },
    async borrow(kind, namespace = '') {
      const it = await claimed(kind, namespace, (one) => {
        one.borrowers += 1;
      });
      const giveBack = (): void => {
        it.borrowers -= 1;
        if (it.kept || it.borrowers > 0) return;
        it.informer.close();
        if (running.get(it.key) === it) running.delete(it.key);
      };
      return { informer: it.informer, giveBack };
    },
    forget(namespace) {
      for (const [key, { informer }] of running) {
        if (!key.startsWith(`${namespace}/`)) continue;
        informer.close();
        running.delete(key);
      }
    },
    close() {
      for (const { informer } of running.values()) informer.close();
      running.clear();
    },
  };
}
