import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ApiRefusal } from '../../support/cluster/cluster.ts';
import { whyItStays } from '../../support/cluster/deletion.ts';
import { acquireAlone } from '../../support/cluster/exclusive.ts';
import { RunLease } from '../../support/cluster/lease.ts';
import { returnToPool, takeFromPool } from '../../support/cluster/namespace-pool.ts';
import {
  createNamespace,
  deleteNamespace,
  keepNamespace,
  namespaceName,
  namespacesGone,
} from '../../support/cluster/namespaces.ts';
import { sweepRun, sweepStale } from '../../support/cluster/sweep.ts';
import { redact } from '../../support/redaction/redact.ts';
import { minutes } from '../../support/waiting/duration.ts';
import { embeddedApiServer } from './embedded-api-server.ts';

const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap' };
const map = (namespace: string, name: string, finalizers?: string[]) => ({
  ...CONFIG_MAP,
  metadata: { namespace, name, ...(finalizers && { finalizers }) },
  data: { x: '1' },
});
const settings = {
  mode: 'create' as const,
  pool: [],
  labels: { team: 'a' },
  annotations: {},
  copySecrets: [],
};
const request = (run: string, slug = 'it-answers') => ({
  run,
  slug,
  requirementIds: ['LB-001', 'EC-LB-003'],
  title: 'It answers, a question',
  settings,
});

it('creates what can be created and nothing else', async (t) => {
  const cluster = await (await embeddedApiServer(t)).connect('r1');
  const review = await cluster.create({
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    metadata: { name: '' },
    spec: { resourceAttributes: { verb: 'get', resource: 'pods', subresource: 'log' } },
  });
  assert.equal(review.status?.allowed, true);
});

it('creates, applies, merges, reads, lists and deletes raw objects', async (t) => {
  const cluster = await (await embeddedApiServer(t)).connect('r1');
  const reference = { ...CONFIG_MAP, namespace: 'default', name: 'a' };
  const created = await cluster.create(map('default', 'a'));
  assert.equal(created.metadata.labels?.['acceptance.llm-serving/run'], 'r1');
  await assert.rejects(
    cluster.create(map('default', 'a')),
    (error) => error instanceof ApiRefusal && error.code === 409,
  );
  await cluster.merge(reference, { data: { y: '2' } });
  await cluster.apply({ ...map('default', 'a'), data: { x: '3' } });
  assert.deepEqual((await cluster.get(reference))?.data, { x: '3', y: '2' });
  assert.equal(
    (await cluster.list(CONFIG_MAP, { namespace: 'default', selector: 'acceptance.llm-serving/run=r1' }))
      .length,
    1,
  );
  assert.equal(await cluster.delete(reference), true);
  assert.equal(await cluster.delete(reference), false);
  assert.equal(await cluster.get(reference), undefined);
  await assert.rejects(cluster.create({ ...map('default', 'b'), bogus: 1 }), /unknown field "bogus"/);
});

it('waits for a deletion by uid and names the finalizers of what stays', async (t) => {
  const { connect, others } = await embeddedApiServer(t);
  const cluster = await connect();
  const reference = { ...CONFIG_MAP, namespace: 'default', name: 'held' };
  await cluster.create(map('default', 'held', ['example.com/hold']));
  const gone = cluster.deleteAndWait(reference, minutes(10));
  setTimeout(
    () =>
      others.mutate('configmaps', 'default', 'held', (object) => {
        object.metadata.finalizers = [];
      }),
    100,
  );
  await gone;
  const held = {
    ...CONFIG_MAP,
    metadata: { name: 'held', deletionTimestamp: '2025-01-01T00:00:00Z', finalizers: ['example.com/hold'] },
  };
  assert.equal(whyItStays(held), 'being deleted since 2025-01-01T00:00:00Z, finalizers example.com/hold');
});

it('names a namespace after run and scenario, with labels and expiry, and waits until it is gone', async (t) => {
  const cluster = await (await embeddedApiServer(t)).connect('r1');
  const name = await createNamespace(cluster, request('r1'));
  assert.match(name, /^acc-r1-it-answers-[0-9a-f]{5}$/);
  const namespace = await cluster.get({ apiVersion: 'v1', kind: 'Namespace', name });
  assert.equal(namespace?.metadata.labels?.['acceptance.llm-serving/requirement'], 'LB-001_EC-LB-003');
  assert.equal(namespace?.metadata.labels?.team, 'a');
  assert.equal(namespace?.metadata.annotations?.['acceptance.llm-serving/title'], 'It answers, a question');
  await deleteNamespace(cluster, name);
  await namespacesGone(cluster, 'r1', minutes(10));
  const longest = namespaceName('abcdef12', 'A Very_Long title; with everything that a title may have in it');
  assert.ok(longest.length <= 40 && /^[a-z0-9-]+[a-z0-9]$/.test(longest), longest);
});

it('copies Secrets into a namespace and hides their values from then on', async (t) => {
  const { connect, others } = await embeddedApiServer(t);
  const cluster = await connect('r1');
  const data = { password: Buffer.from('copied-canary-42').toString('base64') };
  others.create({
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'Opaque',
    metadata: { name: 's', namespace: 'default' },
    data,
  });
  const wanting = { ...request('r1'), settings: { ...settings, copySecrets: ['default/s'] } };
  const namespace = await createNamespace(cluster, wanting);
  const copy = await cluster.get({ apiVersion: 'v1', kind: 'Secret', namespace, name: 's' });
  assert.deepEqual(copy?.data, data);
  assert.equal(redact('it was copied-canary-42'), 'it was [redacted]');
});

it('takes back what it changed, newest first, and leaves alone what others changed since', async (t) => {
  const { connect, others } = await embeddedApiServer(t);
  const cluster = await connect('r1');
  others.create({ ...map('default', 'operator'), data: { a: '1', b: '2', c: '3' } });
  const reference = { ...CONFIG_MAP, namespace: 'default', name: 'operator' };
  await cluster.change(reference, (object) => {
    object.data = { a: 'changed', b: 'changed', d: 'new' };
  });
  await cluster.change(reference, (object) => {
    object.data.a = 'changed twice';
  });
  assert.equal(
    (
      await cluster.list(CONFIG_MAP, {
        namespace: 'llm-serving-acceptance',
        selector: 'acceptance.llm-serving/undo',
      })
    ).length,
    2,
  );
  others.mutate('configmaps', 'default', 'operator', (object) => {
    object.data.b = 'somebody else';
  });
  const report = await cluster.undoChanges();
  assert.deepEqual((await cluster.get(reference))?.data, { a: '1', b: 'somebody else', c: '3' });
  assert.match(
    report.problems.join(),
    /ConfigMap default\/operator: left alone, changed by somebody else since: data\.b/,
  );
  assert.deepEqual(await cluster.undoChanges(), { restored: [], problems: [] });
});

it('refuses to change Secrets, and undoes only what its own connection changed', async (t) => {
  const { connect, others } = await embeddedApiServer(t);
  const [first, second] = [await connect('r1'), await connect('r1')];
  await assert.rejects(
    first.change({ apiVersion: 'v1', kind: 'Secret', namespace: 'default', name: 's' }, () => undefined),
    /Secret default\/s: Secrets are not changed/,
  );
  for (const name of ['a', 'b']) others.create(map('default', name));
  const alter = (object: { [field: string]: unknown }) => {
    object.data = { x: '2' };
  };
  await first.change({ ...CONFIG_MAP, namespace: 'default', name: 'a' }, alter);
  await second.change({ ...CONFIG_MAP, namespace: 'default', name: 'b' }, alter);
  await first.undoChanges();
  assert.deepEqual(others.get('configmaps', 'default', 'a')?.data, { x: '1' });
  assert.deepEqual(others.get('configmaps', 'default', 'b')?.data, { x: '2' });
});

it('sweeps all of a run on an interrupt: namespaces, objects elsewhere, changes and Leases', async (t) => {
  const { connect, others } = await embeddedApiServer(t);
  const cluster = await connect('r1');
  await RunLease.hold(cluster, 'r1', assert.fail);
  const namespace = await createNamespace(cluster, request('r1'));
  await cluster.create(map(namespace, 'inside'));
  await cluster.create(map('default', 'outside'));
  others.create(map('default', 'operator'));
  await cluster.change({ ...CONFIG_MAP, namespace: 'default', name: 'operator' }, (object) => {
    object.data.x = '2';
  });
  const other = await connect('r2');
  await RunLease.hold(other, 'r2', assert.fail);
  const untouched = await createNamespace(other, request('r2'));
  const report = await sweepRun(cluster, 'r1');
  assert.deepEqual(report.problems, []);
  await namespacesGone(cluster, 'r1', minutes(10));
  assert.deepEqual(others.get('configmaps', 'default', 'operator')?.data, { x: '1' });
  assert.equal(others.get('configmaps', 'default', 'outside'), undefined);
  assert.ok(others.get('namespaces', undefined, untouched));
  assert.deepEqual(
    others.list('leases.coordination.k8s.io').map(({ metadata }) => metadata.name),
    ['run-r2'],
  );
});

it('sweeps dead runs only, looks twice, and keeps what somebody asked to keep', async (t) => {
  const { connect, others } = await embeddedApiServer(t);
  const [dead, alive, waking] = [await connect('dead'), await connect('alive'), await connect('waking')];
  const named: Record<string, string> = {};
  for (const [run, cluster] of Object.entries({ dead, alive, waking })) {
    await RunLease.hold(cluster, run, assert.fail);
    named[run] = await createNamespace(cluster, request(run));
  }
  const kept = await createNamespace(dead, request('dead', 'kept'));
  await keepNamespace(dead, kept);
  for (const run of ['dead', 'waking'])
    others.mutate('leases.coordination.k8s.io', 'llm-serving-acceptance', `run-${run}`, (lease) => {
      lease.spec.renewTime = '2020-01-01T00:00:00.000000Z';
    });
  const notes: string[] = [];
  const renewBetweenTheLooks = () =>
    others.mutate('leases.coordination.k8s.io', 'llm-serving-acceptance', 'run-waking', (lease) => {
      lease.spec.renewTime = '2020-01-02T00:00:00.000000Z';
    });
  const note = (line: string) => {
    notes.push(line);
    if (line.startsWith('silent: ')) renewBetweenTheLooks();
  };
  const report = await sweepStale(alive, note, 50);
  const left = others.list('namespaces').filter(({ metadata }) => !metadata.deletionTimestamp);
  const names = left.map(({ metadata }) => metadata.name);
  assert.ok(!names.includes(named.dead ?? ''), names.join());
  for (const name of [named.alive, named.waking, kept, 'llm-serving-acceptance'])
    assert.ok(names.includes(name ?? ''), `${name} is still there`);
  assert.match(notes.join('\n'), /run alive is alive: left alone/);
  assert.match(notes.join('\n'), /run waking is alive after all/);
  assert.ok(
    report.done.every((line) => line.startsWith('run dead: ')),
    report.done.join('\n'),
  );
});

it('gives the whole cluster to one at a time, and relieves a holder whose run is dead', async (t) => {
  const { connect } = await embeddedApiServer(t);
  const [first, second] = [await connect('r1'), await connect('r2')];
  await RunLease.hold(first, 'r1', assert.fail);
  const second2 = await RunLease.hold(second, 'r2', assert.fail);
  const giveBack = await acquireAlone(first, 'r1/0', minutes(10));
  let taken = false;
  const waiting = acquireAlone(second, 'r2/0', minutes(60)).then((back) => {
    taken = true;
    return back;
  });
  await new Promise((resolve) => setTimeout(resolve, 150));
  assert.equal(taken, false);
  await giveBack();
  await waiting;
  await second2.release();
  await (await acquireAlone(first, 'r1/1', minutes(60)))();
});

it('hands out the namespaces of a pool one by one, and cleans them', async (t) => {
  const { connect, others } = await embeddedApiServer(t);
  const cluster = await connect('r1');
  await RunLease.hold(cluster, 'r1', assert.fail);
  const pool = ['pool-a', 'pool-b'];
  for (const name of pool) others.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  assert.equal(await takeFromPool(cluster, pool, 'r1/x', minutes(5)), 'pool-a');
  assert.equal(await takeFromPool(cluster, pool, 'r1/y', minutes(5)), 'pool-b');
  await assert.rejects(takeFromPool(cluster, pool, 'r1/w', minutes(0.5)), (error: Error) => {
    assert.equal(error.name, 'EnvironmentError', 'it is no failure of the product');
    assert.match(error.message, /pool-a is held by r1\/x; pool-b is held by r1\/y/);
    return true;
  });
  await cluster.create(map('pool-a', 'mine'));
  others.create(map('pool-a', 'theirs'));
  await returnToPool(cluster, 'pool-a', 'r1/x', minutes(5));
  assert.equal(others.get('configmaps', 'pool-a', 'mine'), undefined);
  assert.ok(others.get('configmaps', 'pool-a', 'theirs'));
  assert.equal(await takeFromPool(cluster, pool, 'r1/z', minutes(5)), 'pool-a');
});
