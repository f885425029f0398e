import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { ApiError } from '../../fixtures/embedded/api-server/api.ts';
import { badRequest } from '../../fixtures/embedded/api-server/refusals.ts';
import type { Defect } from '../../fixtures/embedded/defects/defect.ts';
import { configMap, deployment, pod, start } from './start.ts';

const inDefault = (object: { metadata: object }) =>
  ({ ...object, metadata: { ...object.metadata, namespace: 'default' } }) as ReturnType<typeof pod>;

test('components hear of all objects and then of changes, later and in order', async (t) => {
  const { server } = await start(t);
  const api = server.api.as('kubelet');
  api.create(inDefault(configMap('a')));
  const heard: string[] = [];
  const end = api.watch(
    'configmaps',
    ({ type, object }) => void heard.push(`${type} ${object.metadata.name}`),
  );
  api.create(inDefault(configMap('b')));
  api.mutate('configmaps', 'default', 'b', (object) => {
    object.data = { k: 'v' };
  });
  api.delete('configmaps', 'default', 'a');
  assert.deepEqual(heard, []);
  await setImmediate();
  assert.deepEqual(heard, ['ADDED a', 'ADDED b', 'MODIFIED b', 'DELETED a']);
  end();
  api.delete('configmaps', 'default', 'b');
  await setImmediate();
  assert.equal(heard.length, 4);
});

test('what is handed out cannot be changed', async (t) => {
  const { server } = await start(t);
  const object = server.api.create(inDefault(configMap('a', { k: 'v' })));
  assert.throws(() => {
    object.data.k = 'w';
  }, TypeError);
});

test('apply creates, keeps what the server and others set, and drops what is no longer applied', async (t) => {
  const { server } = await start(t);
  const api = server.api.as('some-controller');
  const first = api.apply(inDefault(deployment('web')));
  assert.equal(first.spec.strategy.type, 'RollingUpdate');
  assert.equal(
    api.apply(inDefault(deployment('web'))).metadata.resourceVersion,
    first.metadata.resourceVersion,
  );
  server.api.as('other').mutate('deployments.apps', 'default', 'web', (object) => {
    object.metadata.annotations = { note: 'kept' };
  });
  const wanted = inDefault(deployment('web'));
  wanted.spec.template.spec.containers[0].env = [{ name: 'A', value: '1' }];
  assert.equal(api.apply(wanted).metadata.generation, 2);
  const without = api.apply(inDefault(deployment('web')));
  assert.equal(without.spec.template.spec.containers[0].env, undefined);
  assert.equal(without.metadata.annotations?.note, 'kept');
});

test('a binding puts a pod on a node; subresources are reached by their path', async (t) => {
  const { server } = await start(t);
  const api = server.api.as('kube-scheduler');
  api.create(pod('p'));
  api.create({
    apiVersion: 'v1',
    kind: 'Binding',
    metadata: { name: 'p', namespace: 'default' },
    target: { kind: 'Node', name: 'n1' },
  });
  const bound = api.get('pods', 'default', 'p');
  assert.equal(bound?.spec.nodeName, 'n1');
  assert.equal(bound?.status.conditions[0].type, 'PodScheduled');
  api.create(inDefault(deployment('web')));
  api.mutate('deployments.apps/scale', 'default', 'web', (scale) => {
    scale.spec.replicas = 3;
  });
  assert.equal(api.get('deployments.apps', 'default', 'web')?.spec.replicas, 3);
});

test('components are refused unknown fields, kinds and stale versions', async (t) => {
  const { server } = await start(t);
  const { api } = server;
  assert.throws(() => api.create({ ...pod('p'), bogus: 1 }), /strict decoding error: unknown field "bogus"/);
  assert.throws(() => api.create({ ...pod('p'), kind: 'Pot' }), /no matches for kind "Pot"/);
  assert.throws(() => api.list('pots'), ApiError);
  const created = api.create(inDefault(configMap('a')));
  api.update({ ...created, data: { k: '1' } });
  assert.throws(() => api.update({ ...created, data: { k: '2' } }), /the object has been modified/);
  assert.equal(
    api.mutate('configmaps', 'default', 'none', () => undefined),
    undefined,
  );
  assert.equal(api.delete('configmaps', 'default', 'none'), undefined);
});

test('events are counted, and dropped where the server refuses them', async (t) => {
  const { server } = await start(t);
  const api = server.api.as('kubelet');
  const about = api.create(pod('p'));
  for (const _ of [1, 2, 3]) api.event(about, 'Warning', 'BackOff', 'Back-off restarting');
  const [event, ...others] = api.list('events', { namespace: 'default' });
  assert.equal(others.length, 0);
  assert.deepEqual([event?.count, event?.source.component], [3, 'kubelet']);
  for (let n = 0; n < 15; n++) api.event(about, 'Normal', 'Many', `message ${n}`);
  const many = api.list('events').filter(({ reason }) => reason === 'Many');
  assert.equal(many.length, 11);
  assert.match(many.map(({ message }) => message).join(), /\(combined from similar events\): message 14/);
  api.event(inDefault({ ...about, metadata: { ...about.metadata, namespace: 'gone' } }), 'Normal', 'X', 'y');
});

test('defects change, swallow and rename writes', async (t) => {
  const meddling: Defect = {
    id: 'meddling',
    title: 'meddles',
    checks: [],
    write: ({ component, verb, object }) => {
      if (component !== 'controller' || verb === 'delete') return undefined;
      if (object.metadata.name === 'swallowed') return false;
      delete object.metadata.labels;
      return undefined;
    },
    rename: (component, resource, name) =>
      component === 'controller' && resource === 'configmaps' && name === 'known' ? 'stored' : undefined,
  };
  const { server, call } = await start(t, [meddling]);
  const api = server.api.as('controller');
  assert.ok(api.create(inDefault(configMap('swallowed'))).metadata.resourceVersion);
  assert.equal(api.get('configmaps', 'default', 'swallowed'), undefined);
  assert.equal(api.create(inDefault(configMap('a', {}, { k: 'v' }))).metadata.labels, undefined);
  api.apply(inDefault(configMap('known')));
  assert.equal(api.get('configmaps', 'default', 'known')?.metadata.name, 'stored');
  const maps = '/api/v1/namespaces/default/configmaps';
  assert.equal((await call('GET', `${maps}/known`)).code, 404);
  assert.equal(
    (await call('POST', maps, { body: configMap('swallowed', {}, { k: 'v' }) })).body.metadata.labels.k,
    'v',
  );
});

test('admission changes objects before validation and refuses them after it', async (t) => {
  const { server, call } = await start(t);
  server.admit(({ resource, object }) => {
    if (resource === 'configmaps') object.metadata.labels = { added: 'yes' };
  });
  server.admit(({ resource, operation, object, subresource }) => {
    if (resource === 'configmaps' && operation === 'CREATE' && object.metadata.name === 'bad' && !subresource)
      throw badRequest('admission webhook "x.example.com" denied the request: bad');
  }, 'validating');
  const maps = '/api/v1/namespaces/default/configmaps';
  assert.equal((await call('POST', maps, { body: configMap('good') })).body.metadata.labels.added, 'yes');
  const refused = await call('POST', maps, { body: configMap('bad') });
  assert.deepEqual(
    [refused.code, refused.body.message],
    [400, 'admission webhook "x.example.com" denied the request: bad'],
  );
});

const telling = (status: string, lastTransitionTime: string) => (object: { status?: unknown }) => {
  object.status = { conditions: [{ type: 'Available', status, lastTransitionTime }] };
};

test('a status that a defect keeps from changing is not written anew with each time that its controller says otherwise', async (t) => {
  const denies: Defect = {
    id: 'never-available',
    title: 'the Deployment never says that it is available',
    checks: [],
    write: ({ verb, object }) => {
      if (verb !== 'status' || object.kind !== 'Deployment') return undefined;
      object.status.conditions[0].status = 'False';
      object.status.replicas = undefined;
      return undefined;
    },
  };
  const { server } = await start(t, [denies]);
  const api = server.api.as('deployment-controller');
  api.create(inDefault(deployment('web')));
  const report = (second: number) =>
    api.mutateStatus('deployments.apps', 'default', 'web', telling('True', `2026-01-01T00:00:0${second}Z`));
  const version = report(1)?.metadata.resourceVersion;
  assert.equal(report(2)?.metadata.resourceVersion, version);
  assert.equal(report(3)?.status.conditions[0].lastTransitionTime, '2026-01-01T00:00:01Z');
});

test('what is applied again is written only when somebody has changed it', async (t) => {
  const { server } = await start(t);
  const api = server.api.as('some-controller');
  const apply = () => api.apply(inDefault(deployment('web')));
  const first = apply();
  const other = server.api.as('deployment-controller');
  other.mutateStatus('deployments.apps', 'default', 'web', telling('True', '2026-01-01T00:00:01Z'));
  assert.equal(apply().metadata.generation, first.metadata.generation);
  assert.equal(apply().status.conditions[0].type, 'Available');
  other.mutate('deployments.apps', 'default', 'web', ({ spec }) => {
    spec.template.spec.containers[0].image = 'nginx:other';
  });
  assert.deepEqual(apply().spec.template, first.spec.template);
  api.delete('deployments.apps', 'default', 'web');
  assert.notEqual(apply().metadata.uid, first.metadata.uid);
});
