import { deepEqual, equal, match, ok, throws } from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Fields, KubeObject } from '../../fixtures/embedded/api-server/api.ts';
import { type Bench, kserveBench } from './harness.ts';

const LLM = 'llminferenceservices.serving.kserve.io';
const ROUTES = 'httproutes.gateway.networking.k8s.io';
const GATEWAYS = 'gateways.gateway.networking.k8s.io';

const service = (name: string, spec: Fields = {}): KubeObject => ({
  apiVersion: 'serving.kserve.io/v1alpha1',
  kind: 'LLMInferenceService',
  metadata: { name, namespace: 'ns' },
  spec: {
    model: { uri: 'oci://quay.io/opendatahub/opt-125m:latest', name: 'opt' },
    replicas: 1,
    template: { containers: [{ name: 'main', image: 'vllm/vllm-openai:v0.6.3' }] },
    router: { gateway: {}, route: {} },
    ...spec,
  },
});

describe('the controller of LLM services', () => {
  let bench: Bench;
  const condition = (name: string, type: string): Fields =>
    bench.api.get(LLM, 'ns', name)?.status?.conditions?.find((one: Fields) => one.type === type);
  const setStatus = (resource: string, namespace: string, name: string, status: Fields) =>
    bench.api.mutateStatus(resource, namespace, name, (object) => {
      object.status = status;
    });
  const programGateway = (namespace: string, name: string) =>
    setStatus(GATEWAYS, namespace, name, {
      addresses: [{ type: 'IPAddress', value: '203.0.113.7' }],
      conditions: [{ type: 'Programmed', status: 'True' }],
    });
  const acceptRoute = (name: string) =>
    setStatus(ROUTES, 'ns', `${name}-kserve-route`, {
      parents: [{ parentRef: {}, conditions: [{ type: 'Accepted', status: 'True', observedGeneration: 1 }] }],
    });
  const deploymentIs = (name: string, status: 'True' | 'False') =>
    setStatus('deployments.apps', 'ns', `${name}-kserve`, {
      observedGeneration: bench.api.get('deployments.apps', 'ns', `${name}-kserve`)?.metadata.generation,
      conditions: [
        {
          type: 'Available',
          status,
          reason: 'MinimumReplicasUnavailable',
          message: 'Deployment does not have minimum availability.',
        },
      ],
    });

  before(async () => {
    bench = await kserveBench();
    await bench.until('the manager to lead', () => bench.log.some((line) => line.includes('acquired lease')));
    programGateway('kserve', 'kserve-ingress-gateway');
  });
  after(() => bench.close());

  test('builds what a single-node service is made of', async () => {
    bench.api.create(service('a'));
    const deployment = await bench.until('a Deployment', () =>
      bench.api.get('deployments.apps', 'ns', 'a-kserve'),
    );
    equal(deployment.metadata.labels?.['llm-d.ai/role'], 'both');
    const { initContainers, containers } = deployment.spec.template.spec;
    deepEqual(
      initContainers.map(({ name, args }: Fields) => [name, args]),
      [['storage-initializer', ['oci://quay.io/opendatahub/opt-125m:latest', '/mnt/models']]],
    );
    equal(containers.length, 1);
    equal(containers[0].image, 'vllm/vllm-openai:v0.6.3');
    deepEqual(containers[0].args.slice(0, 2), ['--served-model-name', 'opt']);
    const workload = await bench.until('a Service', () =>
      bench.api.get('services', 'ns', 'a-kserve-workload-svc'),
    );
    equal(workload.spec.ports[0].port, 8000);
    const route = await bench.until('a route', () => bench.api.get(ROUTES, 'ns', 'a-kserve-route'));
    equal(route.spec.rules[0].matches[0].path.value, '/ns/a');
    deepEqual(route.spec.rules[0].backendRefs[0], {
      group: '',
      kind: 'Service',
      name: 'a-kserve-workload-svc',
      port: 8000,
      weight: 1,
    });
    equal(route.spec.parentRefs[0].name, 'kserve-ingress-gateway');
  });

  test('reports the router only after the workload, and says where it answers', async () => {
    bench.api.create(service('b'));
    await bench.until('a route', () => bench.api.get(ROUTES, 'ns', 'b-kserve-route'));
    acceptRoute('b');
    deploymentIs('b', 'False');
    await bench.until(
      'the workload to be down',
      () => condition('b', 'MainWorkloadReady')?.status === 'False',
    );
    equal(condition('b', 'RouterReady').status, 'Unknown');
    deploymentIs('b', 'True');
    await bench.until('b to be ready', () => condition('b', 'Ready')?.status === 'True');
    equal(bench.api.get(LLM, 'ns', 'b')?.status.url, 'http://203.0.113.7/ns/b');
    const types = bench.api.get(LLM, 'ns', 'b')?.status.conditions.map(({ type }: Fields) => type);
    deepEqual(types, [
      'GatewaysReady',
      'HTTPRoutesReady',
      'MainWorkloadReady',
      'PresetsCombined',
      'Ready',
      'RouterReady',
      'WorkloadsReady',
    ]);
    deploymentIs('b', 'False');
    await bench.until('b not to be ready', () => condition('b', 'Ready')?.status === 'False');
    equal(condition('b', 'RouterReady').status, 'True');
  });

  test('names the gateway that is missing, and recovers when it is there', async () => {
    bench.api.create(service('c', { router: { gateway: { refs: [{ name: 'nowhere', namespace: 'ns' }] } } }));
    const router = await bench.until(
      'RouterReady=False',
      () => condition('c', 'RouterReady')?.status === 'False' && condition('c', 'RouterReady'),
    );
    equal(router.reason, 'RefsInvalid');
    equal(router.message, 'Gateway ns/nowhere does not exist');
    ok(bench.api.get(ROUTES, 'ns', 'c-kserve-route'));
    ok(
      bench.api
        .list('events', { namespace: 'ns' })
        .some((event) => event.message.includes('Gateway ns/nowhere does not exist')),
    );
    bench.api.create({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: 'nowhere', namespace: 'ns' },
      spec: { listeners: [{ protocol: 'HTTP', port: 8080 }] },
    });
    programGateway('ns', 'nowhere');
    acceptRoute('c');
    deploymentIs('c', 'True');
    await bench.until('c to be ready', () => condition('c', 'Ready')?.status === 'True');
    equal(bench.api.get(LLM, 'ns', 'c')?.status.url, 'http://203.0.113.7:8080/ns/c');
  });

  test('gives the initializer the credentials that are linked, by reference', async () => {
    bench.api.create({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'keys', namespace: 'ns' },
      stringData: { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_REGION: 'c', OTHER: 'd' },
    });
    bench.api.create({
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'reader', namespace: 'ns' },
      secrets: [{ name: 'keys' }],
    });
    bench.api.create(
      service('d', {
        model: { uri: 's3://bucket/model/' },
        template: {
          serviceAccountName: 'reader',
          containers: [{ name: 'main', image: 'vllm/vllm-openai:v0.6.3' }],
        },
      }),
    );
    const deployment = await bench.until('a Deployment', () =>
      bench.api.get('deployments.apps', 'ns', 'd-kserve'),
    );
    const { env } = deployment.spec.template.spec.initContainers[0];
    deepEqual(
      env.map(({ name, valueFrom }: Fields) => [name, valueFrom.secretKeyRef.name]),
      [
        ['AWS_ACCESS_KEY_ID', 'keys'],
        ['AWS_SECRET_ACCESS_KEY', 'keys'],
        ['AWS_REGION', 'keys'],
      ],
    );
  });

  test('says so when the service account is missing, the URI unknown, or a base is not there', async () => {
    bench.api.create(
      service('e', { template: { serviceAccountName: 'ghost', containers: [{ name: 'main', image: 'i' }] } }),
    );
    bench.api.create(service('f', { model: { uri: 'ftp://x/y' } }));
    bench.api.create(service('g', { baseRefs: [{ name: 'missing' }] }));
    const message = async (name: string, type: string) =>
      (
        await bench.until(
          `${name} to fail`,
          () => condition(name, type)?.status === 'False' && condition(name, type),
        )
      ).message as string;
    match(
      await message('e', 'MainWorkloadReady'),
      /failed to fetch existing single node main service account ns\/ghost/,
    );
    match(await message('f', 'MainWorkloadReady'), /unsupported schema in model URI: ftp:\/\/x\/y/);
    match(await message('g', 'PresetsCombined'), /"missing" from namespaces \["ns", "kserve"\]/);
    equal(condition('g', 'Ready').status, 'False');
  });

  test('leaves nothing behind that the owner references do not take', async () => {
    bench.api.create(service('h', { router: { gateway: {}, route: {}, scheduler: {} } }));
    const BINDINGS = 'clusterrolebindings.rbac.authorization.k8s.io';
    await bench.until('a binding', () => bench.api.get(BINDINGS, undefined, 'ns-h-epp-auth-rb'));
    const route = await bench.until('a route', () => bench.api.get(ROUTES, 'ns', 'h-kserve-route'));
    equal(route.spec.rules[0].backendRefs[0].name, 'h-inference-pool');
    ok(bench.api.get('deployments.apps', 'ns', 'h-kserve-router-scheduler'));
    ok(bench.api.get('services', 'ns', 'h-epp-service'));
    equal(
      bench.api.get('inferencepools.inference.networking.x-k8s.io', 'ns', 'h-inference-pool')?.spec.selector[
        'kserve.io/component'
      ],
      'workload',
    );
    bench.api.delete(LLM, 'ns', 'h');
    await bench.until('the service to be gone', () => !bench.api.get(LLM, 'ns', 'h'));
    equal(bench.api.get(BINDINGS, undefined, 'ns-h-epp-auth-rb'), undefined);
  });

  test('refuses by name what is not there', () => {
    throws(
      () => bench.api.create(service('x', { router: { ingress: {} } })),
      /spec.router.ingress is not implemented/,
    );
    throws(
      () => bench.api.create(service('x', { template: { containers: [{ name: 'main', imagee: 'i' }] } })),
      /unknown field "spec.template.containers\[0\].imagee"/,
    );
    throws(() => bench.api.create(service('x', { replicas: -1 })), /replicas/);
  });

  test('does nothing while no manager runs, and admits nothing', async () => {
    match(
      bench.log.join('\n'),
      /"logger":"LLMInferenceService.reconcileWorkload","msg":"Reconciling Workload"/,
    );
    match(bench.log.join('\n'), /"msg":"Reconciling Router"/);
    await bench.stopManager();
    throws(() => bench.api.create(service('y')), /failed calling webhook/);
  });
});
