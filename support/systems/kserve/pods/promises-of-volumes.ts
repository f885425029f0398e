import type { Cluster, KubernetesObject } from '../../../cluster/cluster.ts';
import { containerOf } from '../logs/service-logs.ts';
import type { Subject } from '../served.ts';
import { everyPodMust } from './promises-of-pods.ts';

/** Where a model server finds its model. */
const MODELS = '/mnt/models';

interface Volume {
  name: string;
  persistentVolumeClaim?: { claimName: string };
}

interface Mount {
  name: string;
  mountPath: string;
}

/** The claim that the model server's directory of models lies on, of a pod; undefined when it lies elsewhere. */
function claimOfModel(pod: KubernetesObject): string | undefined {
  const name = containerOf(pod, 'model server');
  const container = (pod.spec?.containers ?? []).find((one: { name: string }) => one.name === name);
  const mount = (container?.volumeMounts ?? []).find(({ mountPath }: Mount) => mountPath === MODELS);
  const volume = (pod.spec?.volumes ?? []).find((one: Volume) => one.name === mount?.name);
  return volume?.persistentVolumeClaim?.claimName;
}

/** The model server of every workload pod has the claim itself where it reads its model. */
export const podsMustReadModelFrom = (cluster: Cluster, subject: Subject, claim: string): Promise<void> =>
  everyPodMust(
    cluster,
    subject,
    `${MODELS} of every model server on the claim ${claim}`,
    (pod) => claimOfModel(pod) === claim,
    (pod) => `${pod.metadata.name} with ${claimOfModel(pod) ?? 'no claim'} there`,
  );
