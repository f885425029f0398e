import { deepEqual, equal, match, throws } from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Fields, KubeObject } from '../../fixtures/embedded/api-server/api.ts';
import { type Bench, kserveBench } from './harness.ts';

const ISVC = 'inferenceservices.serving.kserve.io';

const runtime: KubeObject = {
  apiVersion: 'serving.kserve.io/v1alpha1',
  kind: 'ServingRuntime',
  metadata: { name: 'r', namespace: 'ns' },
  spec: {
    supportedModelFormats: [{ name: 'vllm', version: '1' }],
    containers: [
      {
        name: 'kserve-container',
        image: 'vllm/vllm-openai:v0.6.3',
        args: ['--port=8080', '--served-model-name={{.Name}}'],
        resources: { requests: { cpu: '2' }, limits: { cpu: '2' } },
      },
    ],
  },
};

const service = (name: string, predictor: Fields = {}): KubeObject => ({
  apiVersion: 'serving.kserve.io/v1beta1',
  kind: 'InferenceService',
  metadata: { name, namespace: 'ns' },
  spec: {
    predictor: {
      model: {
        modelFormat: { name: 'vllm' },
        runtime: 'r',
        storageUri: 'oci://quay.io/opendatahub/opt-125m:latest',
      },
      ...predictor,
    },
  },
});

describe('the controller of plain InferenceServices', () => {
  let bench: Bench;
  const statusOf = (name: string): Fields => bench.api.get(ISVC, 'ns', name)?.status;
  const condition = (name: string, type: string): Fields =>
    statusOf(name)?.conditions?.find((one: Fields) => one.type === type);
  const pod = (name: string, status: Fields): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${name}-pod`,
      namespace: 'ns',
      labels: { 'serving.kserve.io/inferenceservice': name },
    },
    spec: { containers: [{ name: 'kserve-container', image: 'i' }] },
    status,
  });
  const podIs = (name: string, status: Fields) => {
    if (!bench.api.get('pods', 'ns', `${name}-pod`)) bench.api.create(pod(name, {}));
    bench.api.mutateStatus('pods', 'ns', `${name}-pod`, (object) => {
      object.status = { ...object.status, ...status };
    });
  };
  const deploymentIs = (name: string, status: string) =>
    bench.api.mutateStatus('deployments.apps', 'ns', `${name}-predictor`, (object) => {
      object.status = {
        observedGeneration: object.metadata.generation,
        conditions: [{ type: 'Available', status, reason: 'MinimumReplicasUnavailable', message: 'm' }],
      };
    });
  const initializer = (state: Fields) => ({
    initContainerStatuses: [
      { name: 'storage-initializer', state, ready: false, restartCount: 0, image: 'i', imageID: '' },
    ],
  });

  before(async () => {
    bench = await kserveBench();
    await bench.until('the manager to lead', () => bench.log.some((line) => line.includes('acquired lease')));
    bench.api.create(runtime);
  });
  after(() => bench.close());

  test('builds Deployment, Service and autoscaler', async () => {
    bench.api.create(service('a', { minReplicas: 3, maxReplicas: 3 }));
    const deployment = await bench.until('a Deployment', () =>
      bench.api.get('deployments.apps', 'ns', 'a-predictor'),
    );
    const { initContainers, containers } = deployment.spec.template.spec;
    equal(initContainers[0].name, 'storage-initializer');
    deepEqual(containers[0].args, ['--port=8080', '--served-model-name=a']);
    equal(containers[0].readinessProbe.tcpSocket.port, 8080);
    const own = await bench.until('a Service', () => bench.api.get('services', 'ns', 'a-predictor'));
    equal(own.spec.ports[0].port, 80);
    equal(own.spec.ports[0].targetPort, 8080);
    const scaler = await bench.until('an autoscaler', () =>
      bench.api.get('horizontalpodautoscalers.autoscaling', 'ns', 'a-predictor'),
    );
    deepEqual([scaler.spec.minReplicas, scaler.spec.maxReplicas], [3, 3]);
    bench.api.mutate(ISVC, 'ns', 'a', ({ spec }) => {
      spec.predictor.minReplicas = 0;
    });
    await bench.until(
      'a lowest of 1',
      () =>
        bench.api.get('horizontalpodautoscalers.autoscaling', 'ns', 'a-predictor')?.spec.minReplicas === 1,
    );
  });

  test('follows the model from pending to loaded', async () => {
    const states: string[] = [];
    bench.api.watch(ISVC, ({ object }) => {
      const state =
        object.metadata.name === 'b' ? object.status?.modelStatus?.states?.targetModelState : undefined;
      if (state !== undefined && state !== states.at(-1)) states.push(state);
    });
    bench.api.create(service('b'));
    await bench.until('a Deployment', () => bench.api.get('deployments.apps', 'ns', 'b-predictor'));
    equal((await bench.until('conditions', () => condition('b', 'Ready'))).status, 'Unknown');
    podIs('b', initializer({ running: {} }));
    await bench.until('Loading', () => states.includes('Loading'));
    deploymentIs('b', 'True');
    // A watch tells of a state in a later turn than the one in which the API shows it.
    await bench.until('Loaded', () => states.includes('Loaded'));
    deepEqual(states, ['Pending', 'Loading', 'Loaded']);
    equal(condition('b', 'Ready').status, 'True');
    equal(statusOf('b').url, 'http://b-predictor.ns.svc.cluster.local');
  });

  test('says that the download failed', async () => {
    bench.api.create(service('c'));
    await bench.until('a Deployment', () => bench.api.get('deployments.apps', 'ns', 'c-predictor'));
    deploymentIs('c', 'False');
    podIs('c', initializer({ terminated: { exitCode: 1, reason: 'Error', message: 'Failed to pull' } }));
    const ready = await bench.until(
      'the failure',
      () => condition('c', 'Ready')?.reason === 'ModelDownloadFailed' && condition('c', 'Ready'),
    );
    equal(ready.status, 'False');
    match(ready.message, /Failed to pull/);
    equal(statusOf('c').modelStatus.transitionStatus, 'BlockedByFailedLoad');
  });

  test('names a runtime that is missing, and goes on when it is there', async () => {
    const model = {
      modelFormat: { name: 'vllm' },
      runtime: 'later',
      storageUri: 'oci://quay.io/opendatahub/opt-125m:latest',
    };
    bench.api.create(service('d', { model }));
    const ready = await bench.until(
      'the failure',
      () => condition('d', 'Ready')?.status === 'False' && condition('d', 'Ready'),
    );
    equal(ready.message, "ServingRuntime 'later' not found");
    equal(statusOf('d').modelStatus.transitionStatus, 'InvalidSpec');
    bench.api.create({ ...runtime, metadata: { name: 'later', namespace: 'ns' } });
    await bench.until('a Deployment', () => bench.api.get('deployments.apps', 'ns', 'd-predictor'));
  });

  test('refuses what cannot be', () => {
    throws(() => bench.api.create(service('x', { minReplicas: -1 })), /'MinReplicas' cannot be less than 0/);
    throws(
      () => bench.api.create(service('x', { minReplicas: 3, maxReplicas: 2 })),
      /cannot be greater than MaxReplicas/,
    );
    throws(() => bench.api.create(service('1x')), /is invalid/);
    throws(
      () => bench.api.create({ ...service('x'), spec: { ...service('x').spec, transformer: {} } }),
      /spec.transformer is not implemented/,
    );
  });
});
