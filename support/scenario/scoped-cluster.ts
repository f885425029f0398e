import type { Cluster, KubernetesObject, Reference } from '../cluster/cluster.ts';
import type { WaitOptions } from '../waiting/sighting.ts';

/** What a scenario wants to know of its use of the cluster. */
export interface Scope {
  /** Ends every wait of the scenario. */
  readonly signal: AbortSignal;
  /** Told of every object that the scenario brought into being. */
  created(object: KubernetesObject): void;
  /** Told before the scenario changes what the suite did not create. */
  changing(reference: Reference): void;
}

/** The cluster as one scenario sees it: its waits end with the scenario, and what it creates is noted. */
export function scopedCluster(base: Cluster, scope: Scope): Cluster {
  const within = (options: WaitOptions): WaitOptions => ({
    ...options,
    signal: options.signal ? AbortSignal.any([options.signal, scope.signal]) : scope.signal,
  });
  const noted = (object: KubernetesObject): KubernetesObject => {
    scope.created(object);
    return object;
  };
  return {
    ...base,
    create: async (object) => noted(await base.create(object)),
    apply: async (object) => {
      const { apiVersion, kind, metadata } = object;
      const reference: Reference = { apiVersion, kind, name: metadata.name };
      if (metadata.namespace !== undefined) reference.namespace = metadata.namespace;
      const before = await base.get(reference);
      const after = await base.apply(object);
      return before ? after : noted(after);
    },
    change: (reference, alter) => {
      scope.changing(reference);
      return base.change(reference, alter);
    },
    waitForObject: (sentence, reference, look, options) =>
      base.waitForObject(sentence, reference, look, within(options)),
    waitForList: (sentence, kind, selection, look, options) =>
      base.waitForList(sentence, kind, selection, look, within(options)),
    waitFor: (sentence, probe, options) => base.waitFor(sentence, probe, within(options)),
    logs: (namespace, pod, options = {}) =>
      base.logs(namespace, pod, {
        ...options,
        signal: options.signal ? AbortSignal.any([options.signal, scope.signal]) : scope.signal,
      }),
  };
}
