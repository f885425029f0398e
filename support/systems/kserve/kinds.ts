import type { Kind } from '../../cluster/cluster.ts';
import { UnknownWord } from '../../spelling/unknown-word.ts';

/** What features call the kinds of this system, and what the API calls them. */
const KINDS = {
  'LLM service': { apiVersion: 'serving.kserve.io/v1alpha1', kind: 'LLMInferenceService' },
  'LLM configuration': { apiVersion: 'serving.kserve.io/v1alpha1', kind: 'LLMInferenceServiceConfig' },
  'inference service': { apiVersion: 'serving.kserve.io/v1beta1', kind: 'InferenceService' },
  'serving runtime': { apiVersion: 'serving.kserve.io/v1alpha1', kind: 'ServingRuntime' },
  gateway: { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway' },
  HTTPRoute: { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute' },
  'inference pool': { apiVersion: 'inference.networking.x-k8s.io/v1alpha2', kind: 'InferencePool' },
  'inference model': { apiVersion: 'inference.networking.x-k8s.io/v1alpha2', kind: 'InferenceModel' },
  PersistentVolumeClaim: { apiVersion: 'v1', kind: 'PersistentVolumeClaim' },
  PodDisruptionBudget: { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget' },
  'network policy': { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' },
  LeaderWorkerSet: { apiVersion: 'leaderworkerset.x-k8s.io/v1', kind: 'LeaderWorkerSet' },
  Deployment: { apiVersion: 'apps/v1', kind: 'Deployment' },
  HorizontalPodAutoscaler: { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' },
  Service: { apiVersion: 'v1', kind: 'Service' },
  pod: { apiVersion: 'v1', kind: 'Pod' },
  ConfigMap: { apiVersion: 'v1', kind: 'ConfigMap' },
  Secret: { apiVersion: 'v1', kind: 'Secret' },
  ServiceAccount: { apiVersion: 'v1', kind: 'ServiceAccount' },
  Role: { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role' },
  RoleBinding: { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding' },
  ClusterRoleBinding: { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding' },
  Lease: { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease' },
  EndpointSlice: { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' },
} as const satisfies Record<string, Kind>;

export type KindWord = keyof typeof KINDS;

/** The words that a feature may use for a kind. */
export const kindWords = Object.keys(KINDS) as KindWord[];

/** Kinds that an older API has under the same name: which of them a cluster serves depends on its release. */
const ALSO: Partial<Record<string, Kind>> = {
  'inference pool': { apiVersion: 'inference.networking.k8s.io/v1', kind: 'InferencePool' },
};

/** Every API that has the kind; throws with the allowed words. */
export const kindsOf = (word: string): Kind[] => [kindOf(word), ...[ALSO[word] ?? []].flat()];

/** The API's name of a kind; throws with the allowed words. */
export function kindOf(word: string): Kind {
  if (word in KINDS) return KINDS[word as KindWord];
  throw new UnknownWord(`"${word}" is not a kind of this suite: write one of ${kindWords.join(', ')}`);
}
