import { throws } from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Fields } from '../../fixtures/embedded/api-server/api.ts';
import { compileSchema } from '../../fixtures/embedded/api-server/schema/crd.ts';
import { object } from './sample-schemas.ts';

describe('a schema that is not acceptable', () => {
  const hostile: [string, Fields, RegExp][] = [
    ['no type at the root', {}, /type: Required value: must not be empty at the root/],
    ['a field without a type', object({ a: {} }), /properties\[a\]\.type: Required value/],
    ['an unknown type', object({ a: { type: 'float' } }), /Unsupported value: "float"/],
    ['a reference', object({ a: { type: 'object', $ref: '#/x' } }), /\$ref is not supported/],
    ['an array without items', object({ a: { type: 'array' } }), /properties\[a\]\.items: Required value/],
    [
      'list keys without a list type',
      object({ a: { type: 'array', items: object({}), 'x-kubernetes-list-map-keys': ['n'] } }),
      /x-kubernetes-list-type: Required value/,
    ],
    [
      'a list key that may be absent',
      object({
        a: {
          type: 'array',
          items: object({ n: { type: 'string' } }),
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['n'],
        },
      }),
      /must have a default or be a required property/,
    ],
    [
      'a default of the wrong type',
      object({ a: { type: 'integer', default: 'x' } }),
      /must be of type integer/,
    ],
    ['a default with unknown fields', object({ a: { ...object({}), default: { b: 1 } } }), /unknown fields/],
    [
      'a broken pattern',
      object({ a: { type: 'string', pattern: '(' } }),
      /must be a valid regular expression/,
    ],
    [
      'a broken rule',
      object({ a: { type: 'string', 'x-kubernetes-validations': [{ rule: 'self ==' }] } }),
      /compilation failed/,
    ],
    [
      'properties beside additional ones',
      object({ a: { ...object({ b: { type: 'string' } }), additionalProperties: { type: 'string' } } }),
      /mutual exclusive/,
    ],
  ];
  for (const [what, schema, pattern] of hostile)
    it(`refuses ${what}`, () => throws(() => compileSchema(schema), pattern));
});
