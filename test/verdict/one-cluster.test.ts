import assert from 'node:assert/strict';
import { test } from 'node:test';
import { identityOfCluster } from '../../support/cluster/cluster-identity.ts';
import { clusterUid } from '../../support/settings/cluster-uid.ts';
import type { RunFile } from '../../support/settings/settings.ts';
import { onOneCluster } from '../../support/verdict/one-cluster.ts';
import { runFile } from './samples/judged.ts';
import { wholeProject } from './samples/whole-project.ts';

const { run: runOf, told } = wholeProject('one-cluster');
const COMMON = { commonRun: '7' };
const SEVERAL =
  /^PARTIAL\n1\nthe runs were on 2 clusters: run r1 on .* uid u1, run r2 on .* uid u2: .* not of one system/;

const two = async (...clusters: readonly (RunFile['cluster'] | undefined)[]): Promise<string> =>
  told(
    await runOf('r1', ['a.feature'], COMMON, { cluster: clusters[0] }),
    await runOf('r2', ['b.feature'], COMMON, { cluster: clusters[1] }),
  );

test('runs on two clusters whose contexts are called the same are not of one system', async () => {
  assert.equal(await two({ uid: 'u1' }, { uid: 'u1' }), 'GO\n0');
  assert.match(await two({ uid: 'u1' }, { uid: 'u2' }), SEVERAL);
});

test('runs between which nodes of another version came are of one system; runs whose nodes are all of another are not', async () => {
  const withNodes = async (...versions: readonly string[]): Promise<string> =>
    told(
      ...(await Promise.all(
        versions.map((kubernetes, index) =>
          runOf(`r${index + 1}`, [index === 0 ? 'a.feature' : 'b.feature'], COMMON, {
            versions: { kubernetes },
          }),
        ),
      )),
    );
  assert.equal(await withNodes('v1.33.2', 'v1.33.2, v1.33.3'), 'GO\n0');
  assert.match(
    await withNodes('v1.33.2', 'v1.34.0'),
    /of kubernetes v1\.34\.0, .* of kubernetes v1\.33\.2: /,
  );
});

test('of runs of which nobody knows the cluster a merge is doubted, and a single run is not', async () => {
  const forbidden = { unknown: 'namespaces "kube-system" is forbidden' };
  assert.match(
    await two({ uid: 'u1' }, forbidden),
    /^PARTIAL\n1\nnobody knows whether the runs are of one cluster: run r2 .*kube-system" is forbidden\); grant/,
  );
  assert.match(
    await two({ uid: 'u1' }, undefined),
    /run r2 does not say which .* \(it is of an earlier suite\)/,
  );
  const files = ['a.feature', 'b.feature'];
  assert.equal(await told(await runOf('r1', files, {}, { cluster: forbidden })), 'GO\n0');
});

test('simulated clusters are made anew for each run, and are not compared', () => {
  const [one, other] = ['u1', 'u2'].map((uid) => ({
    ...runFile({ launcher: 'embedded' }),
    cluster: { uid },
  }));
  assert.ok(one && other);
  assert.deepEqual(onOneCluster([one, other]), { damages: [], doubts: [] });
  assert.equal(clusterUid(one), 'u1');
});

test('a cluster is known by its namespace kube-system, and who may not read that is told why', async () => {
  const answering = (get: () => unknown) => ({ get: async () => get() }) as never;
  assert.deepEqual(await identityOfCluster(answering(() => ({ metadata: { uid: 'u' } }))), { uid: 'u' });
  assert.deepEqual(await identityOfCluster(answering(() => undefined)), {
    unknown: 'it shows no namespace kube-system',
  });
  const refused = answering(() => {
    throw new Error('forbidden');
  });
  assert.deepEqual(await identityOfCluster(refused), { unknown: 'forbidden' });
});
