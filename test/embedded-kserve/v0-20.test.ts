import { deepEqual, equal, match, throws } from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Fields, KubeObject } from '../../fixtures/embedded/api-server/api.ts';
import { v020Dialect } from '../../fixtures/embedded/systems/kserve/dialects/v0-20/v0-20.ts';
import { type Bench, kserveBench } from './harness.ts';

const service = (name: string, more: Fields = {}): KubeObject => ({
  apiVersion: 'serving.kserve.io/v1alpha1',
  kind: 'LLMInferenceService',
  metadata: { name, namespace: 'ns' },
  spec: {
    model: { uri: 'oci://registry.example/model:1', name: 'm' },
    router: { gateway: {}, route: {}, scheduler: {} },
    ...more,
  },
});

const names = (containers: Fields[] = []): string[] => containers.map(({ name }) => name);

describe('KServe in release v0.20', () => {
  let bench: Bench;
  before(async () => {
    bench = await kserveBench(v020Dialect);
  });
  after(() => bench.close());

  test('runs the image of a model beside its server, and makes the stable pool', async () => {
    bench.api.create(service('llm'));
    const deployment = await bench.until('a Deployment', () =>
      bench.api.get('deployments.apps', 'ns', 'llm-kserve'),
    );
    const { spec } = deployment.spec.template;
    deepEqual(names(spec.initContainers), ['modelcar-init']);
    deepEqual(names(spec.containers), ['main', 'modelcar']);
    equal(spec.shareProcessNamespace, true);
    const pool = await bench.until('a pool', () =>
      bench.api.get('inferencepools.inference.networking.k8s.io', 'ns', 'llm-inference-pool'),
    );
    deepEqual(pool.spec.targetPorts, [{ number: 8000 }]);
    equal(pool.spec.selector.matchLabels['app.kubernetes.io/name'], 'llm');
    const status = await bench.until(
      'a status',
      () => bench.api.get('llminferenceservices.serving.kserve.io', 'ns', 'llm')?.status,
    );
    const ready = status.conditions.find(({ type }: Fields) => type === 'Ready');
    deepEqual([ready.status, ready.reason], ['False', 'Progressing']);
  });

  test('has a route whose questions go to the pool and whose rest goes to the Service', async () => {
    const route = await bench.until('a route', () =>
      bench.api.get('httproutes.gateway.networking.k8s.io', 'ns', 'llm-kserve-route'),
    );
    const kinds = (name: string) =>
      route.spec.rules.find((rule: Fields) => rule.name === name).backendRefs.map(({ kind }: Fields) => kind);
    deepEqual(kinds('v1-chat-completions-path'), ['InferencePool']);
    deepEqual(kinds('v1-catch-all-path'), ['Service']);
  });

  test('leaves a rule of an inline route that names no backend without one', async () => {
    const rules = [{ matches: [{ path: { type: 'PathPrefix', value: '/own' } }] }];
    const router = { gateway: {}, route: { http: { spec: { rules } } }, scheduler: {} };
    bench.api.create(service('inline', { router }));
    const route = await bench.until('a route', () =>
      bench.api.get('httproutes.gateway.networking.k8s.io', 'ns', 'inline-kserve-route'),
    );
    deepEqual(route.spec.rules, rules);
  });

  test('stops a service by an annotation, and starts it again without', async () => {
    const LLM = 'llminferenceservices.serving.kserve.io';
    const parts = [
      ['deployments.apps', 'rest-kserve'],
      ['services', 'rest-kserve-workload-svc'],
      ['httproutes.gateway.networking.k8s.io', 'rest-kserve-route'],
      ['deployments.apps', 'rest-kserve-router-scheduler'],
      ['inferencepools.inference.networking.k8s.io', 'rest-inference-pool'],
    ] as const;
    const there = () => parts.filter(([resource, name]) => bench.api.get(resource, 'ns', name)).length;
    const annotate = (value: string) =>
      bench.api.mutate(LLM, 'ns', 'rest', ({ metadata }) => {
        metadata.annotations = { 'serving.kserve.io/stop': value };
      });
    bench.api.create(service('rest'));
    await bench.until('all parts', () => there() === parts.length);
    annotate('true');
    await bench.until('no part', () => there() === 0);
    const conditions: Fields[] = await bench.until('that it rests', () => {
      const { status } = bench.api.get(LLM, 'ns', 'rest') ?? {};
      return status?.conditions?.some(({ reason }: Fields) => reason === 'Stopped') && status.conditions;
    });
    const stopped = conditions.filter(({ type }) => type !== 'PresetsCombined');
    equal(stopped.length, 8);
    for (const one of stopped)
      deepEqual([one.status, one.reason, one.message], ['False', 'Stopped', 'Service is stopped']);
    annotate('false');
    await bench.until('all parts again', () => there() === parts.length);
  });

  test('refuses what it does not simulate by its name', () => {
    for (const [more, what] of [
      [{ prefill: { replicas: 1 } }, 'spec.prefill'],
      [{ scaling: { maxReplicas: 2 } }, 'spec.scaling'],
      [{ router: { scheduler: { replicas: 2 } } }, 'spec.router.scheduler.replicas'],
    ] as const)
      throws(
        () => bench.api.create(service('other', more)),
        ({ code, message }: { code: number; message: string }) =>
          code === 501 && message.startsWith(`${what} is not implemented`),
      );
  });

  test('says in a warning and in no condition that a runtime does not exist', async () => {
    bench.api.create({
      apiVersion: 'serving.kserve.io/v1beta1',
      kind: 'InferenceService',
      metadata: { name: 'plain', namespace: 'ns' },
      spec: { predictor: { model: { modelFormat: { name: 'vllm' }, runtime: 'nothing' } } },
    });
    const status = await bench.until(
      'a status',
      () => bench.api.get('inferenceservices.serving.kserve.io', 'ns', 'plain')?.status,
    );
    equal(status.conditions, undefined);
    equal(status.modelStatus.lastFailureInfo.message, 'Waiting for runtime to become available');
    const event = await bench.until('a warning', () =>
      bench.api
        .list('events', { namespace: 'ns' })
        .find(({ involvedObject }) => involvedObject.name === 'plain'),
    );
    match(event.message, /No ServingRuntimes or ClusterServingRuntimes with the name: nothing/);
  });
});
