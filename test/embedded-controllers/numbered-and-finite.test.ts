import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Fields } from '../../fixtures/embedded/api-server/api.ts';
import { isTrue } from '../../fixtures/embedded/controllers/conditions.ts';
import { makeNamespace, startTestCluster, type TestCluster } from './harness.ts';

let cluster: TestCluster;

before(async () => {
  cluster = startTestCluster();
  await makeNamespace(cluster, 'work');
});
after(() => cluster.stop());

const client = () => cluster.api.as('client');
const pods = (app: string) => cluster.api.list('pods', { namespace: 'work', labelSelector: { app } });
const statefulSet = (name: string, spec: Fields) => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name, namespace: 'work' },
  spec: {
    serviceName: name,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'main', image: 'app:1' }] },
    },
    ...spec,
  },
});

test('a StatefulSet starts its pods one after the other and ends them the other way round', async () => {
  client().create(statefulSet('ordered', { replicas: 3 }));
  let together = false;
  const end = cluster.api.watch('pods', () => {
    const unready = pods('ordered').filter(({ status }) => !isTrue(status, 'Ready'));
    together ||= unready.length > 1;
  });
  const set = () => cluster.api.get('statefulsets.apps', 'work', 'ordered');
  await cluster.until('three ready pods', () => set()?.status?.readyReplicas === 3);
  end();
  assert.equal(together, false);
  assert.deepEqual(
    pods('ordered').map(({ metadata }) => metadata.name),
    ['ordered-0', 'ordered-1', 'ordered-2'],
  );
  assert.equal(pods('ordered')[1]?.metadata.labels?.['apps.kubernetes.io/pod-index'], '1');
  client().mutate('statefulsets.apps', 'work', 'ordered', ({ spec }) => {
    spec.replicas = 1;
  });
  await cluster.until(
    'the first one is left',
    () => pods('ordered').length === 1 && pods('ordered')[0]?.metadata.name === 'ordered-0',
  );
});

test('a new template replaces its pods from the highest number', async () => {
  client().create(statefulSet('updated', { replicas: 2, podManagementPolicy: 'Parallel' }));
  const set = () => cluster.api.get('statefulsets.apps', 'work', 'updated');
  await cluster.until('two ready pods', () => set()?.status?.readyReplicas === 2);
  client().mutate('statefulsets.apps', 'work', 'updated', ({ spec }) => {
    spec.template.spec.containers[0].image = 'app:2';
  });
  await cluster.until('both are new', () => {
    const { currentRevision, updateRevision, updatedReplicas } = set()?.status ?? {};
    return (
      currentRevision === updateRevision &&
      updatedReplicas === 2 &&
      pods('updated').every(({ spec }) => spec.containers[0].image === 'app:2')
    );
  });
});

test('a partition counts from the first number: what lies below it keeps the former template, also when it is made anew', async () => {
  const rollingUpdate = { partition: 1 };
  client().create(
    statefulSet('parted', {
      replicas: 2,
      ordinals: { start: 5 },
      podManagementPolicy: 'Parallel',
      updateStrategy: { type: 'RollingUpdate', rollingUpdate },
    }),
  );
  const images = () =>
    pods('parted').map(({ metadata, spec }) => `${metadata.name} ${spec.containers[0].image}`);
  const ready = () => cluster.api.get('statefulsets.apps', 'work', 'parted')?.status?.readyReplicas === 2;
  await cluster.until('two ready pods', ready);
  client().mutate('statefulsets.apps', 'work', 'parted', ({ spec }) => {
    spec.template.spec.containers[0].image = 'app:2';
  });
  await cluster.until('the second is new', () => ready() && images()[1] === 'parted-6 app:2');
  const { uid } = pods('parted')[0]?.metadata ?? {};
  client().delete('pods', 'work', 'parted-5');
  await cluster.until('the first is made anew', () => ready() && pods('parted')[0]?.metadata.uid !== uid);
  assert.deepEqual(images(), ['parted-5 app:1', 'parted-6 app:2']);
});

test('its claims are bound to new volumes, and outlive it', async () => {
  const claim = {
    metadata: { name: 'data' },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  };
  client().create(statefulSet('stored', { replicas: 1, volumeClaimTemplates: [claim] }));
  await cluster.until(
    'a ready pod',
    () => cluster.api.get('statefulsets.apps', 'work', 'stored')?.status?.readyReplicas === 1,
  );
  const stored = cluster.api.get('persistentvolumeclaims', 'work', 'data-stored-0');
  assert.equal(stored?.status.phase, 'Bound');
  const volume = stored?.spec.volumeName;
  client().delete('persistentvolumeclaims', 'work', 'data-stored-0');
  await cluster.until('the volume is gone', () => !cluster.api.get('persistentvolumes', undefined, volume));
});

test('a Job ends with its completions, another with its failures', async () => {
  const job = (name: string, spec: Fields) => ({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace: 'work' },
    spec: {
      template: {
        metadata: { labels: { app: name } },
        spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'app:1' }] },
      },
      ...spec,
    },
  });
  const finish = async (app: string, phase: string, count: number) => {
    const done = new Set<string>();
    await cluster.until(`${count} pods of ${app}`, () => {
      for (const { metadata, status } of pods(app)) {
        if (status?.phase !== 'Running' || done.has(metadata.name)) continue;
        done.add(metadata.name);
        cluster.api.as('kubelet').mutateStatus('pods', 'work', metadata.name, (pod) => {
          pod.status.phase = phase;
        });
      }
      return done.size >= count;
    });
  };
  client().create(job('good', { completions: 3, parallelism: 2 }));
  await finish('good', 'Succeeded', 3);
  const good = () => cluster.api.get('jobs.batch', 'work', 'good');
  await cluster.until('Complete', () => isTrue(good()?.status, 'Complete'));
  assert.equal(good()?.status.succeeded, 3);
  assert.equal(pods('good')[0]?.metadata.labels?.['batch.kubernetes.io/job-name'], 'good');
  client().create(job('bad', { backoffLimit: 1 }));
  await finish('bad', 'Failed', 2);
  await cluster.until('Failed', () => isTrue(cluster.api.get('jobs.batch', 'work', 'bad')?.status, 'Failed'));
});
