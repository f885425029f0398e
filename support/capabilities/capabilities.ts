import { ApiRefusal, type Cluster } from '../cluster/cluster.ts';
import { messageOf } from '../cluster/environment-error.ts';
import type { Capability, Target } from '../settings/settings.ts';
import { offer } from '../spelling/nearest.ts';
import {
  controllerLogs,
  endpoint,
  gatewayAddress,
  gatewayApi,
  gpus,
  gpusInAll,
  kinds,
  networkPolicy,
  oneOf,
  type Probe,
  right,
  s3,
  severalNodes,
  storageClass,
  webhookFor,
} from './probes.ts';

const SERVING = 'serving.kserve.io';

/** How each capability of the inventory that can be detected is detected. */
const PROBES: Readonly<Record<string, Probe>> = {
  kserve: kinds(
    { apiVersion: `${SERVING}/v1beta1`, kind: 'InferenceService' },
    { apiVersion: `${SERVING}/v1alpha1`, kind: 'ServingRuntime' },
  ),
  llmisvc: kinds({ apiVersion: `${SERVING}/v1alpha1`, kind: 'LLMInferenceService' }),
  'llmisvc-webhook': webhookFor('llminferenceservices'),
  'gateway-api': gatewayApi,
  'load-balancer': gatewayAddress,
  'inference-extension': oneOf(
    { apiVersion: 'inference.networking.k8s.io/v1', kind: 'InferencePool' },
    { apiVersion: 'inference.networking.x-k8s.io/v1alpha2', kind: 'InferencePool' },
  ),
  lws: kinds({ apiVersion: 'leaderworkerset.x-k8s.io/v1', kind: 'LeaderWorkerSet' }),
  serverless: kinds({ apiVersion: 'serving.knative.dev/v1', kind: 'Service' }),
  'network-policy': networkPolicy,
  s3,
  pvc: storageClass,
  gpu: gpus,
  // As many as the groups of a scenario take together, one for each pod.
  'gpus-4': gpusInAll(4),
  'gpus-6': gpusInAll(6),
  'gpus-8': gpusInAll(8),
  // Seventy billion parameters over as many GPUs of 80 GB as document 000 has them.
  'large-model': gpusInAll(8),
  'multi-node': severalNodes,
  'metrics-server': kinds({ apiVersion: 'metrics.k8s.io/v1beta1', kind: 'PodMetrics' }),
  prometheus: kinds({ apiVersion: 'monitoring.coreos.com/v1', kind: 'ServiceMonitor' }),
  'chaos-mesh': kinds({ apiVersion: 'chaos-mesh.org/v1alpha1', kind: 'PodChaos' }),
  aibrix: kinds({ apiVersion: 'orchestration.aibrix.ai/v1alpha1', kind: 'RayClusterFleet' }),
  kaito: oneOf(
    { apiVersion: 'kaito.sh/v1beta1', kind: 'Workspace' },
    { apiVersion: 'kaito.sh/v1alpha1', kind: 'Workspace' },
  ),
  'pod-logs': (cluster) => right(cluster, { verb: 'get', resource: 'pods', subresource: 'log' }),
  exec: (cluster) => right(cluster, { verb: 'create', resource: 'pods', subresource: 'exec' }),
  'controller-logs': controllerLogs,
  kubefoundry: endpoint('kubefoundry'),
  orchestratord: endpoint('orchestratord'),
};

/** Capabilities that are skipped for by the requirement alone: APIs, of which a cluster has or lacks the whole. */
const BY_REQUIREMENT = ['kserve', 'llmisvc', 'gateway-api', 'lws'];

/** Names of the capabilities that can be detected: whatever needs another one is always skipped. */
export const detectable: readonly string[] = Object.keys(PROBES);

/**
 * Looks for every capability that can be detected. What the API server does not know, or does not let the suite look at,
 * counts as missing, with its reason; of what any other answer leaves open, nobody knows, with the request and the answer.
 */
export async function detectCapabilities(
  cluster: Cluster,
  target: Target,
): Promise<Record<string, Capability>> {
  const looks = Object.entries(PROBES).map(
    async ([name, probe]) => [name, await looked(probe, cluster, target)] as const,
  );
  return Object.fromEntries(await Promise.all(looks));
}

async function looked(probe: Probe, cluster: Cluster, target: Target): Promise<Capability> {
  try {
    return await probe(cluster, target);
  } catch (error) {
    const code = error instanceof ApiRefusal ? error.code : undefined;
    if (code === 404) return { present: false, found: `nothing to look at (${messageOf(error)})` };
    if (code === 403) return { present: false, found: `no right to look (${messageOf(error)})` };
    const unknown = answerText(error);
    return { present: false, found: `no answer that tells it (${unknown})`, unknown };
  }
}

/** What a failed look heard: the request, the code and the words of the API server. */
function answerText(error: unknown): string {
  const message = messageOf(error);
  if (!(error instanceof ApiRefusal) || error.request === undefined || message.startsWith(error.request))
    return message;
  return `${error.request}: ${error.code} ${message}`;
}

/** One sentence for each capability that the run requires and the cluster lacks. */
export const unmetRequirements = (
  required: readonly string[],
  capabilities: Readonly<Record<string, Capability>>,
): string[] =>
  required.flatMap((name) => {
    const capability = capabilities[name];
    return capability?.present
      ? []
      : [`REQUIRE names ${name}, but this cluster has ${capability?.found ?? 'nothing of that name'}`];
  });

/** One sentence for each name of REQUIRE that is no capability that can be detected. */
export const unknownRequirements = (required: readonly string[]): string[] =>
  required
    .filter((name) => !detectable.includes(name))
    .map(
      (name) =>
        `REQUIRE names "${name}", which is no capability that can be detected; ${offer(name, detectable)}`,
    );

/** What scenarios need by the requirements they carry. */
export const needsByRequirement = (
  requirements: readonly { id: string; needs?: readonly string[] }[],
): Record<string, string[]> =>
  Object.fromEntries(
    requirements.flatMap(({ id, needs = [] }) => {
      const detectable = needs.filter((need) => BY_REQUIREMENT.includes(need));
      return detectable.length > 0 ? [[id, detectable]] : [];
    }),
  );
