import { deepStrictEqual, strictEqual, throws } from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ApiError, type Fields, type KubeObject } from '../../fixtures/embedded/api-server/api.ts';
import { serverSideApply, trackUpdate } from '../../fixtures/embedded/api-server/apply/apply.ts';
import { compileSchema } from '../../fixtures/embedded/api-server/schema/crd.ts';

const EARLY = '2026-01-01T00:00:00Z';
const LATE = '2026-01-01T00:01:00Z';

const deployment = (spec: Fields, metadata: Fields = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', ...metadata },
  spec,
});

const podSpec = (...containers: Fields[]): Fields => ({ template: { spec: { containers } } });

function apply(
  live: KubeObject | undefined,
  applied: KubeObject,
  manager: string,
  more: Fields = {},
): KubeObject {
  return serverSideApply(live, applied, {
    manager,
    force: false,
    now: EARLY,
    resource: 'deployments.apps',
    isCustom: false,
    ...more,
  });
}

function update(before: KubeObject, spec: Fields, manager: string): KubeObject {
  const after = { ...structuredClone(before), spec };
  after.metadata.managedFields = trackUpdate(before, after, { manager, now: LATE });
  return after;
}

const ownedBy = (object: KubeObject, manager: string): Fields =>
  object.metadata.managedFields?.find((entry) => entry.manager === manager)?.fieldsV1;

function causesOf(action: () => unknown): Fields[] {
  try {
    action();
  } catch (error) {
    if (error instanceof ApiError) return error.details.causes;
    throw error;
  }
  return [];
}

describe('server-side apply', () => {
  it('owns exactly what was applied', () => {
    const object = apply(
      undefined,
      deployment({ replicas: 2, ...podSpec({ name: 'a', image: 'i' }) }, { labels: { x: 'y' } }),
      'one',
    );
    deepStrictEqual(ownedBy(object, 'one'), {
      'f:metadata': { 'f:labels': { 'f:x': {} } },
      'f:spec': {
        'f:replicas': {},
        'f:template': {
          'f:spec': { 'f:containers': { 'k:{"name":"a"}': { '.': {}, 'f:image': {}, 'f:name': {} } } },
        },
      },
    });
    deepStrictEqual(object.metadata.managedFields?.[0], {
      manager: 'one',
      operation: 'Apply',
      apiVersion: 'apps/v1',
      time: EARLY,
      fieldsType: 'FieldsV1',
      fieldsV1: ownedBy(object, 'one'),
    });
  });

  it("refuses to change what another manager owns, with the server's words", () => {
    const live = apply(undefined, deployment({ replicas: 2 }), 'one');
    const action = () => apply(live, deployment({ replicas: 3 }), 'two');
    throws(action, (error: unknown) => {
      return (
        error instanceof ApiError &&
        error.code === 409 &&
        error.message === 'Apply failed with 1 conflict: conflict with "one": .spec.replicas'
      );
    });
    deepStrictEqual(causesOf(action), [
      { reason: 'FieldManagerConflict', message: 'conflict with "one"', field: '.spec.replicas' },
    ]);
  });

  it('names each field of several conflicts', () => {
    const live = apply(undefined, deployment({ replicas: 2, ...podSpec({ name: 'a', image: 'i' }) }), 'one');
    const action = () =>
      apply(live, deployment({ replicas: 3, ...podSpec({ name: 'a', image: 'j' }) }), 'two');
    deepStrictEqual(
      causesOf(action).map(({ field }) => field),
      ['.spec.replicas', '.spec.template.spec.containers[name="a"].image'],
    );
    throws(action, /Apply failed with 2 conflicts: conflicts with "one":\n- \.spec\.replicas\n- /);
  });

  it('shares a field that both set to the same value', () => {
    const live = apply(undefined, deployment({ replicas: 2 }), 'one');
    const both = apply(live, deployment({ replicas: 2 }), 'two');
    deepStrictEqual(ownedBy(both, 'one'), ownedBy(both, 'two'));
  });

  it('takes over by force', () => {
    const live = apply(undefined, deployment({ replicas: 2, paused: true }), 'one');
    const forced = apply(live, deployment({ replicas: 3 }), 'two', { force: true });
    strictEqual(forced.spec.replicas, 3);
    deepStrictEqual(ownedBy(forced, 'one'), { 'f:spec': { 'f:paused': {} } });
  });

  it('removes what is no longer applied, unless somebody else owns it', () => {
    const first = apply(undefined, deployment({ replicas: 2, paused: true, minReadySeconds: 1 }), 'one');
    const shared = apply(first, deployment({ paused: true }), 'two');
    const later = apply(shared, deployment({ replicas: 2 }), 'one');
    deepStrictEqual(later.spec, { replicas: 2, paused: true });
  });

  it('removes an item of a keyed list and keeps that of another', () => {
    const first = apply(
      undefined,
      deployment(podSpec({ name: 'a', image: 'i' }, { name: 'b', image: 'i' })),
      'one',
    );
    const second = apply(first, deployment(podSpec({ name: 'c', image: 'i' })), 'two');
    const third = apply(second, deployment(podSpec({ name: 'b', image: 'i' })), 'one');
    deepStrictEqual(third.spec.template.spec.containers.map(({ name }: Fields) => name).sort(), ['b', 'c']);
  });

  it('keeps what the server alone writes', () => {
    const live = apply(undefined, deployment({ replicas: 1 }, { labels: { a: 'b' } }), 'one');
    Object.assign(live.metadata, { uid: 'u', resourceVersion: '7', creationTimestamp: EARLY });
    const next = apply(live, deployment({ replicas: 1 }), 'one');
    deepStrictEqual(
      { ...next.metadata, managedFields: undefined },
      {
        name: 'web',
        uid: 'u',
        resourceVersion: '7',
        creationTimestamp: EARLY,
        managedFields: undefined,
      },
    );
  });

  it('tells ports apart by number and protocol, TCP when none is given', () => {
    const port = (protocol: Fields) => podSpec({ name: 'a', ports: [{ containerPort: 53, ...protocol }] });
    const live = apply(undefined, deployment(port({ protocol: 'UDP', name: 'x' })), 'one');
    const both = apply(live, deployment(port({ name: 'y' })), 'two');
    strictEqual(both.spec.template.spec.containers[0].ports.length, 2);
    deepStrictEqual(
      Object.keys(
        ownedBy(both, 'two')['f:spec']['f:template']['f:spec']['f:containers']['k:{"name":"a"}']['f:ports'],
      ),
      ['k:{"containerPort":53,"protocol":"TCP"}'],
    );
  });

  it('is a conflict with an update of the same name', () => {
    const live = update(apply(undefined, deployment({ replicas: 1 }), 'one'), { replicas: 5 }, 'kubectl');
    deepStrictEqual(
      causesOf(() => apply(live, deployment({ replicas: 1 }), 'kubectl')).map(({ message }) => message),
      [`conflict with "kubectl" using apps/v1 at ${LATE}`],
    );
  });

  it('keeps the time of a manager whose fields are the same', () => {
    const live = apply(undefined, deployment({ replicas: 1 }), 'one');
    deepStrictEqual(apply(live, deployment({ replicas: 1 }), 'one', { now: LATE }), live);
  });

  it('refuses a configuration with managedFields', () => {
    const live = apply(undefined, deployment({ replicas: 1 }), 'one');
    throws(() => apply(live, live, 'one'), /metadata\.managedFields must be nil/);
  });
});

describe('an update', () => {
  it('takes what it changes from its owner and forgets what is gone', () => {
    const live = apply(undefined, deployment({ replicas: 1, paused: true, minReadySeconds: 3 }), 'one');
    const after = update(live, { replicas: 2, minReadySeconds: 3 }, 'edit');
    deepStrictEqual(ownedBy(after, 'one'), { 'f:spec': { 'f:minReadySeconds': {} } });
    deepStrictEqual(ownedBy(after, 'edit'), { 'f:spec': { 'f:replicas': {} } });
  });

  it('owns everything of an object that it creates, lists item by item', () => {
    const object = deployment(
      { selector: { matchLabels: { a: 'b' } }, ...podSpec({ name: 'c', image: 'i' }) },
      { labels: { x: 'y' } },
    );
    object.metadata.managedFields = trackUpdate(undefined, object, { manager: 'kubectl-create', now: EARLY });
    deepStrictEqual(ownedBy(object, 'kubectl-create'), {
      'f:metadata': { 'f:labels': { '.': {}, 'f:x': {} } },
      'f:spec': {
        'f:selector': {},
        'f:template': {
          'f:spec': { 'f:containers': { 'k:{"name":"c"}': { '.': {}, 'f:image': {}, 'f:name': {} } } },
        },
      },
    });
  });

  it('records the subresource apart', () => {
    const live = apply(undefined, deployment({ replicas: 1 }), 'one');
    const after = { ...structuredClone(live), status: { replicas: 1 } };
    const entries = trackUpdate(live, after, { manager: 'controller', now: LATE, subresource: 'status' });
    strictEqual(entries.at(-1)?.subresource, 'status');
    deepStrictEqual(entries.at(-1)?.fieldsV1['f:status']['f:replicas'], {});
  });
});

describe('apply on custom resources', () => {
  const schema = compileSchema({
    type: 'object',
    properties: {
      spec: {
        type: 'object',
        properties: {
          parts: {
            type: 'array',
            'x-kubernetes-list-type': 'map',
            'x-kubernetes-list-map-keys': ['name', 'kind'],
            items: {
              type: 'object',
              required: ['name'],
              properties: {
                name: { type: 'string' },
                kind: { type: 'string', default: 'plain' },
                size: { type: 'integer' },
              },
            },
          },
          tags: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } },
          plain: { type: 'array', items: { type: 'string' } },
          whole: {
            type: 'object',
            'x-kubernetes-map-type': 'atomic',
            additionalProperties: { type: 'string' },
          },
        },
      },
    },
  });
  const widget = (spec: Fields): KubeObject => ({
    apiVersion: 'e.com/v1',
    kind: 'Widget',
    metadata: { name: 'w' },
    spec,
  });
  const custom = (live: KubeObject | undefined, spec: Fields, manager: string, more: Fields = {}) =>
    apply(live, widget(spec), manager, { resource: 'widgets.e.com', isCustom: true, schema, ...more });

  it('merges keyed lists and sets as the schema says', () => {
    const live = custom(undefined, { parts: [{ name: 'a', size: 1 }], tags: ['x'] }, 'one');
    const both = custom(live, { parts: [{ name: 'b', kind: 'odd' }], tags: ['y'] }, 'two');
    deepStrictEqual(both.spec.tags.toSorted(), ['x', 'y']);
    strictEqual(both.spec.parts.length, 2);
    deepStrictEqual(Object.keys(ownedBy(both, 'one')['f:spec']['f:parts']), [
      'k:{"kind":"plain","name":"a"}',
    ]);
  });

  it('owns plain lists and atomic maps as a whole', () => {
    const live = custom(undefined, { plain: ['a'], whole: { a: 'b' } }, 'one');
    deepStrictEqual(ownedBy(live, 'one'), { 'f:spec': { 'f:plain': {}, 'f:whole': {} } });
    deepStrictEqual(
      causesOf(() => custom(live, { plain: ['b'], whole: { c: 'd' } }, 'two')).map(({ field }) => field),
      ['.spec.plain', '.spec.whole'],
    );
  });
});

describe('apply and the status', () => {
  it('neither stores nor owns a status sent to the main endpoint', () => {
    const object = apply(undefined, { ...deployment({ replicas: 1 }), status: { replicas: 5 } }, 'one');
    strictEqual(object.status, undefined);
    deepStrictEqual(Object.keys(ownedBy(object, 'one')), ['f:spec']);
  });

  it('writes nothing but the status through its own', () => {
    const live = apply(undefined, deployment({ replicas: 1 }), 'one');
    const applied = { ...deployment({ replicas: 9 }, { labels: { a: 'b' } }), status: { replicas: 5 } };
    const object = apply(live, applied, 'two', { subresource: 'status' });
    deepStrictEqual(
      [object.spec, object.status, object.metadata.labels],
      [{ replicas: 1 }, { replicas: 5 }, undefined],
    );
    deepStrictEqual(ownedBy(object, 'two'), { 'f:status': { 'f:replicas': {} } });
  });
});
