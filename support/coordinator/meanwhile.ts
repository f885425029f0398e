import type { Cluster } from '../cluster/cluster.ts';
import { identityOfCluster } from '../cluster/cluster-identity.ts';
import { messageOf } from '../cluster/environment-error.ts';
import { clusterUid } from '../settings/cluster-uid.ts';
import { NODES, sameNodes } from '../settings/node-versions.ts';
import type { RunFile } from '../settings/settings.ts';
import { changedHere, knownSuite, type Suite, suiteText } from '../suite/suite.ts';
import { minutes } from '../waiting/duration.ts';
import type { Sighting } from '../waiting/sighting.ts';
import { say } from './terminal.ts';
import { versionsFound } from './versions.ts';

/** How long a cluster may take to be what it was, after its last scenario (cluster time). */
const LIMIT = minutes(2);

/** What the suite in the working directory became since a run began, in a sentence; none where it is as it was. */
export async function suiteMeanwhile(begun: Suite | undefined): Promise<string[]> {
  const { suite } = await knownSuite();
  const files = suite?.modified && !begun?.modified ? ` (${await changedHere()})` : '';
  return difference('the suite', textOf(begun), `${textOf(suite)}${files}`);
}

function textOf(suite: Suite | undefined): string {
  if (!suite) return 'unknown';
  const untold = suite.commit !== undefined && suite.modified === undefined;
  return `${suiteText(suite)}${untold ? ', perhaps with changes' : ''}`;
}

/**
 * What a cluster became since a run began, one sentence each: who it is, its versions and the images of its controllers. What
 * a scenario disturbed may take `LIMIT` to be back.
 */
export async function clusterMeanwhile(cluster: Cluster, runFile: RunFile): Promise<string[]> {
  let seen: string[] = [];
  let told = false;
  const look = async (): Promise<Sighting<undefined>> => {
    seen = await clusterNow(cluster, runFile);
    if (seen.length === 0) return { met: true, value: undefined };
    if (!told) say(`waiting up to ${LIMIT.text} for the cluster: ${seen.join('; ')}`);
    told = true;
    return { met: false, seen: seen.join('; ') };
  };
  try {
    await cluster.waitFor('the cluster is what it was when the run began', look, { limit: LIMIT });
  } catch (error) {
    if (seen.length === 0) return [`what its cluster is at its end is not known (${messageOf(error)})`];
  }
  return seen;
}

/** The same as one look tells it. */
export const clusterNow = async (cluster: Cluster, runFile: RunFile): Promise<string[]> =>
  Object.values(await differences(cluster, runFile)).flat();

/** The same amid a scenario: a controller that is down at this moment may be what that is about. */
export const clusterAmidScenarios = async (cluster: Cluster, runFile: RunFile): Promise<string[]> =>
  (await differences(cluster, runFile)).other;

async function differences(
  cluster: Cluster,
  { settings, ...before }: RunFile,
): Promise<{ other: string[]; gone: string[] }> {
  const [versions, identity] = await Promise.all([
    versionsFound(cluster, settings.target),
    identityOfCluster(cluster),
  ]);
  const uids = [before.cluster, identity].map((one) => clusterUid({ cluster: one }) ?? 'unknown') as [
    string,
    string,
  ];
  const gone = Object.entries(before.versions).filter(([name]) => versions[name] === undefined);
  return {
    other: [
      ...difference('the uid of namespace kube-system', ...uids),
      ...Object.entries(versions)
        .filter(([name]) => name !== NODES || !sameNodes(before.versions, versions))
        .flatMap(([name, now]) => difference(name, before.versions[name] ?? ABSENT, now)),
    ],
    gone: gone.flatMap(([name, version]) => difference(name, version, ABSENT)),
  };
}

const ABSENT = 'not there';

const difference = (what: string, before: string, now: string): string[] =>
  before === now ? [] : [`${what} was ${before} when it began, and is ${now} at its end`];
