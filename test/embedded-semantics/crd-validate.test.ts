import { deepStrictEqual } from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Fields } from '../../fixtures/embedded/api-server/api.ts';
import { faults, object } from './sample-schemas.ts';

describe('validation in the words of the API server', () => {
  const cases: [string, Fields, unknown, string[]][] = [
    [
      'wrong type',
      { type: 'integer' },
      'a',
      [
        'spec.x: Invalid value: "string": spec.x in body must be of type integer: "string" (FieldValueTypeInvalid)',
      ],
    ],
    [
      'null',
      { type: 'string' },
      null,
      [
        'spec.x: Invalid value: "null": spec.x in body must be of type string: "null" (FieldValueTypeInvalid)',
      ],
    ],
    ['null where it is allowed', { type: 'string', nullable: true }, null, []],
    ['an integer is a number', { type: 'number' }, 3, []],
    [
      'a fraction is no integer',
      { type: 'integer' },
      1.5,
      [
        'spec.x: Invalid value: "number": spec.x in body must be of type integer: "number" (FieldValueTypeInvalid)',
      ],
    ],
    [
      'minimum',
      { type: 'integer', minimum: 1 },
      0,
      ['spec.x: Invalid value: 0: spec.x in body should be greater than or equal to 1 (FieldValueInvalid)'],
    ],
    [
      'exclusive maximum',
      { type: 'integer', maximum: 5, exclusiveMaximum: true },
      5,
      ['spec.x: Invalid value: 5: spec.x in body should be less than 5 (FieldValueInvalid)'],
    ],
    [
      'multiple',
      { type: 'integer', multipleOf: 5 },
      7,
      ['spec.x: Invalid value: 7: spec.x in body should be a multiple of 5 (FieldValueInvalid)'],
    ],
    [
      'enum',
      { type: 'string', enum: ['a', 'b'] },
      'c',
      ['spec.x: Unsupported value: "c": supported values: "a", "b" (FieldValueNotSupported)'],
    ],
    [
      'pattern',
      { type: 'string', pattern: '^a+$' },
      'b',
      ['spec.x: Invalid value: "b": spec.x in body should match \'^a+$\' (FieldValueInvalid)'],
    ],
    [
      'minLength counts characters',
      { type: 'string', minLength: 2 },
      '🙂',
      ['spec.x: Invalid value: "🙂": spec.x in body should be at least 2 chars long (FieldValueInvalid)'],
    ],
    [
      'maxLength',
      { type: 'string', maxLength: 1 },
      'ab',
      ['spec.x: Too long: may not be more than 1 bytes (FieldValueTooLong)'],
    ],
    [
      'format',
      { type: 'string', format: 'date-time' },
      'now',
      [
        'spec.x: Invalid value: "now": spec.x in body must be of type date-time: "now" (FieldValueTypeInvalid)',
      ],
    ],
    [
      'minItems',
      { type: 'array', minItems: 1, items: { type: 'string' } },
      [],
      ['spec.x: Invalid value: 0: spec.x in body should have at least 1 items (FieldValueInvalid)'],
    ],
    [
      'maxItems',
      { type: 'array', maxItems: 1, items: { type: 'string' } },
      ['a', 'b'],
      ['spec.x: Too many: 2: must have at most 1 items (FieldValueTooMany)'],
    ],
    [
      'required',
      object({ a: { type: 'string' } }, { required: ['a'] }),
      {},
      ['spec.x.a: Required value (FieldValueRequired)'],
    ],
    [
      'set',
      { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } },
      ['a', 'a'],
      ['spec.x[1]: Duplicate value: "a" (FieldValueDuplicate)'],
    ],
    [
      'keys of a list',
      {
        type: 'array',
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['n'],
        items: object({ n: { type: 'string' } }, { required: ['n'] }),
      },
      [{ n: 'a' }, { n: 'a' }],
      ['spec.x[1]: Duplicate value: {"n":"a"} (FieldValueDuplicate)'],
    ],
    ['int or string', { 'x-kubernetes-int-or-string': true }, '50%', []],
    [
      'neither int nor string',
      { 'x-kubernetes-int-or-string': true },
      true,
      [
        'spec.x: Invalid value: "boolean": spec.x in body must be of type integer,string: "boolean" (FieldValueTypeInvalid)',
      ],
    ],
    [
      'anyOf',
      object(
        { a: { type: 'string' }, b: { type: 'string' } },
        { anyOf: [{ required: ['a'] }, { required: ['b'] }] },
      ),
      {},
      ['spec.x: Invalid value: "": "spec.x" must validate at least one schema (anyOf) (FieldValueInvalid)'],
    ],
    [
      'oneOf',
      object(
        { a: { type: 'string' }, b: { type: 'string' } },
        { oneOf: [{ required: ['a'] }, { required: ['b'] }] },
      ),
      { a: '', b: '' },
      [
        'spec.x: Invalid value: "": "spec.x" must validate one and only one schema (oneOf). Found 2 valid alternatives (FieldValueInvalid)',
      ],
    ],
    [
      'not',
      object({ a: { type: 'string' } }, { not: { required: ['a'] } }),
      { a: '' },
      ['spec.x: Invalid value: "": "spec.x" must not validate the schema (not) (FieldValueInvalid)'],
    ],
  ];
  for (const [what, schema, value, expected] of cases) {
    it(what, () => deepStrictEqual(faults(schema, value), expected));
  }
});
