import type { Cluster } from '../cluster/cluster.ts';
import { identityOfCluster } from '../cluster/cluster-identity.ts';
import { clusterUid } from '../settings/cluster-uid.ts';
import type { RunFile } from '../settings/settings.ts';
import { knownSuite, type Suite, suiteText } from '../suite/suite.ts';
import { versionsFound } from './versions.ts';

/** What the suite in the working directory became since a run began, in a sentence; none where it is as it was. */
export async function suiteMeanwhile(begun: Suite | undefined): Promise<string[]> {
  const { suite } = await knownSuite();
  return difference('the suite', textOf(begun), textOf(suite));
}

function textOf(suite: Suite | undefined): string {
  if (!suite) return 'unknown';
  const untold = suite.commit !== undefined && suite.modified === undefined;
  return `${suiteText(suite)}${untold ? ', perhaps with changes' : ''}`;
}

/**
 * What a cluster became since a run began, one sentence each: who it is, its versions and the images of its controllers. A
 * controller that is down at the moment is none: its image is looked for when it runs.
 */
export async function clusterMeanwhile(
  cluster: Cluster,
  { settings, ...before }: RunFile,
): Promise<string[]> {
  const [versions, identity] = await Promise.all([
    versionsFound(cluster, settings.target),
    identityOfCluster(cluster),
  ]);
  const uids = [before.cluster, identity].map((one) => clusterUid({ cluster: one }) ?? 'unknown') as [
    string,
    string,
  ];
  return [
    ...difference('the uid of namespace kube-system', ...uids),
    ...Object.entries(versions).flatMap(([name, now]) =>
      difference(name, before.versions[name] ?? 'not there', now),
    ),
  ];
}

const difference = (what: string, before: string, now: string): string[] =>
  before === now ? [] : [`${what} was ${before} when it began, and is ${now} at its end`];
