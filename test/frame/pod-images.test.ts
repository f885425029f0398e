import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import type { SignOff } from '../../support/signoff/sign-off.ts';
import type { Statement } from '../../support/signoff/statement.ts';
import { command, idOf } from '../run/project.ts';
import { apiServer } from './api-server.ts';
import { Sandbox, STEPS } from './sandbox.ts';

const FEATURE = `@kserve @basic
Feature: Images

  @RK-001 @P0
  Scenario: Its pods run and go
    Given pods of my own run "vllm/vllm-openai:v1" and are deleted
    Then it holds

  @RK-001 @P0
  Scenario: It shares a pod
    Given the shared pod "shared" runs "ghcr.io/llm-d/scheduler:v1"
    Then it holds

  @RK-001 @P0
  Scenario: It shares it as well
    Given the shared pod "shared" runs "ghcr.io/llm-d/scheduler:v1"
    Then it does not hold
`;

const MORE = `
const podOf = (name, namespace, image) => ({
  apiVersion: 'v1', kind: 'Pod',
  metadata: { name, namespace, labels: { 'app.kubernetes.io/component': 'workload' } },
  spec: { initContainers: [{ name: 'init', image: 'kserve/storage-initializer:v1' }], containers: [{ name: 'main', image }] },
});
const runs = (world, reference) => world.cluster.waitForObject('it runs', reference,
  (pod) => (pod?.status?.containerStatuses ? { met: true } : { met: false, seen: 'none' }), { limit: minutes(60) });
Given('pods of my own run {string} and are deleted', async function (image) {
  const namespace = await this.ownNamespace();
  for (const name of ['a', 'b']) {
    const pod = podOf(name, namespace, image);
    await this.cluster.create(pod);
    const reference = { apiVersion: 'v1', kind: 'Pod', namespace, name };
    // Nobody watches pods for this step: it asks again and again.
    while (!(await this.cluster.get(reference))?.status?.containerStatuses) await new Promise((again) => setTimeout(again, 20));
    await this.cluster.delete(reference, { gracePeriodSeconds: 0 });
  }
});
Given('the shared pod {string} runs {string}', async function (name, image) {
  const namespace = await this.sharedNamespace();
  await this.shared({
    name,
    create: () => this.cluster.create(podOf(name, namespace, image)),
    ready: () => runs(this, { apiVersion: 'v1', kind: 'Pod', namespace, name }),
  });
});
`;

const hex = (digit: string): string => digit.repeat(64);
const IDS: Readonly<Record<string, string>> = {
  'vllm/vllm-openai:v1': `docker.io/vllm/vllm-openai@sha256:${hex('a')}`,
  'ghcr.io/llm-d/scheduler:v1': `docker-pullable://ghcr.io/llm-d/scheduler@sha256:${hex('b')}`,
};

interface Container {
  name: string;
  image: string;
}

/** A kubelet that runs every pod at once; the init image has another digest in each pod. */
function kubelet({ others }: Awaited<ReturnType<typeof apiServer>>): () => void {
  let pods = 0;
  return others.watch('pods', ({ type, object: { metadata, spec } }) => {
    if (type !== 'ADDED') return;
    const init = String(pods % 2);
    pods += 1;
    others.mutateStatus('pods', metadata.namespace, metadata.name, (pod) => {
      const shown = (imageID: (image: string) => string) => (containers: Container[]) =>
        containers.map(({ name, image }) => ({
          name,
          image,
          imageID: imageID(image),
          state: { running: {} },
        }));
      pod.status = {
        ...pod.status,
        initContainerStatuses: shown(() => `docker.io/kserve/storage-initializer@sha256:${hex(init)}`)(
          spec.initContainers,
        ),
        containerStatuses: shown((image) => IDS[image] ?? '')(spec.containers),
      };
    });
  });
}

async function project(t: TestContext) {
  const server = await apiServer(t, { kserve: true });
  t.after(kubelet(server));
  const sandbox = new Sandbox(t, {
    'features/a.feature': FEATURE,
    'step-definitions/x.steps.ts': STEPS,
    'step-definitions/y.steps.ts': `${STEPS.split('\n')
      .filter((line) => line.startsWith('import'))
      .join('\n')}${MORE}`,
  });
  return { server, sandbox };
}

it('notes the images of the pods that scenarios use, also of those that are gone, and tells who failed all the same', async (t) => {
  const { server, sandbox } = await project(t);
  const { code, output } = await sandbox.run([], { ...server.env, PARALLEL: '2' });
  assert.equal(code, 1, output);
  const signOff = JSON.parse(sandbox.read(`reports/runs/${idOf(output)}/signoff.json`)) as SignOff;
  const images = signOff.images.filter(({ pods }) => pods !== undefined);
  assert.deepEqual(
    images.map(({ tag, name, sha256, where, pods }) => [tag, name, sha256?.slice(0, 2), where, pods]),
    [
      ['ghcr.io/llm-d/scheduler:v1', 'ghcr.io/llm-d/scheduler', 'bb', 'main of workload', 1],
      ['kserve/storage-initializer:v1', 'docker.io/kserve/storage-initializer', '00', 'init of workload', 2],
      ['kserve/storage-initializer:v1', 'docker.io/kserve/storage-initializer', '11', 'init of workload', 1],
      ['vllm/vllm-openai:v1', 'docker.io/vllm/vllm-openai', 'aa', 'main of workload', 2],
    ],
  );
  const { subject } = JSON.parse(
    sandbox.read(`reports/runs/${idOf(output)}/signoff.intoto.json`),
  ) as Statement;
  assert.deepEqual(subject.map(({ name }) => name).sort(), [
    'docker.io/kserve/storage-initializer (init of workload, 000000000000)',
    'docker.io/kserve/storage-initializer (init of workload, 111111111111)',
    'docker.io/vllm/vllm-openai',
    'ghcr.io/llm-d/scheduler',
  ]);
  const moved = `kserve/storage-initializer:v1 was 2 different images: sha256:${hex('0')} in 2 pods, sha256:${hex('1')} in 1 pod; the verdicts are about all of them`;
  assert.ok(signOff.notes.includes(moved), signOff.notes.join('\n'));
  assert.ok(output.includes(moved), output);
  const rerun = await sandbox.run([], { ...server.env, RERUN: idOf(output) });
  assert.equal(rerun.code, 1, rerun.output);
  const again = JSON.parse(sandbox.read(`reports/runs/${idOf(rerun.output)}/signoff.json`)) as SignOff;
  const scheduler = again.images.find(({ tag }) => tag === 'ghcr.io/llm-d/scheduler:v1');
  assert.equal(scheduler?.pods, 2, 'the repeat has a pod of its own');
  const vllm = again.images.find(({ tag }) => tag === 'vllm/vllm-openai:v1');
  assert.equal(vllm?.pods, 2, 'what only the first run used is not lost');
});

it('tells which images of pods are others than in another run', async (t) => {
  const { server, sandbox } = await project(t);
  const first = await sandbox.run(['--name', 'It shares a pod'], server.env);
  Object.assign(IDS, { 'ghcr.io/llm-d/scheduler:v1': `ghcr.io/llm-d/scheduler@sha256:${hex('c')}` });
  const second = await sandbox.run([], server.env);
  const { output } = await command(sandbox, 'compare', idOf(first.output), idOf(second.output));
  assert.ok(
    output.includes(
      `Image ghcr.io/llm-d/scheduler  ghcr.io/llm-d/scheduler:v1 sha256:${hex('b')} → ghcr.io/llm-d/scheduler:v1 sha256:${hex('c')}`,
    ),
    output,
  );
  assert.ok(!output.includes('Image vllm/vllm-openai'), 'what only one of them was asked for is no change');
});
