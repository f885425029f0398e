import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findCondition } from '../../fixtures/embedded/controllers/conditions.ts';
import { deployment, makeNamespace, startTestCluster, type TestCluster } from './harness.ts';

let cluster: TestCluster;

before(async () => {
  cluster = startTestCluster();
  await makeNamespace(cluster, 'life');
});
after(() => cluster.stop());

const configMap = (name: string, owner?: { name: string; uid: string; block?: boolean }) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {
    name,
    namespace: 'life',
    ...(owner && {
      ownerReferences: [
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          name: owner.name,
          uid: owner.uid,
          blockOwnerDeletion: owner.block ?? false,
        },
      ],
    }),
  },
});
const client = () => cluster.api.as('client');
const get = (name: string) => cluster.api.get('configmaps', 'life', name);
const make = (name: string, owner?: { name: string; uid: string; block?: boolean }) =>
  client().create(configMap(name, owner)).metadata.uid ?? '';

test('background deletion removes the owner at once and its dependents later', async () => {
  const uid = make('owner-1');
  make('dependent-1', { name: 'owner-1', uid });
  client().delete('configmaps', 'life', 'owner-1', { propagationPolicy: 'Background' });
  assert.equal(get('owner-1'), undefined);
  assert.ok(get('dependent-1'));
  await cluster.until('the dependent is gone', () => !get('dependent-1'));
});

test('foreground deletion keeps the owner until its dependents are gone', async () => {
  const uid = make('owner-2');
  make('dependent-2', { name: 'owner-2', uid, block: true });
  client().mutate('configmaps', 'life', 'dependent-2', ({ metadata }) => {
    metadata.finalizers = ['example.org/hold'];
  });
  client().delete('configmaps', 'life', 'owner-2', { propagationPolicy: 'Foreground' });
  await cluster.until('the dependent is being deleted', () => get('dependent-2')?.metadata.deletionTimestamp);
  assert.deepEqual(get('owner-2')?.metadata.finalizers, ['foregroundDeletion']);
  client().mutate('configmaps', 'life', 'dependent-2', ({ metadata }) => {
    delete metadata.finalizers;
  });
  await cluster.until('the owner is gone', () => !get('owner-2') && !get('dependent-2'));
});

test('orphan deletion leaves dependents without the reference', async () => {
  const uid = make('owner-3');
  make('dependent-3', { name: 'owner-3', uid });
  client().delete('configmaps', 'life', 'owner-3', { propagationPolicy: 'Orphan' });
  await cluster.until('the owner is gone', () => !get('owner-3'));
  assert.equal(get('dependent-3')?.metadata.ownerReferences, undefined);
});

test('an object whose owner never existed goes; with a second living owner only the reference goes', async () => {
  const uid = make('owner-4');
  make('dependent-4', { name: 'never', uid: '00000000-0000-0000-0000-000000000000' });
  make('dependent-5', { name: 'owner-4', uid });
  client().mutate('configmaps', 'life', 'dependent-5', ({ metadata }) => {
    const [first] = metadata.ownerReferences ?? [];
    if (first) metadata.ownerReferences = [first, { ...first, name: 'never', uid: 'none' }];
  });
  await cluster.until('the one without owners is gone', () => !get('dependent-4'));
  await cluster.until(
    'one reference is left',
    () => get('dependent-5')?.metadata.ownerReferences?.length === 1,
  );
});

test('deleting a Deployment takes its ReplicaSets and pods along', async () => {
  client().create(deployment('doomed', 'life', 2));
  await cluster.until('two pods', () => cluster.api.list('pods', { namespace: 'life' }).length === 2);
  client().delete('deployments.apps', 'life', 'doomed', { propagationPolicy: 'Background' });
  await cluster.until('nothing is left', () =>
    ['pods', 'replicasets.apps'].every((kind) => cluster.api.list(kind, { namespace: 'life' }).length === 0),
  );
});

test('a namespace waits for finalizers of its content, says so, and goes', async () => {
  await makeNamespace(cluster, 'ending');
  client().create({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'held', namespace: 'ending', finalizers: ['example.org/hold'] },
  });
  client().create(deployment('inside', 'ending', 1));
  client().delete('namespaces', undefined, 'ending');
  const waiting = await cluster.until('only the held object is left', () => {
    const namespace = cluster.api.get('namespaces', undefined, 'ending');
    const message = findCondition(namespace?.status, 'NamespaceContentRemaining')?.message;
    return message === 'Some resources are remaining: configmaps. has 1 resource instances' && namespace;
  });
  assert.equal(waiting.status.phase, 'Terminating');
  assert.equal(
    findCondition(waiting.status, 'NamespaceFinalizersRemaining')?.message,
    'Some content in the namespace has finalizers remaining: example.org/hold in 1 resource instances',
  );
  client().mutate('configmaps', 'ending', 'held', ({ metadata }) => {
    delete metadata.finalizers;
  });
  await cluster.until('the namespace is gone', () => !cluster.api.get('namespaces', undefined, 'ending'));
});

test('deleted default content comes back', async () => {
  client().delete('configmaps', 'life', 'kube-root-ca.crt');
  await cluster.until('it is back', () => get('kube-root-ca.crt'));
});
