import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fields } from '../../fixtures/embedded/api-server/api.ts';
import { type Running, start } from './start.ts';

const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const WIDGETS = '/apis/example.com/v1/namespaces/default/widgets';
const merge = 'application/merge-patch+json';

const schema = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      required: ['size'],
      properties: {
        size: { type: 'integer', minimum: 1 },
        colour: { type: 'string', enum: ['red', 'blue'], default: 'red' },
        replicas: { type: 'integer' },
      },
    },
    status: {
      type: 'object',
      properties: { phase: { type: 'string' }, replicas: { type: 'integer' } },
    },
  },
};

const version = (name: string, storage: boolean) => ({
  name,
  served: true,
  storage,
  schema: { openAPIV3Schema: schema },
  subresources: {
    status: {},
    scale: { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas' },
  },
  additionalPrinterColumns: [{ name: 'Phase', type: 'string', jsonPath: '.status.phase' }],
});

const crd = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { kind: 'Widget', plural: 'widgets', singular: 'widget', shortNames: ['wd'], categories: ['all'] },
    versions: [version('v1', true), version('v1beta1', false)],
  },
};

const widget = (name: string, spec: Fields) => ({
  apiVersion: 'example.com/v1',
  kind: 'Widget',
  metadata: { name },
  spec,
});

async function withWidgets({ call }: Running): Promise<void> {
  assert.equal((await call('POST', CRDS, { body: crd })).code, 201);
}

test('a definition is established and served at once in all its versions', async (t) => {
  const running = await start(t);
  await withWidgets(running);
  const { call } = running;
  const { body } = await call('GET', `${CRDS}/widgets.example.com`);
  const established = body.status.conditions.find(({ type }: Fields) => type === 'Established');
  assert.equal(established.status, 'True');
  const { body: list } = await call('GET', '/apis/example.com/v1');
  assert.deepEqual(
    list.resources.map(({ name }: Fields) => name),
    ['widgets', 'widgets/scale', 'widgets/status'],
  );
  assert.equal((await call('GET', '/apis/example.com')).body.preferredVersion.version, 'v1');
});

test('objects are pruned, defaulted and validated', async (t) => {
  const running = await start(t);
  await withWidgets(running);
  const { call } = running;
  const body = { ...widget('a', { size: 1, bogus: true }), status: { phase: 'Done' } };
  const created = await call('POST', WIDGETS, { body });
  assert.deepEqual(created.body.spec, { size: 1, colour: 'red' });
  assert.equal(created.body.status, undefined);
  assert.equal(created.headers.warning, '299 - "unknown field \\"spec.bogus\\""');
  const invalid = await call('POST', WIDGETS, { body: widget('b', { size: 0, colour: 'green' }) });
  assert.equal(invalid.code, 422);
  assert.deepEqual(invalid.body.details.causes.map(({ field }: Fields) => field).sort(), [
    'spec.colour',
    'spec.size',
  ]);
  assert.match(invalid.body.message, /^Widget\.example\.com "b" is invalid: \[/);
});

test('versions share the objects', async (t) => {
  const running = await start(t);
  await withWidgets(running);
  const { call } = running;
  await call('POST', WIDGETS, { body: widget('a', { size: 1 }) });
  const beta = WIDGETS.replace('/v1/', '/v1beta1/');
  const { body: old } = await call('GET', `${beta}/a`);
  assert.equal(old.apiVersion, 'example.com/v1beta1');
  await call('PUT', `${beta}/a`, { body: { ...old, spec: { size: 2 } } });
  const { body } = await call('GET', WIDGETS);
  assert.deepEqual([body.items[0].apiVersion, body.items[0].spec.size], ['example.com/v1', 2]);
});

test('status and scale are subresources, and generation follows the spec', async (t) => {
  const running = await start(t);
  await withWidgets(running);
  const { call } = running;
  await call('POST', WIDGETS, { body: widget('a', { size: 1, replicas: 1 }) });
  const patch = (path: string, body: Fields) => call('PATCH', path, { body, type: merge });
  const { body: reported } = await patch(`${WIDGETS}/a/status`, {
    status: { phase: 'On' },
    spec: { size: 5 },
  });
  assert.deepEqual([reported.status.phase, reported.spec.size, reported.metadata.generation], ['On', 1, 1]);
  const { body: scale } = await patch(`${WIDGETS}/a/scale`, { spec: { replicas: 4 } });
  assert.equal(scale.spec.replicas, 4);
  const { body: last } = await call('GET', `${WIDGETS}/a`);
  assert.deepEqual([last.spec.replicas, last.status.phase, last.metadata.generation], [4, 'On', 2]);
});

test('an update needs a version, and a strategic merge patch is refused', async (t) => {
  const running = await start(t);
  await withWidgets(running);
  const { call } = running;
  await call('POST', WIDGETS, { body: widget('a', { size: 1 }) });
  const put = await call('PUT', `${WIDGETS}/a`, { body: widget('a', { size: 2 }) });
  assert.equal(put.code, 422);
  assert.match(
    put.body.message,
    /metadata\.resourceVersion: Invalid value: 0x0: must be specified for an update/,
  );
  const type = 'application/strategic-merge-patch+json';
  assert.equal((await call('PATCH', `${WIDGETS}/a`, { body: { spec: { size: 2 } }, type })).code, 415);
});

test('columns of the definition are those of the table', async (t) => {
  const running = await start(t);
  await withWidgets(running);
  const { call } = running;
  await call('POST', WIDGETS, { body: widget('a', { size: 1 }) });
  await call('PATCH', `${WIDGETS}/a/status`, { body: { status: { phase: 'On' } }, type: merge });
  const accept = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' };
  const { body } = await call('GET', WIDGETS, { headers: accept });
  assert.deepEqual(
    body.columnDefinitions.map(({ name }: Fields) => name),
    ['Name', 'Phase'],
  );
  assert.deepEqual(body.rows[0].cells, ['a', 'On']);
});

test('a deleted definition takes its objects with it, and waits for their finalizers', async (t) => {
  const running = await start(t);
  await withWidgets(running);
  const { call } = running;
  const held = widget('held', { size: 1 });
  await call('POST', WIDGETS, {
    body: { ...held, metadata: { name: 'held', finalizers: ['example.com/x'] } },
  });
  await call('POST', WIDGETS, { body: widget('free', { size: 1 }) });
  await call('DELETE', `${CRDS}/widgets.example.com`);
  assert.deepEqual((await call('GET', WIDGETS)).body.items.length, 1);
  await call('PATCH', `${WIDGETS}/held`, { body: { metadata: { finalizers: [] } }, type: merge });
  assert.equal((await call('GET', `${CRDS}/widgets.example.com`)).code, 404);
  assert.equal((await call('GET', WIDGETS)).code, 404);
});

test('a schema that is not structural is refused', async (t) => {
  const { call } = await start(t);
  const bad = structuredClone(crd) as Fields;
  bad.spec.versions[0].schema.openAPIV3Schema.properties.spec.type = 'thing';
  assert.equal((await call('POST', CRDS, { body: bad })).code, 422);
  assert.equal((await call('GET', '/apis/example.com/v1')).code, 404);
});

test('a defect may switch the schema off', async (t) => {
  const off = { id: 'x', title: 'x', checks: [], skips: ['crd-schema'] };
  const running = await start(t, [off]);
  await withWidgets(running);
  assert.equal((await running.call('POST', WIDGETS, { body: widget('a', { size: 0 }) })).code, 201);
});
