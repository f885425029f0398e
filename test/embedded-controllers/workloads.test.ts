import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findCondition } from '../../fixtures/embedded/controllers/conditions.ts';
import { deployment, makeNamespace, startTestCluster, type TestCluster } from './harness.ts';

let cluster: TestCluster;

before(async () => {
  cluster = startTestCluster({
    health: ({ metadata }) => (metadata.labels?.app === 'sick' ? 'running' : 'ready'),
  });
  await makeNamespace(cluster, 'work');
});
after(() => cluster.stop());

const get = (name: string) => cluster.api.get('deployments.apps', 'work', name);
const pods = (app: string) => cluster.api.list('pods', { namespace: 'work', labelSelector: { app } });
const complete = (name: string, replicas: number) => {
  const object = get(name);
  const status = object?.status;
  return (
    status?.availableReplicas === replicas &&
    status.updatedReplicas === replicas &&
    status.replicas === replicas &&
    status.observedGeneration === object?.metadata.generation &&
    object
  );
};

test('a Deployment makes a ReplicaSet and its pods, and says that it is available', async () => {
  cluster.api.as('client').create(deployment('web', 'work', 3));
  const done = await cluster.until('three available pods', () => complete('web', 3));
  assert.equal(done.metadata.annotations?.['deployment.kubernetes.io/revision'], '1');
  assert.equal(findCondition(done.status, 'Available')?.status, 'True');
  await cluster.until(
    'NewReplicaSetAvailable',
    () => findCondition(get('web')?.status, 'Progressing')?.reason === 'NewReplicaSetAvailable',
  );
  const [set] = cluster.api.list('replicasets.apps', { namespace: 'work' });
  assert.match(set?.metadata.name ?? '', /^web-[bcdfghjklmnpqrstvwxz2456789]+$/);
  assert.equal(set?.metadata.ownerReferences?.[0]?.name, 'web');
  const events = cluster.api
    .list('events', { namespace: 'work' })
    .map(({ reason, source }) => `${source.component} ${reason}`);
  assert.ok(events.includes('deployment-controller ScalingReplicaSet'));
  assert.ok(events.includes('replicaset-controller SuccessfulCreate'));
  assert.ok(events.includes('default-scheduler Scheduled'));
});

test('a new template rolls without falling below what must be available', async () => {
  cluster.api.as('client').create(deployment('rolling', 'work', 4));
  await cluster.until('four pods', () => complete('rolling', 4));
  let fewest = 4;
  const end = cluster.api.watch('deployments.apps', ({ object }) => {
    if (object.metadata.name === 'rolling') fewest = Math.min(fewest, object.status?.availableReplicas ?? 0);
  });
  fewest = 4;
  cluster.api.as('client').mutate('deployments.apps', 'work', 'rolling', ({ spec }) => {
    spec.template.spec.containers[0].image = 'app:2';
  });
  const done = await cluster.until('the new template everywhere', () => complete('rolling', 4));
  end();
  assert.equal(done.metadata.annotations?.['deployment.kubernetes.io/revision'], '2');
  assert.ok(fewest >= 3, `only ${fewest} of 4 were available`);
  await cluster.until('only new pods', () =>
    pods('rolling').every(({ spec }) => spec.containers[0].image === 'app:2'),
  );
});

test('Recreate ends every old pod before a new one starts', async () => {
  const object = deployment('recreate', 'work', 2);
  object.spec.strategy = { type: 'Recreate' };
  cluster.api.as('client').create(object);
  await cluster.until('two pods', () => complete('recreate', 2));
  let mixed = false;
  const end = cluster.api.watch('pods', () => {
    mixed ||= new Set(pods('recreate').map(({ spec }) => spec.containers[0].image)).size > 1;
  });
  cluster.api.as('client').mutate('deployments.apps', 'work', 'recreate', ({ spec }) => {
    spec.template.spec.containers[0].image = 'app:2';
  });
  await cluster.until('two new pods', () => {
    const images = pods('recreate').map(({ spec }) => spec.containers[0].image);
    return images.length === 2 && images.every((image) => image === 'app:2');
  });
  end();
  assert.equal(mixed, false);
});

test('a deleted pod is replaced, and scaling down removes pods', async () => {
  cluster.api.as('client').create(deployment('scaled', 'work', 3));
  await cluster.until('three pods', () => complete('scaled', 3));
  const victim = pods('scaled')[0]?.metadata.name ?? '';
  cluster.api.as('client').delete('pods', 'work', victim);
  await cluster.until(
    'a replacement',
    () =>
      complete('scaled', 3) &&
      pods('scaled').length === 3 &&
      pods('scaled').every(({ metadata }) => metadata.name !== victim),
  );
  cluster.api.as('client').mutate('deployments.apps/scale', 'work', 'scaled', ({ spec }) => {
    spec.replicas = 1;
  });
  await cluster.until('one pod', () => complete('scaled', 1) && pods('scaled').length === 1);
  assert.equal(
    cluster.api
      .list('replicasets.apps', { namespace: 'work' })
      .filter(({ metadata }) => metadata.name.startsWith('scaled-')).length,
    1,
  );
});

test('a rollout without progress exceeds its deadline', async () => {
  const object = deployment('sick', 'work', 1);
  object.spec.progressDeadlineSeconds = 30;
  cluster.api.as('client').create(object);
  await cluster.until(
    'ProgressDeadlineExceeded',
    () => findCondition(get('sick')?.status, 'Progressing')?.reason === 'ProgressDeadlineExceeded',
  );
  assert.equal(findCondition(get('sick')?.status, 'Available')?.reason, 'MinimumReplicasUnavailable');
});

test('pods of a missing ServiceAccount are refused, and everybody hears why', async () => {
  const object = deployment('orphan', 'work', 1);
  object.spec.template.spec.serviceAccountName = 'nobody';
  cluster.api.as('client').create(object);
  const failure = await cluster.until('ReplicaFailure', () =>
    findCondition(get('orphan')?.status, 'ReplicaFailure'),
  );
  assert.match(
    failure.message,
    /error looking up service account work\/nobody: serviceaccount "nobody" not found/,
  );
  const event = cluster.api
    .list('events', { namespace: 'work' })
    .find(({ reason }) => reason === 'FailedCreate');
  assert.match(event?.message ?? '', /^Error creating: pods "orphan-.*-" is forbidden/);
  cluster.api
    .as('client')
    .create({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'nobody', namespace: 'work' } });
  await cluster.until(
    'recovery',
    () => complete('orphan', 1) && !findCondition(get('orphan')?.status, 'ReplicaFailure'),
  );
});

test('a pod that fits nowhere says why, and is bound when room appears', async () => {
  const object = deployment('greedy', 'work', 1);
  object.spec.template.spec.containers[0].resources = { limits: { 'nvidia.com/gpu': '16' } };
  cluster.api.as('client').create(object);
  const pod = await cluster.until('Unschedulable', () =>
    pods('greedy').find(({ status }) => findCondition(status, 'PodScheduled')?.reason === 'Unschedulable'),
  );
  assert.equal(
    findCondition(pod.status, 'PodScheduled')?.message,
    '0/9 nodes are available: 9 Insufficient nvidia.com/gpu. preemption: 0/9 nodes are available: 9 Preemption is not helpful for scheduling.',
  );
  cluster.api.as('kubelet').mutateStatus('nodes', undefined, 'gpu-1', ({ status }) => {
    status.allocatable['nvidia.com/gpu'] = '16';
  });
  await cluster.until('bound', () => pods('greedy').some(({ spec }) => spec.nodeName === 'gpu-1'));
});
