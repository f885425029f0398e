import type { Cluster, KubernetesObject } from '../../../cluster/cluster.ts';
import type { Duration } from '../../../waiting/duration.ts';
import { podInWords } from '../pods.ts';

/**
 * Creates a pod of one's own and waits until it has run to its end; gives up when it has failed for good. A namespace
 * gets its ServiceAccount a moment after it is there, and a pod that comes earlier is refused: the account is awaited
 * first.
 */
export async function runPod(cluster: Cluster, manifest: KubernetesObject, limit: Duration): Promise<void> {
  const { namespace = '' } = manifest.metadata;
  await accountMustExist(cluster, namespace, manifest.spec?.serviceAccountName ?? 'default', limit);
  await podMustSucceed(cluster, await cluster.apply(manifest), limit);
}

async function accountMustExist(
  cluster: Cluster,
  namespace: string,
  name: string,
  limit: Duration,
): Promise<void> {
  await cluster.waitForObject(
    `ServiceAccount ${namespace}/${name}: expected it to be there for a pod`,
    { apiVersion: 'v1', kind: 'ServiceAccount', namespace, name },
    (account) => (account ? { met: true, value: account } : { met: false, seen: 'it does not exist' }),
    { limit },
  );
}

async function podMustSucceed(
  cluster: Cluster,
  { apiVersion, kind, metadata }: KubernetesObject,
  limit: Duration,
): Promise<void> {
  const { namespace = '', name } = metadata;
  await cluster.waitForObject(
    `pod ${namespace}/${name}: expected it to run to its end`,
    { apiVersion, kind, namespace, name },
    (pod) => {
      if (pod?.status?.phase === 'Succeeded') return { met: true, value: pod };
      const seen = pod ? podInWords(pod) : 'it does not exist';
      return pod?.status?.phase === 'Failed'
        ? { met: false, seen, hopeless: 'it has failed' }
        : { met: false, seen };
    },
    { limit },
  );
}
