import { clusterUid } from '../settings/cluster-uid.ts';
import type { RunFile } from '../settings/settings.ts';
import { isSimulated } from '../settings/simulated.ts';

/** What keeps some runs from being of one cluster. */
export interface OneCluster {
  /** They are known to be of several. */
  readonly damages: readonly string[];
  /** Nobody knows whether they are of one. */
  readonly doubts: readonly string[];
}

/**
 * Compares the clusters that runs were on: contexts are often called the same. Simulated ones are made anew for each run, and
 * sign nothing off: they are not compared.
 */
export function onOneCluster(runFiles: readonly RunFile[]): OneCluster {
  const real = runFiles.filter((runFile) => !isSimulated(runFile));
  const byUid = Map.groupBy(real, clusterUid);
  const unknown = byUid.get(undefined) ?? [];
  const known = [...byUid].flatMap(([uid, runs]) =>
    uid === undefined ? [] : [`${named(runs)} on the one whose namespace kube-system has the uid ${uid}`],
  );
  return {
    damages:
      known.length > 1
        ? [
            `the runs were on ${known.length} clusters: ${known.join(', ')}: their verdicts are not of one system`,
          ]
        : [],
    doubts:
      real.length > 1 && unknown.length > 0
        ? [
            `nobody knows whether the runs are of one cluster: ${unknown.map(whyUnknown).join('; ')}; grant the user get on namespace kube-system, and run again`,
          ]
        : [],
  };
}

const named = (runs: readonly RunFile[]): string =>
  `${runs.length === 1 ? 'run' : 'runs'} ${runs.map(({ settings }) => settings.run.id).join(', ')}`;

function whyUnknown({ cluster, settings }: RunFile): string {
  const why = cluster && 'unknown' in cluster ? cluster.unknown : 'it is of an earlier suite';
  return `run ${settings.run.id} does not say which it was on (${why})`;
}
