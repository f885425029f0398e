import type { Duration } from '../waiting/duration.ts';
import type { ConnectedCluster } from './connect.ts';
import { release } from './exclusive.ts';
import { isSilent, LEASE, leaseReference, tryCreateLease } from './lease.ts';
import { labelledObjects } from './leftovers.ts';
import { nameOf, referenceOf } from './objects.ts';
import { RUN_LABEL } from './run-label.ts';

/** The Lease in a pool's namespace that says who uses it. */
const CLAIM = 'llm-serving-acceptance';

/** Waits for a free namespace of a pool and claims it for `<run>/<worker>`; claims of dead runs are free. */
export async function takeFromPool(
  cluster: ConnectedCluster,
  pool: readonly string[],
  holder: string,
  limit: Duration,
): Promise<string> {
  const sentence = `one of the namespaces ${pool.join(', ')} is free for ${holder}`;
  return cluster.waitFor(
    sentence,
    async () => {
      for (const namespace of pool) {
        if (await tryCreateLease(cluster, CLAIM, namespace, holder)) return { met: true, value: namespace };
        await relieveDeadHolder(cluster, namespace, limit);
      }
      return { met: false, seen: 'all of them in use' };
    },
    { limit },
  );
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

/** What the dead run left behind goes with its claim. */
async function relieveDeadHolder(
  cluster: ConnectedCluster,
  namespace: string,
  limit: Duration,
): Promise<void> {
  const reference = { ...LEASE, namespace, name: CLAIM };
  const claim = await cluster.get(reference);
  const run = String(claim?.spec?.holderIdentity ?? '').split('/')[0];
  if (!run) return;
  const life = await cluster.get(leaseReference(run));
  if (life && !isSilent(life, await cluster.time.now())) return;
  await emptyPoolNamespace(cluster, namespace, run, limit);
  await cluster.records.delete(reference);
}
