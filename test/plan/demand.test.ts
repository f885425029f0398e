import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { bytesText, quantityOf } from '../../support/amounts/quantity.ts';
import { demandOf } from '../../support/plan/demand.ts';
import { demandText } from '../../support/plan/demand-text.ts';

const CONTAINERS =
  'containers: [{name: main, resources: {requests: {cpu: 500m}, limits: {cpu: "2", memory: 8Gi, nvidia.com/gpu: "1"}}}]';
const demand = (kind: string, spec: string, others: string[] = []) =>
  demandText(
    demandOf(
      anObject(kind, 'x', spec),
      others.map((it) => anObject('ServingRuntime', 'runtime', it)),
    ),
  );
const anObject = (kind: string, name: string, spec: string) => ({
  apiVersion: 'v1',
  kind,
  metadata: { name },
  spec: parse(spec) as object,
});

describe('what a manifest asks for', () => {
  test('requests win over limits, replicas multiply, prefill adds', () => {
    const spec = `{replicas: 3, template: {${CONTAINERS}}}`;
    assert.equal(demand('LLMInferenceService', spec), '3 pods, 1.5 CPUs, 24 GiB, 3 GPUs');
    const both = `{replicas: 1, template: {${CONTAINERS}}, prefill: {replicas: 2, template: {${CONTAINERS}}}}`;
    assert.equal(demand('LLMInferenceService', both), '3 pods, 1.5 CPUs, 24 GiB, 3 GPUs');
  });

  test('a workload over several nodes has a leader and workers', () => {
    const multi = `{replicas: 2, template: {${CONTAINERS}}, worker: {${CONTAINERS}}, parallelism: {data: 8, dataLocal: 2}}`;
    assert.equal(demand('LLMInferenceService', multi), '8 pods, 4 CPUs, 64 GiB, 8 GPUs');
    const pipeline = `{template: {${CONTAINERS}}, worker: {${CONTAINERS}}, parallelism: {pipeline: 3}}`;
    assert.equal(demand('LLMInferenceService', pipeline), '3 pods, 1.5 CPUs, 24 GiB, 3 GPUs');
  });

  test('workers that are counted and have a template are those of the document', () => {
    const counted = (more: string, parallelism: string) =>
      demand(
        'LLMInferenceService',
        `{replicas: 2, template: {${CONTAINERS}}, worker: {${more}template: {${CONTAINERS}}}, parallelism: {${parallelism}}}`,
      );
    assert.equal(counted('replicas: 3, ', 'tensor: 4'), '8 pods, 4 CPUs, 64 GiB, 8 GPUs');
    assert.equal(counted('', 'tensor: 4'), '8 pods, 4 CPUs, 64 GiB, 8 GPUs', 'the tensor degree counts them');
    assert.equal(
      counted('', 'data: 6, dataLocal: 3'),
      '6 pods, 3 CPUs, 48 GiB, 6 GPUs',
      'so does the local data degree',
    );
    assert.equal(counted('replicas: 0, ', 'tensor: 1'), '2 pods, 1 CPU, 16 GiB, 2 GPUs');
  });

  test('an inference service takes the containers of its runtime, unless it says its own', () => {
    const spec = '{predictor: {minReplicas: 3, model: {runtime: runtime}}}';
    assert.equal(demand('InferenceService', spec, [`{${CONTAINERS}}`]), '3 pods, 1.5 CPUs, 24 GiB, 3 GPUs');
    const own = '{predictor: {model: {runtime: runtime, resources: {limits: {memory: 1Gi}}}}}';
    assert.equal(demand('InferenceService', own, [`{${CONTAINERS}}`]), '1 pod, 0 CPUs, 1 GiB, no GPU');
  });

  test('other kinds ask for nothing', () => {
    assert.equal(demand('Secret', '{}'), '0 pods, 0 CPUs, 0 MiB, no GPU');
  });
});

test('quantities are read as Kubernetes writes them', () => {
  assert.deepEqual(['2', '500m', '8Gi', '1k', '1.5Mi'].map(quantityOf), [
    2,
    0.5,
    8 * 2 ** 30,
    1000,
    1.5 * 2 ** 20,
  ]);
  assert.throws(() => quantityOf('8 gigs'), /"8 gigs" is no quantity: write 2, 500m or 8Gi/);
  assert.equal(bytesText(512 * 2 ** 20), '512 MiB');
});
