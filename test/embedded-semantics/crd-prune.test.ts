import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compileSchema } from '../../fixtures/embedded/api-server/schema/crd.ts';
import { object, rooted, widget } from './sample-schemas.ts';

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
