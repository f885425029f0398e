import type { Cluster } from '../cluster/cluster.ts';
import { identityOfCluster } from '../cluster/cluster-identity.ts';
import { EnvironmentError } from '../cluster/environment-error.ts';
import { clusterUid } from '../settings/cluster-uid.ts';
import type { RunFile } from '../settings/settings.ts';

/**
 * Throws `EnvironmentError` where a worker has reached another cluster than the one that the run looked at: a kubeconfig may
 * be rewritten in between, by a login or by a cluster that is made anew.
 */
export async function requireSameCluster(cluster: Pick<Cluster, 'get'>, runFile: RunFile): Promise<void> {
  const before = clusterUid(runFile);
  if (before === undefined) return;
  const now = await identityOfCluster(cluster);
  if (!('uid' in now))
    throw new EnvironmentError(`whether this is the cluster of the run cannot be told: ${now.unknown}`);
  if (now.uid !== before)
    throw new EnvironmentError(
      `the kubeconfig leads to another cluster than when the run began (namespace kube-system has the uid ${now.uid}, it had ${before}): begin a new run, and leave the kubeconfig alone meanwhile`,
    );
}
