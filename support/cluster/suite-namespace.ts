import { ApiRefusal, type Cluster } from './cluster.ts';
import { EnvironmentError, messageOf } from './environment-error.ts';
import { SUITE_NAMESPACE } from './run-label.ts';

const REFERENCE = { apiVersion: 'v1', kind: 'Namespace', name: SUITE_NAMESPACE };

/**
 * Makes sure that the namespace of the suite's own records exists. It belongs to no run and stays. Throws
 * `EnvironmentError` where the user may neither see nor create it.
 */
export async function ensureSuiteNamespace(cluster: Pick<Cluster, 'get' | 'create'>): Promise<void> {
  try {
    await ensure(cluster);
  } catch (error) {
    if (!(error instanceof ApiRefusal && error.code === 403)) throw error;
    throw new EnvironmentError(
      `the suite keeps its records in namespace ${SUITE_NAMESPACE}, which the user may not use (${messageOf(error)}); create it and grant the user the rights of docs/real-clusters.md`,
      error,
    );
  }
}

async function ensure(cluster: Pick<Cluster, 'get' | 'create'>): Promise<void> {
  if (await cluster.get(REFERENCE)) return;
  const { name, ...kind } = REFERENCE;
  await cluster.create({ ...kind, metadata: { name } }).catch((error: unknown) => {
    // Another worker or run was faster.
    if (!(error instanceof ApiRefusal && error.reason === 'AlreadyExists')) throw error;
  });
}
