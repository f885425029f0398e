import { deepStrictEqual, strictEqual, throws } from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Fields, KubeObject } from '../../fixtures/embedded/api-server/api.ts';
import { compileSchema } from '../../fixtures/embedded/api-server/schema/crd.ts';

const object = (properties: Fields, more: Fields = {}): Fields => ({ type: 'object', properties, ...more });
const rooted = (spec: Fields): Fields => object({ spec });
const widget = (spec: Fields): KubeObject => ({
  apiVersion: 'e.com/v1',
  kind: 'Widget',
  metadata: { name: 'w' },
  spec,
});

/** Faults of one value under one schema, as `field: message (reason)`. */
function faults(schema: Fields, value: unknown, old?: unknown): string[] {
  const compiled = compileSchema(rooted(object({ x: schema })));
  return compiled
    .validate(widget({ x: value }), old === undefined ? undefined : widget({ x: old }))
    .map(({ field, message, reason }) => `${field}: ${message} (${reason})`);
}

describe('pruning', () => {
  const schema = compileSchema(
    rooted(
      object({
        known: { type: 'string' },
        list: { type: 'array', items: object({ a: { type: 'integer' } }) },
        map: { type: 'object', additionalProperties: object({ a: { type: 'integer' } }) },
        open: object(
          { inner: object({ a: { type: 'integer' } }) },
          { 'x-kubernetes-preserve-unknown-fields': true },
        ),
        embedded: object({ spec: object({}) }, { 'x-kubernetes-embedded-resource': true }),
      }),
    ),
  );

  it('drops what the schema does not list and says where', () => {
    const value = widget({
      known: 'k',
      nope: 1,
      list: [{ a: 1, b: 2 }],
      map: { m: { a: 1, c: 3 } },
      open: { kept: { deep: 1 }, inner: { a: 1, gone: 2 } },
      embedded: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', bogus: 1 }, status: {} },
    });
    deepStrictEqual(schema.prune(value), [
      'spec.nope',
      'spec.list[0].b',
      'spec.map.m.c',
      'spec.open.inner.gone',
      'spec.embedded.metadata.bogus',
      'spec.embedded.status',
    ]);
    deepStrictEqual(value.spec.open, { kept: { deep: 1 }, inner: { a: 1 } });
    deepStrictEqual(value.spec.embedded, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' } });
  });

  it('drops unknown fields at the root and leaves apiVersion, kind and metadata', () => {
    const value = { ...widget({}), extra: 1 };
    deepStrictEqual(schema.prune(value), ['extra']);
    strictEqual(value.apiVersion, 'e.com/v1');
  });
});

describe('defaulting', () => {
  const schema = compileSchema(
    rooted(
      object({
        size: { type: 'integer', default: 3 },
        nested: object({ mode: { type: 'string', default: 'on' } }, { default: {} }),
        absent: object({ mode: { type: 'string', default: 'on' } }),
        list: { type: 'array', items: object({ kind: { type: 'string', default: 'plain' } }) },
        nullable: { type: 'string', nullable: true, default: 'd' },
      }),
    ),
  );

  it('fills in where the parent exists, defaults of defaults included', () => {
    const value = widget({ list: [{}, { kind: 'odd' }], nullable: null });
    schema.applyDefaults(value);
    deepStrictEqual(value.spec, {
      size: 3,
      nested: { mode: 'on' },
      list: [{ kind: 'plain' }, { kind: 'odd' }],
      nullable: null,
    });
  });

  it('does not share the default between objects', () => {
    const [a, b] = [widget({}), widget({})];
    schema.applyDefaults(a);
    a.spec.nested.mode = 'changed';
    schema.applyDefaults(b);
    strictEqual(b.spec.nested.mode, 'on');
  });
});

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
