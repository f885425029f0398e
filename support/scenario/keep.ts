import { ApiRefusal, type Reference } from '../cluster/cluster.ts';
import type { ConnectedCluster } from '../cluster/connect.ts';
import type { ServedKind } from '../cluster/discovery.ts';
import { shellWord } from '../shell.ts';

/** Groups that come with Kubernetes: what matters of them is in `kubectl get all`. */
const BUILT_IN =
  /^(?:[a-z]+|(?:admissionregistration|apiextensions|apiregistration|authentication|authorization|certificates|coordination|discovery|events|(?:flowcontrol|internal)\.apiserver|metrics|networking|node|rbac\.authorization|resource|scheduling|storage|storagemigration)\.k8s\.io)$/;

/** How kubectl reaches the cluster of a run. */
export interface Way {
  readonly context?: string;
  readonly kubeconfig?: string;
}

/** What stays on the cluster: a namespace with its custom kinds, or an object outside of the scenario's namespaces. */
export interface Kept {
  readonly reference: Reference;
  /** What `kubectl get all` does not show: `httproutes.gateway.networking.k8s.io`. */
  readonly kinds?: readonly string[];
}

/** A namespace that stays, with the custom kinds of which it holds something. */
export async function keptNamespace(cluster: ConnectedCluster, name: string): Promise<Kept> {
  const custom = (await cluster.kinds()).filter(
    ({ apiVersion, namespaced }) => namespaced && !BUILT_IN.test(groupOf(apiVersion)),
  );
  const held = await Promise.all(custom.map(async (kind) => (await holds(cluster, kind, name)) && kind));
  const kinds = held.flatMap((kind) => (kind ? [`${kind.plural}.${groupOf(kind.apiVersion)}`] : []));
  return { reference: { apiVersion: 'v1', kind: 'Namespace', name }, kinds };
}

const groupOf = (apiVersion: string): string =>
  apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : 'core';

async function holds(cluster: ConnectedCluster, kind: ServedKind, namespace: string): Promise<boolean> {
  try {
    return (await cluster.list(kind, { namespace })).length > 0;
  } catch (error) {
    // What may not be listed cannot be looked at either.
    if (error instanceof ApiRefusal && [403, 404, 405].includes(error.code)) return false;
    throw error;
  }
}

/** Commands that show and remove what a scenario left on the cluster, ready to be pasted. */
export function keepCommands({ kubeconfig, context }: Way, kept: readonly Kept[]): string[] {
  const kubectl = [
    'kubectl',
    ...(kubeconfig ? ['--kubeconfig', shellWord(kubeconfig)] : []),
    ...(context ? ['--context', shellWord(context)] : []),
  ].join(' ');
  return kept.flatMap(({ reference, kinds = [] }) => {
    const { kind, apiVersion, namespace, name } = reference;
    if (kind === 'Namespace')
      return [
        `${kubectl} get ${['all', 'events', ...kinds].join()} --namespace ${name}`,
        `${kubectl} delete namespace ${name}`,
      ];
    const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : [];
    const what = `${kind.toLowerCase()}${group ? `.${version}.${group}` : ''} ${shellWord(name)}`;
    const where = namespace ? ` --namespace ${namespace}` : '';
    return [`${kubectl} get ${what}${where} --output yaml`, `${kubectl} delete ${what}${where}`];
  });
}
