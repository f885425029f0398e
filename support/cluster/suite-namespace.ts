import { ApiRefusal, type Cluster } from './cluster.ts';
import { SUITE_NAMESPACE } from './run-label.ts';

const REFERENCE = { apiVersion: 'v1', kind: 'Namespace', name: SUITE_NAMESPACE };

/** Makes sure that the namespace of the suite's own records exists. It belongs to no run and stays. */
export async function ensureSuiteNamespace(cluster: Pick<Cluster, 'get' | 'create'>): Promise<void> {
  if (await cluster.get(REFERENCE)) return;
  const { name, ...kind } = REFERENCE;
  await cluster.create({ ...kind, metadata: { name } }).catch((error: unknown) => {
    // Another worker or run was faster.
    if (!(error instanceof ApiRefusal && error.reason === 'AlreadyExists')) throw error;
  });
}
