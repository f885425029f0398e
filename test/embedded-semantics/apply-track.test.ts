import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { describe, it } from 'node:test';
import { trackUpdate } from '../../fixtures/embedded/api-server/apply/apply.ts';
import { apply, deployment, EARLY, LATE, ownedBy, podSpec, update } from './sample-applies.ts';

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
