import type { ApiClient } from './api-client.ts';
import type { Kind } from './cluster.ts';
import type { Discovery } from './discovery.ts';
import { Informer } from './informer.ts';

/** The shared informers of a worker: one for each kind and namespace, however many wait on it. */
export interface Informers {
  /** The informer of a kind in a namespace (or in all), up to date; starts it at first. */
  of(kind: Kind, namespace?: string): Promise<Informer>;
  /** Ends the informers of a namespace that is being deleted. */
  forget(namespace: string): void;
  close(): void;
}

/** No informer runs until somebody asks for one. */
export function informers(client: ApiClient, discovery: Discovery, note: (line: string) => void): Informers {
  const running = new Map<string, Informer>();
  return {
    async of(kind, namespace) {
      const served = await discovery.require(kind);
      const scope = served.namespaced ? (namespace ?? '') : '';
      const key = `${scope}/${kind.apiVersion}/${kind.kind}`;
      const path = await discovery.collection(kind, scope);
      const known = running.get(key);
      const informer = known?.alive ? known : new Informer(client, path, kind, note);
      running.set(key, informer);
      await informer.ready;
      return informer;
    },
    forget(namespace) {
      for (const [key, informer] of running) {
        if (!key.startsWith(`${namespace}/`)) continue;
        informer.close();
        running.delete(key);
      }
    },
    close() {
      for (const informer of running.values()) informer.close();
      running.clear();
    },
  };
}
