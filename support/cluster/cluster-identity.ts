import type { ClusterIdentity } from '../settings/cluster-uid.ts';
import type { Cluster } from './cluster.ts';
import { messageOf } from './environment-error.ts';

/** The namespace that every cluster has from its beginning to its end: its uid is commonly taken as that of the cluster. */
const OLDEST = { apiVersion: 'v1', kind: 'Namespace', name: 'kube-system' };

/** Asks the cluster who it is. Never throws: a user may work on it without the right to know. */
export async function identityOfCluster(cluster: Pick<Cluster, 'get'>): Promise<ClusterIdentity> {
  try {
    const uid: unknown = (await cluster.get(OLDEST))?.metadata.uid;
    return typeof uid === 'string' && uid !== '' ? { uid } : { unknown: 'it shows no namespace kube-system' };
  } catch (error) {
    return { unknown: messageOf(error) };
  }
}
