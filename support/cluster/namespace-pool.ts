import type { Duration } from '../waiting/duration.ts';
import { WaitFailure } from '../waiting/wait-failure.ts';
import type { ConnectedCluster } from './connect.ts';
import { EnvironmentError } from './environment-error.ts';
import { release } from './exclusive.ts';
import { isSilent, LEASE, leaseReference, tryCreateLease } from './lease.ts';
import { labelledObjects } from './leftovers.ts';
import { nameOf, referenceOf } from './objects.ts';
import { RUN_LABEL } from './run-label.ts';

/** The Lease in a pool's namespace that says who uses it. */
const CLAIM = 'llm-serving-acceptance';

/**
 * Waits for a free namespace of a pool and claims it for `<run>/<scenario>`; claims of dead runs are free. Throws
 * `EnvironmentError` with their holders when none is free in time.
 */
export async function takeFromPool(
  cluster: ConnectedCluster,
  pool: readonly string[],
  holder: string,
  limit: Duration,
): Promise<string> {
  const sentence = `one of the namespaces ${pool.join(', ')} is free for ${holder}`;
  try {
    return await cluster.waitFor(
      sentence,
      async () => {
        const seen: string[] = [];
        for (const namespace of pool) {
          if (await tryCreateLease(cluster, CLAIM, namespace, holder)) return { met: true, value: namespace };
          seen.push(`${namespace} is held by ${await livingHolder(cluster, namespace, limit)}`);
        }
        return { met: false, seen: seen.join('; ') };
      },
      { limit },
    );
  } catch (error) {
    if (error instanceof WaitFailure) throw new EnvironmentError(error.message, error);
    throw error;
  }
}

/** Deletes what the run created in a namespace of a pool, waits until it is gone, and gives the namespace back. */
export async function returnToPool(
  cluster: ConnectedCluster,
  namespace: string,
  holder: string,
  limit: Duration,
): Promise<void> {
  await emptyPoolNamespace(cluster, namespace, holder.split('/')[0] ?? holder, limit);
  await release(cluster, CLAIM, namespace, holder);
}

async function emptyPoolNamespace(
  cluster: ConnectedCluster,
  namespace: string,
  run: string,
  limit: Duration,
): Promise<void> {
  await cluster.waitFor(
    `what run ${run} created in namespace ${namespace} is gone`,
    async () => {
      const all = await labelledObjects(cluster, `${RUN_LABEL}=${run}`, namespace);
      const left = all.filter((object) => !(object.kind === 'Lease' && object.metadata.name === CLAIM));
      for (const object of left)
        if (!object.metadata.deletionTimestamp) await cluster.delete(referenceOf(object));
      const seen = left.map((object) => nameOf(referenceOf(object))).join(', ');
      return left.length === 0 ? { met: true, value: undefined } : { met: false, seen };
    },
    { limit },
  );
}

/** Who holds a namespace. What a dead run left behind goes with its claim. */
async function livingHolder(cluster: ConnectedCluster, namespace: string, limit: Duration): Promise<string> {
  const reference = { ...LEASE, namespace, name: CLAIM };
  const claim = await cluster.get(reference);
  const holder = String(claim?.spec?.holderIdentity ?? '');
  const [run] = holder.split('/');
  if (!run) return 'nobody that its Lease names';
  const life = await cluster.get(leaseReference(run));
  if (life && !isSilent(life, await cluster.time.now())) return holder;
  await emptyPoolNamespace(cluster, namespace, run, limit);
  await cluster.records.delete(reference);
  return `${holder}, which is dead`;
}
