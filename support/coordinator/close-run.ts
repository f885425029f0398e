import type { ConnectedCluster } from '../cluster/connect.ts';
import { messageOf } from '../cluster/environment-error.ts';
import { replayJournal } from '../cluster/journal.ts';
import { deleteNamespace, NAMESPACE, namespacesGone } from '../cluster/namespaces.ts';
import { sweepRun } from '../cluster/sweep.ts';
import { fileSlugOf } from '../scenario/identity.ts';
import { fileNamespaceName } from '../scenario/namespaces.ts';
import type { Settings } from '../settings/settings.ts';
import { minutes } from '../waiting/duration.ts';
import type { TargetSession } from './target-session.ts';

/** How long the namespaces of a run may take to go after its last scenario (cluster time). */
const LIMIT = minutes(5);

/** The namespaces that feature files share; each goes after its file's last scenario. */
export class FileNamespaces {
  readonly #cluster: ConnectedCluster;
  readonly #settings: Settings;
  readonly #deletions: Promise<string | undefined>[] = [];

  constructor(cluster: ConnectedCluster, settings: Settings) {
    this.#cluster = cluster;
    this.#settings = settings;
  }

  /** Asks for the deletion of what a file shares, if it shares anything, without waiting for it. */
  delete(uri: string): void {
    if (this.#settings.keep === 'always') return;
    this.#deletions.push(this.#delete(fileNamespaceName(this.#settings.run.id, fileSlugOf(uri))));
  }

  /** What went wrong with the deletions so far. */
  async problems(): Promise<string[]> {
    return (await Promise.all(this.#deletions)).filter((problem) => problem !== undefined);
  }

  async #delete(name: string): Promise<string | undefined> {
    try {
      const namespace = await this.#cluster.get({ ...NAMESPACE, name });
      const kept = namespace?.metadata.annotations?.['acceptance.llm-serving/keep'] !== undefined;
      if (namespace && !kept) await deleteNamespace(this.#cluster, name);
      return undefined;
    } catch (error) {
      return `namespace ${name} could not be deleted: ${messageOf(error)}`;
    }
  }
}

/**
 * Takes the rest of a run off the cluster and ends its target. A run that was stopped is swept; one that ended has only
 * to show that its namespaces go. Returns one sentence for everything that went wrong.
 */
export async function closeRun(
  target: TargetSession | undefined,
  files: FileNamespaces | undefined,
  { run }: Settings,
  { sweep = false } = {},
): Promise<string[]> {
  if (!target) return [];
  const problems = (await files?.problems()) ?? [];
  const attempt = async (what: string, job: () => Promise<unknown>): Promise<void> => {
    try {
      await job();
    } catch (error) {
      problems.push(`${what}: ${messageOf(error)}`);
    }
  };
  if (sweep)
    await attempt('clean-up', async () =>
      problems.push(...(await sweepRun(target.cluster, run.id)).problems),
    );
  else
    await attempt('clean-up', async () => {
      problems.push(...(await replayJournal(target.cluster.records, run.id)).problems);
      await namespacesGone(target.cluster, run.id, LIMIT);
    });
  await attempt('the end of the target', target.close);
  return problems;
}
