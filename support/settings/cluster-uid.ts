import type { RunFile } from './settings.ts';
import { isSimulated } from './simulated.ts';

/** Which cluster it was, whatever its context is called: the uid of its namespace kube-system, or why nobody knows. */
export type ClusterIdentity = { readonly uid: string } | { readonly unknown: string };

/** The uid by which the cluster of a run is known; undefined where nobody could read it. */
export const clusterUid = ({ cluster }: Pick<RunFile, 'cluster'>): string | undefined =>
  cluster && 'uid' in cluster ? cluster.uid : undefined;

/** The same for readers: the uid, or why nobody knows it; undefined for a simulated cluster, which is made anew for each run. */
export function clusterText(runFile: RunFile): string | undefined {
  const { cluster } = runFile;
  if (cluster === undefined || isSimulated(runFile)) return undefined;
  return 'uid' in cluster ? cluster.uid : `not known (${cluster.unknown})`;
}
