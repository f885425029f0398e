import { deepEqual, equal, match } from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Fields, KubeObject } from '../../fixtures/embedded/api-server/api.ts';
import { defectsOf } from '../../fixtures/embedded/defects/defect.ts';
import { DEFAULT_DIALECT } from '../../fixtures/embedded/systems/kserve/dialects/dialects.ts';
import { combine } from '../../fixtures/embedded/systems/kserve/llm/combine.ts';
import { type Bench, kserveBench } from './harness.ts';

const LLM = 'llminferenceservices.serving.kserve.io';
const apiVersion = 'serving.kserve.io/v1alpha1';

const config = (name: string, main: Fields, more: Fields = {}): KubeObject => ({
  apiVersion,
  kind: 'LLMInferenceServiceConfig',
  metadata: { name, namespace: 'ns' },
  spec: { ...more, template: { containers: [{ name: 'main', ...main }] } },
});

const service = (name: string, bases: string[], main?: Fields): KubeObject => ({
  apiVersion,
  kind: 'LLMInferenceService',
  metadata: { name, namespace: 'ns', labels: { team: 'red' } },
  spec: {
    baseRefs: bases.map((base) => ({ name: base })),
    model: { uri: 'oci://quay.io/opendatahub/opt-125m:latest' },
    ...(main && { template: { containers: [{ name: 'main', ...main }] } }),
  },
});

describe('an LLM service on base configurations', () => {
  let bench: Bench;
  const deployment = (name: string) => bench.api.get('deployments.apps', 'ns', `${name}-kserve`);
  const main = (name: string): Fields => deployment(name)?.spec.template.spec.containers[0];
  const combined = (name: string): Fields =>
    bench.api
      .get(LLM, 'ns', name)
      ?.status?.conditions?.find(({ type }: Fields) => type === 'PresetsCombined');

  before(async () => {
    bench = await kserveBench();
    await bench.until('the manager to lead', () => bench.log.some((line) => line.includes('acquired lease')));
  });
  after(() => bench.close());

  test('gets what they say, later ones winning and its own spec above all', async () => {
    const requests = { cpu: '4', memory: '16Gi' };
    bench.api.create(config('lower', { image: 'one', args: ['--a', '--b'], resources: { requests } }));
    bench.api.create(config('upper', { image: 'two' }));
    bench.api.create(service('merged', ['lower', 'upper'], { resources: { requests: { cpu: '2' } } }));
    const { image, args, resources } = await bench.until('a Deployment', () => main('merged'));
    deepEqual([image, args, resources.requests], ['two', ['--a', '--b'], { cpu: '2', memory: '16Gi' }]);
  });

  test('is told which configuration is missing and which there are, and recovers when it comes', async () => {
    bench.api.create(service('early', ['late']));
    const { status, reason, message } = await bench.until('a condition', () =>
      combined('early')?.status === 'False' ? combined('early') : undefined,
    );
    deepEqual([status, reason], ['False', 'CombineBaseError']);
    match(
      message,
      /^failed to combine base-configurations: failed to get LLMInferenceServiceConfig "late" from namespaces \["ns", "kserve"\]: .* not found; available: .*lower, upper in namespace ns; kserve-config-llm-[\w-]+, .* in namespace kserve$/,
    );
    equal(deployment('early'), undefined);
    bench.api.create(config('late', { image: 'late' }));
    await bench.until('a Deployment', () => main('early')?.image === 'late');
  });

  test('follows a change of its configuration', async () => {
    bench.api.create(config('changing', { args: ['--old'] }));
    bench.api.create(service('follower', ['changing']));
    await bench.until('a Deployment', () => main('follower'));
    bench.api.mutate('llminferenceserviceconfigs.serving.kserve.io', 'ns', 'changing', ({ spec }) => {
      spec.template.containers[0].args = ['--new'];
    });
    await bench.until('the new argument', () => main('follower')?.args[0] === '--new');
  });

  test('follows a change of the operator’s configuration', async () => {
    bench.api.create(service('operated', []));
    await bench.until('a Deployment', () => main('operated'));
    bench.api.mutate('configmaps', 'kserve', 'inferenceservice-config', (object) => {
      object.data.storageInitializer = JSON.stringify({ image: 'other', memoryRequest: '77Mi' });
    });
    const [initializer] = await bench.until('another initializer', () => {
      const containers = deployment('operated')?.spec.template.spec.initContainers;
      return containers?.[0].image === 'other' ? containers : undefined;
    });
    equal(initializer.resources.requests.memory, '77Mi');
  });

  test('has fields, labels and ChildName filled in, also of what only the service says', async () => {
    const args = ['{{.Name}}', '{{ .Labels.team }}', '{{ .Spec.Model.URI }}', '{{ ChildName .Name "-x" }}'];
    bench.api.create(config('templated', { args }));
    bench.api.create(service('filled', ['templated']));
    const { args: filled } = await bench.until('a Deployment', () => main('filled'));
    deepEqual(filled, ['filled', 'red', 'oci://quay.io/opendatahub/opt-125m:latest', 'filled-x']);
  });

  test('is told which configuration holds an unknown variable, and gets no Deployment', async () => {
    bench.api.create(config('wrong', { args: ['{{ .Spec.Nothing }}'] }));
    bench.api.create(service('unfilled', ['lower', 'wrong']));
    const { message } = await bench.until('a condition', () =>
      combined('unfilled')?.status === 'False' ? combined('unfilled') : undefined,
    );
    match(message, /^failed to combine base-configurations: LLMInferenceServiceConfig "wrong": .*"Nothing"$/);
    equal(deployment('unfilled'), undefined);
  });

  test('with the defect of unfilled templates keeps the text of its configurations only', () => {
    const unfilled = defectsOf([
      { id: 'x', title: '', checks: [], disables: ['templates-of-base-configurations'] },
    ]);
    const spec = combine(bench.api, DEFAULT_DIALECT, service('literal', ['templated']), unfilled);
    equal(spec.template.containers[0].args[0], '{{.Name}}');
    equal(spec.model.name, 'literal');
  });
});
