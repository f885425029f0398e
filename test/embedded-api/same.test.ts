import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { copy } from '../../fixtures/embedded/api-server/fields/copy.ts';
import { same, sameButTimes } from '../../fixtures/embedded/api-server/storage/same.ts';

const reporting = (condition: object, more: object = {}) => ({
  status: {
    conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z', ...condition }],
    ...more,
  },
});

describe('whether two states are the same', () => {
  it('counts neither the order of keys nor members without a value', () => {
    assert.ok(same({ a: 1, b: [{ c: null }] }, { b: [{ c: null, d: undefined }], a: 1 }));
    assert.ok(!same({ a: 1 }, { a: 1, b: 2 }));
    assert.ok(!same({ a: 1, b: undefined }, { a: 1, c: 2 }));
    assert.ok(!same({ a: null }, {}));
    assert.ok(!same([1, 2], [1]));
    assert.ok(!same([], {}));
  });

  it('tells states apart by the times of their conditions', () => {
    assert.ok(!same(reporting({}), reporting({ lastTransitionTime: '2026-01-01T00:00:09Z' })));
  });

  it('finds the same said at another time', () => {
    const later = { lastTransitionTime: '2026-01-01T00:00:09Z' };
    assert.ok(sameButTimes(reporting({}), reporting(later)));
    assert.ok(sameButTimes(reporting({}), reporting({ lastTransitionTime: undefined }, { url: undefined })));
    assert.ok(!sameButTimes(reporting({}), reporting({ ...later, status: 'False' })));
    assert.ok(!sameButTimes(reporting({}), reporting({ reason: 'Other' })));
    assert.ok(!sameButTimes(reporting({}), reporting({}, { observedGeneration: 2 })));
  });
});

describe('a copy', () => {
  it('is equal in depth and shares nothing', () => {
    const original = Object.freeze({
      a: Object.freeze([Object.freeze({ b: null }), 'text', 1]),
      c: undefined,
    });
    const own = copy(original);
    assert.deepEqual(own, original);
    assert.ok(!Object.isFrozen(own) && !Object.isFrozen(own.a) && own.a[0] !== original.a[0]);
  });
});
