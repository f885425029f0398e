import type { RunFile } from './settings.ts';

/** The uid by which the cluster of a run is known; undefined where nobody could read it. */
export const clusterUid = ({ cluster }: Pick<RunFile, 'cluster'>): string | undefined =>
  cluster && 'uid' in cluster ? cluster.uid : undefined;
