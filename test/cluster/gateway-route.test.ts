import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Kind, KubernetesObject, Selection } from '../../support/cluster/cluster.ts';
import { gatewayPod } from '../../support/cluster/gateway-route.ts';
import { labelSelector } from '../../support/cluster/selector.ts';

const NAME = { 'gateway.networking.k8s.io/gateway-name': 'gw' };
const gateway = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  metadata: { name: 'gw', namespace: 'openshift-ingress', uid: 'u1' },
  spec: { listeners: [{ port: 80, hostname: '*.apps.example.com' }] },
  status: { addresses: [{ type: 'IPAddress', value: '10.0.0.7' }] },
};
const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'gw-istio', namespace: 'openshift-ingress', labels: NAME },
  spec: {
    selector: { app: 'gw' },
    ports: [
      { port: 80, targetPort: 'http' },
      { port: 443, targetPort: 8443 },
    ],
  },
};
const pod = (name: string, ready: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'openshift-ingress', labels: { app: 'gw' } },
  spec: { containers: [{ name: 'proxy', ports: [{ name: 'http', containerPort: 8080 }] }] },
  status: { conditions: [{ type: 'Ready', status: ready }] },
});

/** A reader of the given objects. */
const holding = (...objects: KubernetesObject[]) => ({
  list: async (kind: Kind, selection: Selection = {}) =>
    objects.filter(
      (object) =>
        object.kind === kind.kind &&
        (!selection.namespace || object.metadata.namespace === selection.namespace) &&
        labelSelector(selection.selector ?? '')(object.metadata.labels),
    ),
});

it('finds a ready pod and the port behind the address of a Gateway', async () => {
  const reader = holding(gateway, service, pod('a', 'False'), pod('b', 'True'));
  const namespace = 'openshift-ingress';
  assert.deepEqual(await gatewayPod(reader, '10.0.0.7', 80), { namespace, pod: 'b', port: 8080 });
  assert.deepEqual(await gatewayPod(reader, 'x.apps.example.com', 443), { namespace, pod: 'b', port: 8443 });
});

it('finds the Service by its owner, and that of Envoy Gateway in the namespace of the controller', async () => {
  const owner = { apiVersion: gateway.apiVersion, kind: 'Gateway', name: 'gw', uid: 'u1' };
  const owned = { ...service, metadata: { ...service.metadata, labels: {}, ownerReferences: [owner] } };
  assert.equal((await gatewayPod(holding(gateway, owned, pod('a', 'True')), '10.0.0.7', 80)).pod, 'a');
  const labels = {
    'gateway.envoyproxy.io/owning-gateway-name': 'gw',
    'gateway.envoyproxy.io/owning-gateway-namespace': 'openshift-ingress',
  };
  const envoy = { ...service, metadata: { name: 'e', namespace: 'envoy-gateway-system', labels } };
  const there = {
    ...pod('a', 'True'),
    metadata: { ...pod('a', 'True').metadata, namespace: 'envoy-gateway-system' },
  };
  assert.equal(
    (await gatewayPod(holding(gateway, envoy, there), '10.0.0.7', 80)).namespace,
    'envoy-gateway-system',
  );
});

it('says what was looked for and what was found', async () => {
  await assert.rejects(
    gatewayPod(holding(gateway), '10.9.9.9', 80),
    /^Error: no Gateway has the address 10\.9\.9\.9 \(found openshift-ingress\/gw: 10\.0\.0\.7\)$/,
  );
  await assert.rejects(
    gatewayPod(holding(gateway), '10.0.0.7', 80),
    /Gateway openshift-ingress\/gw: no Service labelled/,
  );
  await assert.rejects(gatewayPod(holding(gateway, service), '10.0.0.7', 81), /no Service with port 81/);
  await assert.rejects(
    gatewayPod(holding(gateway, service, pod('a', 'False')), '10.0.0.7', 80),
    /Service openshift-ingress\/gw-istio: none of its 1 pods is ready/,
  );
});
