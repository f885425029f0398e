import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Fields } from '../../fixtures/embedded/api-server/api.ts';
import { findCondition } from '../../fixtures/embedded/controllers/conditions.ts';
import { deployment, makeNamespace, startTestCluster, type TestCluster } from './harness.ts';

let cluster: TestCluster;

before(async () => {
  cluster = startTestCluster();
  await makeNamespace(cluster, 'net');
  cluster.api.as('client').create(deployment('web', 'net', 2));
});
after(() => cluster.stop());

const client = () => cluster.api.as('client');
const slices = (name: string) =>
  cluster.api.list('endpointslices.discovery.k8s.io', {
    namespace: 'net',
    labelSelector: { 'kubernetes.io/service-name': name },
  });
const endpoints = (name: string): Fields[] => slices(name).flatMap((slice) => slice.endpoints ?? []);
const service = (name: string, spec: Fields) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'net' },
  spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80, targetPort: 'http' }], ...spec },
});

test('endpoints follow the pods, with the named port resolved', async () => {
  client().create(service('web', {}));
  await cluster.until(
    'two ready endpoints',
    () => endpoints('web').filter(({ conditions }) => conditions.ready).length === 2,
  );
  assert.deepEqual(slices('web')[0]?.ports, [{ name: 'http', port: 8080, protocol: 'TCP' }]);
  const pod = cluster.api.list('pods', { namespace: 'net' })[0];
  assert.ok(endpoints('web').some(({ targetRef }) => targetRef.uid === pod?.metadata.uid));
  const old = await cluster.until('Endpoints', () => cluster.api.get('endpoints', 'net', 'web'));
  assert.equal(old.subsets[0].addresses.length, 2);
  client().delete('pods', 'net', pod?.metadata.name ?? '');
  await cluster.until('the pod left', () =>
    endpoints('web').every(({ targetRef }) => targetRef.name !== pod?.metadata.name),
  );
  await cluster.until(
    'its replacement joined',
    () => endpoints('web').filter(({ conditions }) => conditions.ready).length === 2,
  );
});

test('an unready pod is no ready endpoint', async () => {
  const pod = cluster.api.list('pods', { namespace: 'net' }).at(-1);
  cluster.api.as('kubelet').mutateStatus('pods', 'net', pod?.metadata.name ?? '', ({ status }) => {
    status.conditions.find(({ type }: Fields) => type === 'Ready').status = 'False';
  });
  await cluster.until('one endpoint is not ready', () =>
    endpoints('web').some(
      ({ conditions, targetRef }) => targetRef.name === pod?.metadata.name && !conditions.ready,
    ),
  );
});

test('a load balancer gets an address, and loses it with its type', async () => {
  client().create(service('outside', { type: 'LoadBalancer' }));
  const found = await cluster.until(
    'an address',
    () => cluster.api.get('services', 'net', 'outside')?.status?.loadBalancer?.ingress?.[0],
  );
  assert.match(found.ip, /^203\.0\.113\.\d+$/);
  client().mutate('services', 'net', 'outside', ({ spec }) => {
    spec.type = 'ClusterIP';
    for (const port of spec.ports) delete port.nodePort;
  });
  await cluster.until(
    'no address',
    () => !cluster.api.get('services', 'net', 'outside')?.status?.loadBalancer?.ingress,
  );
});

test('an autoscaler keeps its target inside its bounds and admits that it has no metrics', async () => {
  client().create({
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web', namespace: 'net' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      minReplicas: 3,
      maxReplicas: 4,
    },
  });
  await cluster.until(
    'three replicas',
    () => cluster.api.get('deployments.apps', 'net', 'web')?.spec.replicas === 3,
  );
  const scaler = await cluster.until('ScalingActive', () => {
    const object = cluster.api.get('horizontalpodautoscalers.autoscaling', 'net', 'web');
    return findCondition(object?.status, 'ScalingActive') && object;
  });
  assert.equal(findCondition(scaler.status, 'ScalingActive')?.reason, 'FailedGetResourceMetric');
});

test('nodes renew their leases', async () => {
  const renewed = () =>
    cluster.api.get('leases.coordination.k8s.io', 'kube-node-lease', 'gpu-1')?.spec.renewTime;
  const first = renewed();
  await cluster.until('a later time', () => renewed() !== first);
  assert.equal(cluster.api.list('nodes').length, 9);
});
