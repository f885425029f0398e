import type { ConnectedCluster } from '../cluster/connect.ts';
import { messageOf } from '../cluster/environment-error.ts';
import { replayJournal } from '../cluster/journal.ts';
import { namespacesGone } from '../cluster/namespaces.ts';
import { sweepRun } from '../cluster/sweep.ts';
import { giveUpFileNamespace } from '../scenario/namespaces.ts';
import type { Settings } from '../settings/settings.ts';
import { minutes } from '../waiting/duration.ts';
import type { TargetSession } from './target-session.ts';

/** How long the namespaces of a run may take to go after its last scenario (cluster time). */
const LIMIT = minutes(5);

/** What the scenarios of feature files share; it goes after its file's last scenario. */
export class FileNamespaces {
  readonly #cluster: ConnectedCluster;
  readonly #settings: Settings;
  readonly #deletions: Promise<string | undefined>[] = [];

  constructor(cluster: ConnectedCluster, settings: Settings) {
    this.#cluster = cluster;
    this.#settings = settings;
  }

  /** Gives up what a file shares, if it shares anything, without waiting for it to be gone. */
  giveUp(uri: string): void {
    if (this.#settings.keep === 'always') return;
    this.#deletions.push(
      giveUpFileNamespace(this.#cluster, this.#settings, uri).then(
        () => undefined,
        (error: unknown) => `what ${uri} shared could not be deleted: ${messageOf(error)}`,
      ),
    );
  }

  /** What went wrong with the deletions so far. */
  async problems(): Promise<string[]> {
    return (await Promise.all(this.#deletions)).filter((problem) => problem !== undefined);
  }
}

/**
 * Takes the rest of a run off the cluster and ends its target. A run that was stopped is swept; one that ended has only
 * to show that its namespaces go; of one whose target was lost nothing can be said. Returns one sentence for everything that went wrong.
 */
export async function closeRun(
  target: TargetSession | undefined,
  files: FileNamespaces | undefined,
  { run }: Settings,
  how: 'ended' | 'stopped' | 'lost' = 'ended',
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
  if (how === 'stopped')
    await attempt('clean-up', async () =>
      problems.push(...(await sweepRun(target.cluster, run.id)).problems),
    );
  if (how === 'ended')
    await attempt('clean-up', async () => {
      problems.push(...(await replayJournal(target.cluster.records, run.id)).problems);
      await namespacesGone(target.cluster, run.id, LIMIT);
    });
  await attempt('the end of the target', how === 'lost' ? target.abandon : target.close);
  return problems;
}
