import type { KubernetesObject } from './cluster.ts';
import { compareVersions } from './resource-version.ts';

/** States that are kept of one object; the oldest go first. */
const LONGEST = 1_000;

/** The states that objects went through, in the order of their resource versions. */
export class ObjectHistory {
  private readonly states = new Map<string, KubernetesObject[]>();

  add(object: KubernetesObject): void {
    const { namespace, name, resourceVersion } = object.metadata;
    const key = `${namespace ?? ''}/${name}`;
    const states = this.states.get(key) ?? [];
    this.states.set(key, states);
    if (states.at(-1)?.metadata.resourceVersion === resourceVersion) return;
    states.push(object);
    if (states.length > LONGEST) states.shift();
  }

  of(namespace: string | undefined, name: string): KubernetesObject[] {
    const states = this.states.get(`${namespace ?? ''}/${name}`) ?? [];
    return states.toSorted((a, b) => compareVersions(a.metadata.resourceVersion, b.metadata.resourceVersion));
  }
}
