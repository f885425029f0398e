import type { Cluster } from '../../../cluster/cluster.ts';
import type { GpuHolder } from '../../../gpu/watch.ts';
import { requireWorkloadPods } from '../pods.ts';
import { nameOf, type Subject } from '../served.ts';

interface Container {
  name: string;
  resources?: { limits?: Record<string, string> };
}

/** The containers of a service's pods that were given GPUs; throws when none was: there would be nothing to see. */
export async function gpuHolders(cluster: Cluster, subject: Subject): Promise<GpuHolder[]> {
  const pods = await requireWorkloadPods(cluster, subject);
  const holders = pods.flatMap(({ metadata, spec }) =>
    ((spec?.containers ?? []) as Container[])
      .filter(({ resources }) => Object.keys(resources?.limits ?? {}).some((name) => name.endsWith('/gpu')))
      .map(({ name }) => ({ namespace: metadata.namespace ?? '', name: metadata.name, container: name })),
  );
  if (holders.length === 0) throw new Error(`${nameOf(subject)}: none of its pods was given a GPU`);
  return holders;
}
