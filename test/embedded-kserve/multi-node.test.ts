import { deepEqual, equal, ok } from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Fields, KubeObject } from '../../fixtures/embedded/api-server/api.ts';
import { type Bench, kserveBench } from './harness.ts';

const LLM = 'llminferenceservices.serving.kserve.io';
const SETS = 'leaderworkersets.leaderworkerset.x-k8s.io';

const pod = { containers: [{ name: 'main', image: 'vllm/vllm-openai:v0.6.3' }] };
const service = (name: string, spec: Fields): KubeObject => ({
  apiVersion: 'serving.kserve.io/v1alpha1',
  kind: 'LLMInferenceService',
  metadata: { name, namespace: 'ns' },
  spec: {
    model: { uri: 'oci://quay.io/opendatahub/opt-125m:latest', name: 'opt' },
    template: pod,
    worker: { replicas: 1, template: pod },
    ...spec,
  },
});

describe('services with workers', () => {
  let bench: Bench;
  const set = (name: string) => bench.until(`set ${name}`, () => bench.api.get(SETS, 'ns', name));
  const available = (name: string) =>
    bench.api.mutateStatus(SETS, 'ns', name, (object) => {
      object.status = {
        observedGeneration: object.metadata.generation,
        conditions: [{ type: 'Available', status: 'True', reason: 'AllGroupsReady', message: '' }],
      };
    });
  const workload = (name: string): Fields =>
    bench.api
      .get(LLM, 'ns', name)
      ?.status?.conditions?.find(({ type }: Fields) => type === 'MainWorkloadReady');

  before(async () => {
    bench = await kserveBench();
    await bench.until('the manager to lead', () => bench.log.some((line) => line.includes('acquired lease')));
  });
  after(() => bench.close());

  test('tensor parallelism is one set whose pods know their place', async () => {
    bench.api.create(service('tp', { replicas: 2, parallelism: { tensor: 2 } }));
    const { spec } = await set('tp-kserve');
    equal(spec.replicas, 2);
    const { size, restartPolicy, leaderTemplate, workerTemplate } = spec.leaderWorkerTemplate;
    deepEqual([size, restartPolicy], [2, 'RecreateGroupOnPodRestart']);
    const variable = (template: Fields, name: string) =>
      template.spec.containers[0].env.find((one: Fields) => one.name === name)?.value;
    equal(variable(leaderTemplate, 'VLLM_WORKER_ADDRESSES'), '$(POD_NAME)-1.tp-kserve.$(POD_NAMESPACE)');
    equal(variable(workerTemplate, 'VLLM_LEADER_ADDRESS'), '$(LWS_LEADER_ADDRESS)');
    ok(leaderTemplate.spec.containers[0].command.includes('--port'));
    ok(!workerTemplate.spec.containers[0].command.includes('--port'));
    const leads = await bench.until('a Service', () =>
      bench.api.get('services', 'ns', 'tp-kserve-workload-svc'),
    );
    equal(leads.spec.selector['leaderworkerset.sigs.k8s.io/worker-index'], '0');
    available('tp-kserve');
    await bench.until('a ready workload', () => workload('tp')?.status === 'True');
  });

  test('data parallelism is a set for each replica; all of them must be there', async () => {
    bench.api.create(service('dp', { replicas: 2, parallelism: { data: 4, dataLocal: 2 } }));
    for (const name of ['dp-kserve-0', 'dp-kserve-1']) equal((await set(name)).spec.replicas, 1);
    available('dp-kserve-0');
    await bench.until('a word on the other one', () => workload('dp')?.message?.includes('dp-kserve-1'));
    available('dp-kserve-1');
    await bench.until('a ready workload', () => workload('dp')?.status === 'True');
  });

  test('a service that loses its workers loses its sets', async () => {
    bench.api.create(service('was', { parallelism: { tensor: 2 } }));
    await set('was-kserve');
    bench.api.mutate(LLM, 'ns', 'was', ({ spec }) => {
      delete spec.worker;
    });
    await bench.until('a Deployment', () => bench.api.get('deployments.apps', 'ns', 'was-kserve'));
    await bench.until('no set', () => !bench.api.get(SETS, 'ns', 'was-kserve'));
  });
});
