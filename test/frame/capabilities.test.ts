import assert from 'node:assert/strict';
import { test } from 'node:test';
import { detectCapabilities } from '../../support/capabilities/capabilities.ts';
import { unknownToNote } from '../../support/capabilities/unknown.ts';
import { ApiRefusal, type Cluster } from '../../support/cluster/cluster.ts';
import { EnvironmentError } from '../../support/cluster/environment-error.ts';
import { profileVariables } from '../../support/plan/chosen.ts';
import { missingCapability } from '../../support/scenario/skip.ts';
import { loadTarget } from '../../support/settings/load-target.ts';
import type { RunFile } from '../../support/settings/settings.ts';
import { readFeatureFolder } from '../../support/verdict/feature-files.ts';

/** A cluster whose nodes offer so many GPUs; a node of its own, which takes no pods, has eight more. */
const withGpus = (...counts: number[]): Cluster => {
  const node = (count: number, spec: object) => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: `node-${count}` },
    spec,
    status: { allocatable: { 'nvidia.com/gpu': String(count) } },
  });
  const nodes = [...counts.map((count) => node(count, {})), node(8, { unschedulable: true })];
  return {
    list: async ({ kind }: { kind: string }) => (kind === 'Node' ? nodes : []),
    get: async () => undefined,
    serves: async () => false,
    create: async () => ({ status: {} }),
  } as unknown as Cluster;
};

test('a cluster with too few GPUs lacks what larger groups need, and says how many it has', async () => {
  const one = await detectCapabilities(withGpus(1), loadTarget({}));
  assert.equal(missingCapability(['gpu'], one), undefined);
  for (const needs of ['gpus-4', 'gpus-6', 'gpus-8', 'large-model'])
    assert.deepEqual(missingCapability(['gpu', needs], one), {
      needs,
      found: '1 GPU on 1 schedulable nodes',
    });
  const six = await detectCapabilities(withGpus(2, 4), loadTarget({}));
  assert.equal(missingCapability(['gpus-4', 'gpus-6'], six), undefined);
  assert.equal(missingCapability(['gpus-8'], six)?.found, '6 GPUs on 2 schedulable nodes');
});

test('a GPU on nodes that take no pods is none', async () => {
  const none = await detectCapabilities(withGpus(), loadTarget({}));
  assert.equal(missingCapability(['gpu'], none)?.found, 'no GPU on 0 schedulable nodes');
});

/** A cluster that refuses to tell what it serves. */
const refusing = (code: number, reason: string): Cluster =>
  ({
    ...withGpus(1),
    serves: async ({ kind }: { kind: string }) => {
      if (kind !== 'PodMetrics') return false;
      throw new ApiRefusal(code, reason, 'the server said no', [], 'GET /apis/metrics.k8s.io/v1beta1');
    },
  }) as unknown as Cluster;

/** A scenario that needs some capabilities by its tags. */
const needing = (...needs: string[]) => ({
  tags: needs.map((name) => ({ name: `@needs-${name}`, line: 1 })),
  requirementIds: [],
});

/** What a run finds on a cluster whose API of the metrics answers with this code. */
const foundWith = async (code: number): Promise<RunFile> =>
  ({
    settings: { releases: {} },
    capabilities: await detectCapabilities(refusing(code, 'X'), loadTarget({})),
  }) as unknown as RunFile;

test('an answer that is an error is no absence: who needs it has a wrong environment, and the request is named', async () => {
  for (const code of [401, 429, 500, 503]) {
    const runFile = await foundWith(code);
    const said = `metrics-server (GET /apis/metrics.k8s.io/v1beta1: ${code} the server said no)`;
    const isNamed = (error: unknown): boolean =>
      error instanceof EnvironmentError && error.message.includes(`cannot be told: ${said}; look at`);
    assert.throws(() => unknownToNote(runFile, [needing('gpu', 'metrics-server')], []), isNamed);
    assert.throws(() => unknownToNote(runFile, [], ['metrics-server']), isNamed);
  }
});

test('what nobody knows of and nothing selected needs is a note', async () => {
  const runFile = await foundWith(503);
  const lacking = needing('metrics-server', 'gpus-8');
  const notes = unknownToNote(runFile, [needing('gpu'), lacking], ['gpu']);
  assert.deepEqual(notes, [
    'whether the cluster has this cannot be told, and nothing that was selected needs it: metrics-server (GET /apis/metrics.k8s.io/v1beta1: 503 the server said no)',
  ]);
  const missing = missingCapability(['metrics-server', 'gpus-8'], runFile.capabilities);
  assert.equal(missing?.needs, 'gpus-8', 'what it is skipped for is known');
  assert.deepEqual(unknownToNote(await foundWith(404), [needing('metrics-server')], []), []);
});

test('what the API server does not know is absent, and what it does not show is said to be hidden', async () => {
  const of = async (code: number) =>
    (await detectCapabilities(refusing(code, 'X'), loadTarget({})))['metrics-server'];
  assert.deepEqual(await of(404), { present: false, found: 'nothing to look at (the server said no)' });
  assert.deepEqual(await of(403), { present: false, found: 'no right to look (the server said no)' });
});

test('the profile of a sign-off requires what a P0 or P1 scenario needs', async () => {
  const { REQUIRE = '' } = await profileVariables(['--profile', 'signoff']);
  const { scenarios } = await readFeatureFolder('features');
  const needed = scenarios
    .filter(({ priority }) => priority === 'P0' || priority === 'P1')
    .flatMap(({ tags }) => tags.flatMap(({ name }) => /^@needs-(.+)$/.exec(name)?.[1] ?? []));
  const required = REQUIRE.split(',');
  assert.deepEqual(
    [...new Set(needed)].filter((name) => !required.includes(name)),
    [],
  );
});
