import type { Cluster, KubernetesObject, Reference } from '../cluster/cluster.ts';

/** Objects that a scenario brought into being and must take away again, outside of namespaces that go as a whole. */
export class OwnObjects {
  readonly #created: KubernetesObject[] = [];

  note(object: KubernetesObject): void {
    this.#created.push(object);
  }

  /** Everything noted, last created first. */
  newestFirst(): Reference[] {
    return this.#created.toReversed().map(({ apiVersion, kind, metadata }) => ({
      apiVersion,
      kind,
      name: metadata.name,
      ...(metadata.namespace !== undefined && { namespace: metadata.namespace }),
    }));
  }
}

/** Does each thing, also after another failed; throws one error that lists what went wrong. */
export async function allOf(jobs: readonly (() => unknown)[]): Promise<void> {
  const errors: Error[] = [];
  for (const job of jobs) {
    try {
      await job();
    } catch (error) {
      errors.push(error instanceof Error ? error : new Error(String(error)));
    }
  }
  if (errors.length > 0)
    throw new AggregateError(errors, `cleanup: ${errors.map((error) => error.message).join('; ')}`);
}

/** Asks for the deletion of objects, in this order, without waiting for them to be gone. */
export const deletions = (cluster: Cluster, references: readonly Reference[]): (() => Promise<unknown>)[] =>
  references.map((reference) => () => cluster.delete(reference));
