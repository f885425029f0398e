import type { TestContext } from 'node:test';
import type { KubeObject } from '../../fixtures/embedded/api-server/api.ts';
import { crd, open } from '../../fixtures/embedded/systems/kserve/crds/schema.ts';
import { type EmbeddedApiServer, embeddedApiServer } from '../cluster/embedded-api-server.ts';
import { kubeconfig } from '../cluster/stub-api-server.ts';

const GROUP = 'serving.kserve.io';

/** An API server for runs of the suite: with the kinds of KServe, so that its scenarios are not skipped, or without. */
export async function apiServer(
  t: TestContext,
  { kserve, seed }: { kserve: boolean; seed?: number },
): Promise<EmbeddedApiServer & { env: Record<string, string> }> {
  const server = await embeddedApiServer(t, seed);
  const kinds = kserve
    ? [
        ['v1beta1', 'InferenceService', 'inferenceservices'],
        ['v1alpha1', 'ServingRuntime', 'servingruntimes'],
        ['v1alpha1', 'LLMInferenceService', 'llminferenceservices'],
      ]
    : [];
  for (const [version = '', kind = '', plural = ''] of kinds)
    server.others.create(
      crd({
        group: GROUP,
        version,
        kind,
        plural,
        spec: open(),
        status: open(),
        columns: [],
      }) as unknown as KubeObject,
    );
  return {
    ...server,
    env: { TARGET: 'cluster', KUBECONFIG: kubeconfig({ server: server.url }), TIME_SCALE: '60' },
  };
}

/** Names of the namespaces that a run of the suite made and that are still there. */
export const namespacesOfRuns = ({ others }: EmbeddedApiServer): string[] =>
  others
    .list('namespaces')
    .map(({ metadata }) => metadata.name)
    .filter((name) => name.startsWith('acc-'));
