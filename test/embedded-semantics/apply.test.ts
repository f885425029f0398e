import { deepStrictEqual, strictEqual, throws } from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Fields } from '../../fixtures/embedded/api-server/api.ts';
import { ApiError } from '../../fixtures/embedded/api-server/api.ts';
import { apply, causesOf, deployment, EARLY, LATE, ownedBy, podSpec, update } from './sample-applies.ts';

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
