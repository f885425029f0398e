import assert from 'node:assert/strict';
import { it } from 'node:test';
import { requireNamespaces } from '../../support/cluster/admitted.ts';
import { ApiRefusal, type Cluster, type KubernetesObject } from '../../support/cluster/cluster.ts';
import { EnvironmentError } from '../../support/cluster/environment-error.ts';

const settings = { mode: 'create' as const, pool: [], labels: {}, annotations: {}, copySecrets: [] };

/** A cluster in which only what is named exists, and only what is named may be created. */
function clusterOf({ may = [] as string[], has = [] as string[] }): Pick<Cluster, 'get' | 'rehearse'> {
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x' } } as KubernetesObject;
  return {
    get: async ({ namespace, name }) => (has.includes(`${namespace}/${name}`) ? secret : undefined),
    rehearse: async ({ kind, metadata: { namespace } }) => {
      if (!may.includes(namespace ?? kind))
        throw new ApiRefusal(403, 'Forbidden', `${kind} is forbidden: User "qa"`);
    },
  };
}

const refused = async (cluster: ReturnType<typeof clusterOf>, more: object, says: RegExp): Promise<void> => {
  await assert.rejects(requireNamespaces(cluster, { ...settings, ...more }), (error) => {
    assert.ok(error instanceof EnvironmentError);
    assert.match(error.message, says);
    return true;
  });
};

it('a user who may not create namespaces is told before anything is created', async () => {
  await requireNamespaces(clusterOf({ may: ['Namespace'] }), settings);
  await refused(
    clusterOf({}),
    {},
    /^the user may not create namespaces \(Namespace is forbidden: User "qa"\); .*NAMESPACE_MODE=pool$/,
  );
});

it('each namespace of a pool must be there for the user', async () => {
  const cluster = clusterOf({ may: ['mine'] });
  await requireNamespaces(cluster, { ...settings, mode: 'pool', pool: ['mine'] });
  await refused(
    cluster,
    { mode: 'pool', pool: ['mine', 'other'] },
    /^namespace "other" of the pool cannot be used \(.*\); correct namespace\.pool/,
  );
});

it('Secrets to copy are named and there', async () => {
  const cluster = clusterOf({ may: ['Namespace'], has: ['ci/pull'] });
  await requireNamespaces(cluster, { ...settings, copySecrets: ['ci/pull'] });
  await refused(cluster, { copySecrets: ['pull'] }, /^"pull" names no Secret; write namespace\/name/);
  await refused(cluster, { copySecrets: ['ci/push'] }, /^Secret ci\/push cannot be copied \(.*not found\)/);
});

it('what is no refusal stays what it is', async () => {
  const broken = { ...clusterOf({}), rehearse: () => Promise.reject(new Error('reset')) };
  await assert.rejects(requireNamespaces(broken, settings), /^Error: reset$/);
});
