import type { Target } from '../settings/settings.ts';
import { ApiRefusal, type Cluster } from './cluster.ts';
import { EnvironmentError, messageOf } from './environment-error.ts';
import { LEASE } from './lease.ts';
import { NAMESPACE, namespaceName } from './namespaces.ts';

/**
 * Asks the API, without creating anything, whether the suite may have the namespaces that its target names, and whether
 * the Secrets are there that each gets a copy of. Throws `EnvironmentError` with what is missing and the way out: a run
 * without namespaces would blame every scenario for it.
 */
export async function requireNamespaces(
  cluster: Pick<Cluster, 'get' | 'rehearse'>,
  { mode, pool, copySecrets }: Target['namespace'],
): Promise<void> {
  if (mode === 'pool') for (const namespace of pool) await requirePooled(cluster, namespace);
  else
    await asking(
      () => cluster.rehearse({ ...NAMESPACE, metadata: { name: namespaceName('rights', '') } }),
      'the user may not create namespaces',
      'grant it, or name namespaces that exist in NAMESPACE_POOL and set NAMESPACE_MODE=pool',
    );
  for (const source of copySecrets) await requireSecret(cluster, source);
}

async function requirePooled(cluster: Pick<Cluster, 'get' | 'rehearse'>, namespace: string): Promise<void> {
  const lease = { ...LEASE, metadata: { name: namespaceName('rights', ''), namespace } };
  await asking(
    () => cluster.rehearse(lease),
    `namespace "${namespace}" of the pool cannot be used`,
    'correct namespace.pool of the target, or create the namespace and grant the user its rights there',
  );
}

async function requireSecret(cluster: Pick<Cluster, 'get'>, source: string): Promise<void> {
  const [namespace = '', name = '', ...more] = source.split('/');
  const wayOut = 'correct namespace.copySecrets of the target, or NAMESPACE_COPY_SECRETS';
  if (namespace === '' || name === '' || more.length > 0)
    throw new EnvironmentError(`"${source}" names no Secret; write namespace/name: ${wayOut}`);
  await asking(
    async () => {
      if (!(await cluster.get({ apiVersion: 'v1', kind: 'Secret', namespace, name })))
        throw new ApiRefusal(404, 'NotFound', `secrets "${name}" not found`);
    },
    `Secret ${source} cannot be copied`,
    wayOut,
  );
}

const REFUSED = [403, 404];

async function asking(what: () => Promise<unknown>, problem: string, wayOut: string): Promise<void> {
  try {
    await what();
  } catch (error) {
    if (!(error instanceof ApiRefusal && REFUSED.includes(error.code))) throw error;
    throw new EnvironmentError(`${problem} (${messageOf(error)}); ${wayOut}`, error);
  }
}
