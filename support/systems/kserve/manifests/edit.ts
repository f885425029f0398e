import type { KubernetesObject } from '../../../cluster/cluster.ts';
import type { Target } from '../../../settings/settings.ts';

/** Changes a manifest in place. */
export type Edit = (object: KubernetesObject, value: string, target: Target) => void;
