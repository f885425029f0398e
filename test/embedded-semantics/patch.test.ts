import { deepStrictEqual, throws } from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ApiError, type Fields, type KubeObject } from '../../fixtures/embedded/api-server/api.ts';
import { applyPatch } from '../../fixtures/embedded/api-server/patch/patch.ts';

const JSON_PATCH = 'application/json-patch+json';
const MERGE = 'application/merge-patch+json';
const STRATEGIC = 'application/strategic-merge-patch+json';
const DEPLOYMENTS = { resource: 'deployments.apps', isCustom: false };
const CUSTOM = { resource: 'widgets.example.com', isCustom: true };

const base = (): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', labels: { app: 'web', tier: 'front' }, finalizers: ['a/b', 'c/d'] },
  spec: {
    replicas: 1,
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } },
    template: {
      spec: {
        tolerations: [{ key: 'a', operator: 'Exists' }],
        containers: [
          { name: 'one', image: 'i:1', env: [{ name: 'A', value: '1' }], ports: [{ containerPort: 80 }] },
          { name: 'two', image: 'i:2', args: ['x'] },
        ],
      },
    },
  },
});

const containers = (object: KubeObject): Fields => object.spec.template.spec.containers;
const strategic = (patch: Fields) => applyPatch(STRATEGIC, base(), patch, DEPLOYMENTS);
const podPatch = (list: Fields) => strategic({ spec: { template: { spec: { containers: list } } } });

function refused(code: number, reason: string, pattern: RegExp) {
  return (error: unknown) =>
    error instanceof ApiError &&
    error.code === code &&
    error.reason === reason &&
    pattern.test(error.message);
}

describe('strategic merge patch', () => {
  it('merges containers by name and leaves the others alone', () => {
    const list = containers(podPatch([{ name: 'two', image: 'i:3' }]));
    deepStrictEqual(list[0], base().spec.template.spec.containers[0]);
    deepStrictEqual(list[1], { name: 'two', image: 'i:3', args: ['x'] });
  });

  it('adds a container that is not there', () => {
    deepStrictEqual(
      containers(podPatch([{ name: 'three', image: 'i' }])).map(({ name }: Fields) => name),
      ['one', 'two', 'three'],
    );
  });

  it('deletes one by directive, and nested lists by their own keys', () => {
    const gone = podPatch([{ name: 'one', $patch: 'delete' }]);
    deepStrictEqual(containers(gone), [{ name: 'two', image: 'i:2', args: ['x'] }]);
    const inner = podPatch([
      { name: 'one', env: [{ name: 'B', value: '2' }], ports: [{ containerPort: 80, name: 'http' }] },
    ]);
    deepStrictEqual(containers(inner)[0].env, [
      { name: 'A', value: '1' },
      { name: 'B', value: '2' },
    ]);
    deepStrictEqual(containers(inner)[0].ports, [{ containerPort: 80, name: 'http' }]);
  });

  it('replaces lists without a key, and a keyed one by directive', () => {
    const atomic = strategic({ spec: { template: { spec: { tolerations: [{ key: 'b' }] } } } });
    deepStrictEqual(atomic.spec.template.spec.tolerations, [{ key: 'b' }]);
    deepStrictEqual(containers(podPatch([{ $patch: 'replace' }, { name: 'new' }])), [{ name: 'new' }]);
  });

  it('orders keyed lists as asked', () => {
    const object = strategic({
      spec: { template: { spec: { '$setElementOrder/containers': [{ name: 'two' }, { name: 'one' }] } } },
    });
    deepStrictEqual(
      containers(object).map(({ name }: Fields) => name),
      ['two', 'one'],
    );
  });

  it('unites sets and deletes from them', () => {
    deepStrictEqual(strategic({ metadata: { finalizers: ['e/f', 'a/b'] } }).metadata.finalizers, [
      'a/b',
      'c/d',
      'e/f',
    ]);
    deepStrictEqual(
      strategic({ metadata: { '$deleteFromPrimitiveList/finalizers': ['a/b'] } }).metadata.finalizers,
      ['c/d'],
    );
  });

  it('keeps only the retained keys', () => {
    deepStrictEqual(
      strategic({ spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } }).spec.strategy,
      {
        type: 'Recreate',
      },
    );
  });

  it('removes by null and replaces a map by directive', () => {
    deepStrictEqual(strategic({ metadata: { labels: { tier: null } } }).metadata.labels, { app: 'web' });
    deepStrictEqual(strategic({ metadata: { labels: { $patch: 'replace', x: 'y' } } }).metadata.labels, {
      x: 'y',
    });
  });

  it('refuses an item without its key, an unknown directive and custom resources', () => {
    throws(
      () => podPatch([{ image: 'x' }]),
      refused(400, 'BadRequest', /does not contain declared merge key: name/),
    );
    throws(
      () => strategic({ spec: { $patch: 'explode' } }),
      refused(400, 'BadRequest', /Unknown patch type: explode/),
    );
    throws(
      () => applyPatch(STRATEGIC, base(), {}, CUSTOM),
      refused(
        415,
        'UnsupportedMediaType',
        /accepted media types include: application\/json-patch\+json, application\/merge-patch\+json, application\/apply-patch\+yaml/,
      ),
    );
  });

  it('leaves the stored object alone', () => {
    const stored = base();
    applyPatch(STRATEGIC, Object.freeze(stored), { metadata: { labels: { a: 'b' } } }, DEPLOYMENTS);
    deepStrictEqual(stored, base());
  });
});

describe('merge patch', () => {
  const cases: [string, Fields, Fields, Fields][] = [
    ['replaces a value', { a: 'b' }, { a: 'c' }, { a: 'c' }],
    ['adds a value', { a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    ['removes by null', { a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    ['replaces a list', { a: ['b'] }, { a: 'c' }, { a: 'c' }],
    ['replaces by a list', { a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    ['merges deep', { a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    ['does not merge list items', { a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    ['drops nulls in new maps', {}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ];
  for (const [what, current, patch, expected] of cases) {
    it(what, () => deepStrictEqual(applyPatch(MERGE, current, patch, CUSTOM), expected));
  }

  it('refuses a body that is no object', () => {
    throws(() => applyPatch(MERGE, base(), [], CUSTOM), refused(400, 'BadRequest', /cannot unmarshal array/));
  });
});

describe('JSON patch', () => {
  const patch = (...operations: Fields[]) => applyPatch(JSON_PATCH, base(), operations, DEPLOYMENTS);

  it('applies operations in order', () => {
    const object = patch(
      { op: 'test', path: '/spec/replicas', value: 1 },
      { op: 'replace', path: '/spec/replicas', value: 3 },
      { op: 'add', path: '/metadata/labels/a~1b', value: 'c' },
      { op: 'remove', path: '/metadata/labels/tier' },
      { op: 'add', path: '/spec/template/spec/containers/-', value: { name: 'three' } },
      { op: 'copy', from: '/spec/replicas', path: '/spec/minReadySeconds' },
    );
    deepStrictEqual(object.spec.replicas, 3);
    deepStrictEqual(object.metadata.labels, { app: 'web', 'a/b': 'c' });
    deepStrictEqual(containers(object).length, 3);
    deepStrictEqual(object.spec.minReadySeconds, 3);
  });

  const hostile: [string, Fields][] = [
    ['a failed test', { op: 'test', path: '/spec/replicas', value: 2 }],
    ['a missing key', { op: 'remove', path: '/spec/nothing' }],
    ['a missing parent', { op: 'add', path: '/spec/a/b', value: 1 }],
    ['an index past the end', { op: 'add', path: '/spec/template/spec/containers/9', value: {} }],
    ['an index that is no number', { op: 'replace', path: '/spec/template/spec/containers/x', value: {} }],
    ['an unknown operation', { op: 'explode', path: '/spec' }],
    ['a path without a slash', { op: 'add', path: 'spec', value: 1 }],
    ['a move from nowhere', { op: 'move', from: '/spec/none', path: '/spec/x' }],
    ['the prototype', { op: 'remove', path: '/__proto__/polluted' }],
    ['no operation at all', null],
  ];
  for (const [what, operation] of hostile) {
    it(`refuses ${what} with 422`, () => throws(() => patch(operation), refused(422, 'Invalid', /./)));
  }

  it('refuses a body that is no list with 400', () => {
    throws(
      () => applyPatch(JSON_PATCH, base(), { op: 'add' }, DEPLOYMENTS),
      refused(400, 'BadRequest', /jsonpatch\.Patch/),
    );
  });

  it('refuses other content types with 415', () => {
    throws(
      () => applyPatch('application/json', base(), {}, DEPLOYMENTS),
      refused(415, 'UnsupportedMediaType', /the body of the request was in an unknown format/),
    );
  });
});
