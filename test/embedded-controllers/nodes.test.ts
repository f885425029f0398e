import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findCondition } from '../../fixtures/embedded/controllers/conditions.ts';
import { deployment, makeNamespace, startTestCluster, type TestCluster } from './harness.ts';

let cluster: TestCluster;

const silence = {
  id: 'kubelets-cut-off',
  title: 'no kubelet is heard of',
  checks: [],
  disables: ['node-heartbeat'],
};

before(async () => {
  cluster = startTestCluster({ defects: [silence] });
  await makeNamespace(cluster, 'lost');
});
after(() => cluster.stop());

test('a node that is not heard of for 40 s turns Unknown, and takes no new pods', async () => {
  const registered = cluster.cluster.clock.millis();
  const node = await cluster.until('the node is given up', () => {
    const found = cluster.api.get('nodes', undefined, 'gpu-1');
    return findCondition(found?.status, 'Ready')?.status === 'Unknown' && found;
  });
  assert.ok(cluster.cluster.clock.millis() - registered > 30_000);
  assert.equal(findCondition(node.status, 'Ready')?.reason, 'NodeStatusUnknown');
  assert.deepEqual(
    node.spec.taints.map(({ effect }: { effect: string }) => effect),
    ['NoSchedule', 'NoExecute'],
  );
  await cluster.until('all are given up', () =>
    cluster.api.list('nodes').every(({ spec }) => spec.taints?.length === 2),
  );
  cluster.api.as('client').create(deployment('late', 'lost', 1));
  const pod = await cluster.until('the pod is judged', () =>
    cluster.api
      .list('pods', { namespace: 'lost' })
      .find(({ status }) => findCondition(status, 'PodScheduled')?.reason === 'Unschedulable'),
  );
  assert.equal(
    findCondition(pod.status, 'PodScheduled')?.message,
    '0/9 nodes are available: 9 node(s) had untolerated taint {node.kubernetes.io/unreachable: }. preemption: 0/9 nodes are available: 9 Preemption is not helpful for scheduling.',
  );
});
