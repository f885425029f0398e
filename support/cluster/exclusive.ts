import type { Duration } from '../waiting/duration.ts';
import type { KubernetesObject } from './cluster.ts';
import type { ConnectedCluster } from './connect.ts';
import { isSilent, LEASE, leaseReference, tryCreateLease } from './lease.ts';
import { SUITE_NAMESPACE } from './run-label.ts';
import { ensureSuiteNamespace } from './suite-namespace.ts';

/** The Lease of whoever needs the whole cluster to itself. */
export const ALONE = 'alone';

/**
 * Waits until no other scenario of any run has the cluster to itself, and takes it. `holder` is `<run>` or `<run>/<worker>`.
 * A holder whose run is dead is relieved. The returned function gives the cluster back.
 */
export async function acquireAlone(
  cluster: ConnectedCluster,
  holder: string,
  limit: Duration,
): Promise<() => Promise<void>> {
  await ensureSuiteNamespace(cluster.records);
  await claim(cluster, { name: ALONE, namespace: SUITE_NAMESPACE, holder, limit });
  return () => release(cluster, ALONE, SUITE_NAMESPACE, holder);
}

/** Waits for a Lease to be free and takes it. */
async function claim(
  cluster: ConnectedCluster,
  wanted: { name: string; namespace: string; holder: string; limit: Duration },
): Promise<void> {
  const { name, namespace, holder, limit } = wanted;
  await cluster.waitFor(
    `Lease ${namespace}/${name} is free for ${holder}`,
    async () => {
      if (await tryCreateLease(cluster, name, namespace, holder)) return { met: true, value: undefined };
      const lease = await cluster.get({ ...LEASE, namespace, name });
      if (lease && (await isOrphaned(cluster, lease)))
        await cluster.records.delete({ ...LEASE, namespace, name });
      return { met: false, seen: `held by ${holderOf(lease)}` };
    },
    { limit },
  );
}

/** Gives a Lease back, if it is still the holder's. */
export async function release(
  cluster: ConnectedCluster,
  name: string,
  namespace: string,
  holder: string,
): Promise<void> {
  const lease = await cluster.get({ ...LEASE, namespace, name });
  if (lease && holderOf(lease) === holder) await cluster.records.delete({ ...LEASE, namespace, name });
}

/** Who holds a Lease: `<run>` or `<run>/<worker>`. */
export const holderOf = (lease: KubernetesObject | undefined): string =>
  lease?.spec?.holderIdentity ?? 'nobody';

async function isOrphaned(cluster: ConnectedCluster, lease: KubernetesObject): Promise<boolean> {
  const run = holderOf(lease).split('/')[0] ?? '';
  const life = await cluster.get(leaseReference(run));
  return life === undefined || isSilent(life, await cluster.time.now());
}
