import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Fields } from '../../fixtures/embedded/api-server/api.ts';
import { faults, object } from './sample-schemas.ts';

describe('CEL rules', () => {
  const rule = (text: string, more: Fields = {}) => ({
    'x-kubernetes-validations': [{ rule: text, ...more }],
  });
  const range = (more: Fields) => object({ min: { type: 'integer' }, max: { type: 'integer' } }, more);

  it('compares integers and says the message of the rule', () => {
    const schema = range(rule('self.min <= self.max', { message: 'min above max' }));
    deepStrictEqual(faults(schema, { min: 3, max: 2 }), [
      'spec.x: Invalid value: "object": min above max (FieldValueInvalid)',
    ]);
    deepStrictEqual(faults(schema, { min: 2, max: 2 }), []);
  });

  it('names the rule when it has no message', () => {
    deepStrictEqual(faults({ type: 'string', ...rule("self != 'no'") }, 'no'), [
      'spec.x: Invalid value: "string": failed rule: self != \'no\' (FieldValueInvalid)',
    ]);
  });

  it('computes messages, points at fields and gives reasons', () => {
    const more = {
      messageExpression: "'max is ' + string(self.max)",
      fieldPath: '.max',
      reason: 'FieldValueForbidden',
    };
    deepStrictEqual(faults(range(rule('self.max < 10', more)), { max: 11 }), [
      'spec.x.max: Forbidden: max is 11 (FieldValueForbidden)',
    ]);
  });

  it('compares with the old value, on updates only', () => {
    const schema = { type: 'string', ...rule('self == oldSelf', { message: 'immutable' }) };
    deepStrictEqual(faults(schema, 'a'), []);
    deepStrictEqual(faults(schema, 'a', 'a'), []);
    deepStrictEqual(faults(schema, 'b', 'a'), [
      'spec.x: Invalid value: "string": immutable (FieldValueInvalid)',
    ]);
  });

  it('may treat the old value as optional', () => {
    const schema = {
      type: 'integer',
      ...rule('!oldSelf.hasValue() || self >= oldSelf.value()', {
        optionalOldSelf: true,
        message: 'shrinks',
      }),
    };
    deepStrictEqual(faults(schema, 1), []);
    deepStrictEqual(faults(schema, 1, 2), ['spec.x: Invalid value: "integer": shrinks (FieldValueInvalid)']);
  });

  it('correlates items of keyed lists', () => {
    const schema = {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['n'],
      items: object(
        { n: { type: 'string' }, v: { type: 'integer', ...rule('self >= oldSelf') } },
        { required: ['n'] },
      ),
    };
    const old = [
      { n: 'a', v: 1 },
      { n: 'b', v: 5 },
    ];
    deepStrictEqual(
      faults(
        schema,
        [
          { n: 'b', v: 5 },
          { n: 'a', v: 1 },
        ],
        old,
      ),
      [],
    );
    deepStrictEqual(faults(schema, [{ n: 'b', v: 4 }], old), [
      'spec.x[0].v: Invalid value: "integer": failed rule: self >= oldSelf (FieldValueInvalid)',
    ]);
  });

  it('reads fields whose names are no identifiers', () => {
    const schema = object(
      { 'a-b': { type: 'integer' }, namespace: { type: 'string' } },
      rule("self.a__dash__b == 1 && self.__namespace__ == 'n'"),
    );
    deepStrictEqual(faults(schema, { 'a-b': 1, namespace: 'n' }), []);
  });

  it('knows the functions that Kubernetes adds', () => {
    const text =
      "quantity(self).isLessThan(quantity('2Gi')) && self.find('[0-9]+') == '1' && isQuantity(self) && [1, 2].isSorted() && [1, 2].sum() == 3";
    deepStrictEqual(faults({ type: 'string', ...rule(text) }, '1Gi'), []);
  });

  it('reports an evaluation that fails', () => {
    deepStrictEqual(faults(range(rule('self.min > 1')), {}), [
      'spec.x: Invalid value: "object": no such key: min evaluating rule: rule: self.min > 1 (FieldValueInvalid)',
    ]);
  });

  it('is not evaluated on an object that the schema refuses', () => {
    const found = faults(range(rule('self.min > 1')), { min: 'a' });
    strictEqual(found.length, 2);
    strictEqual(
      found[1]?.startsWith('<nil>: Invalid value: "null": some validation rules were not checked'),
      true,
    );
  });
});
