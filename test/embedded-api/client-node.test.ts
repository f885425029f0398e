import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ApiException,
  AppsV1Api,
  CoreV1Api,
  CustomObjectsApi,
  Health,
  KubeConfig,
  KubernetesObjectApi,
  makeInformer,
  PatchStrategy,
  setHeaderOptions,
  type V1ConfigMap,
  Watch,
} from '@kubernetes/client-node';
import type { Fields } from '../../fixtures/embedded/api-server/api.ts';
import { configMap, deployment, start } from './start.ts';

function kubeConfig(server: string): KubeConfig {
  const config = new KubeConfig();
  config.loadFromOptions({
    clusters: [{ name: 'e', server, skipTLSVerify: true }],
    users: [],
    contexts: [{ name: 'e', cluster: 'e', user: '' }],
    currentContext: 'e',
  });
  return config;
}

const namespace = 'default';
const asMap = (name: string, data = {}): V1ConfigMap => configMap(name, data);

test('the typed clients create, read, list, patch and delete', async (t) => {
  const { url } = await start(t);
  const config = kubeConfig(url);
  const core = config.makeApiClient(CoreV1Api);
  const apps = config.makeApiClient(AppsV1Api);
  const map = await core.createNamespacedConfigMap({ namespace, body: asMap('a', { k: '1' }) });
  assert.ok(map.metadata?.creationTimestamp instanceof Date);
  assert.equal((await core.listNamespacedConfigMap({ namespace, limit: 1 })).items.length, 1);
  await apps.createNamespacedDeployment({ namespace, body: deployment('web') });
  const patched = await apps.patchNamespacedDeployment(
    { namespace, name: 'web', body: { spec: { replicas: 2 } } },
    setHeaderOptions('Content-Type', PatchStrategy.MergePatch),
  );
  assert.equal(patched.spec?.replicas, 2);
  const wrongBody = apps.patchNamespacedDeployment({ namespace, name: 'web', body: { spec: {} } });
  await assert.rejects(wrongBody, (error) => error instanceof ApiException && error.code === 400);
  await core.deleteNamespacedConfigMap({ name: 'a', namespace });
  await assert.rejects(
    core.readNamespacedConfigMap({ name: 'a', namespace }),
    (error) => error instanceof ApiException && error.code === 404 && /"NotFound"/.test(String(error.body)),
  );
});

test('the generic client finds kinds by discovery and applies', async (t) => {
  const { url } = await start(t);
  const objects = KubernetesObjectApi.makeApiClient(kubeConfig(url));
  const web = { ...deployment('web'), metadata: { name: 'web', namespace } };
  const created: Fields = await objects.patch(
    web,
    undefined,
    undefined,
    'me',
    false,
    PatchStrategy.ServerSideApply,
  );
  assert.equal(created.spec.strategy.type, 'RollingUpdate');
  const other = { ...web, spec: { ...web.spec, replicas: 5 } };
  const refused = objects.patch(other, undefined, undefined, 'you', false, PatchStrategy.ServerSideApply);
  await assert.rejects(
    refused,
    (error) =>
      error instanceof ApiException && error.code === 409 && /FieldManagerConflict/.test(String(error.body)),
  );
  const list = await objects.list('apps/v1', 'Deployment', namespace);
  assert.equal(list.items.length, 1);
});

test('custom objects, health and an unknown kind answer as clients expect', async (t) => {
  const { url } = await start(t);
  const config = kubeConfig(url);
  assert.equal(await new Health(config).readyz({}), true);
  const missing = config.makeApiClient(CustomObjectsApi).listClusterCustomObject({
    group: 'none.io',
    version: 'v1',
    plural: 'things',
  });
  await assert.rejects(missing, (error) => error instanceof ApiException);
});

test('an informer follows adds, updates and deletions, and relists after a 410', async (t) => {
  const { url, server } = await start(t);
  const config = kubeConfig(url);
  const core = config.makeApiClient(CoreV1Api);
  const path = `/api/v1/namespaces/${namespace}/configmaps`;
  const informer = makeInformer(config, path, () => core.listNamespacedConfigMap({ namespace }));
  const seen: string[] = [];
  const { promise: deleted, resolve } = Promise.withResolvers<void>();
  informer.on('add', ({ metadata }) => void seen.push(`add ${metadata?.name}`));
  informer.on('update', ({ metadata }) => void seen.push(`update ${metadata?.name}`));
  informer.on('delete', ({ metadata }) => {
    seen.push(`delete ${metadata?.name}`);
    resolve();
  });
  await informer.start();
  await core.createNamespacedConfigMap({ namespace, body: asMap('a') });
  server.compact();
  await core.replaceNamespacedConfigMap({ namespace, name: 'a', body: asMap('a', { k: 'v' }) });
  await core.deleteNamespacedConfigMap({ namespace, name: 'a' });
  await deleted;
  await informer.stop();
  assert.deepEqual(seen, ['add a', 'update a', 'delete a']);
});

test('a watch gets each change once', async (t) => {
  const { url } = await start(t);
  const config = kubeConfig(url);
  const core = config.makeApiClient(CoreV1Api);
  const phases: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const controller = await new Watch(config).watch(
    '/api/v1/configmaps',
    {},
    (phase) => {
      phases.push(phase);
      if (phases.length === 2) resolve();
    },
    () => resolve(),
  );
  await core.createNamespacedConfigMap({ namespace, body: asMap('a') });
  await core.deleteNamespacedConfigMap({ namespace, name: 'a' });
  await promise;
  controller.abort();
  assert.deepEqual(phases, ['ADDED', 'DELETED']);
});
