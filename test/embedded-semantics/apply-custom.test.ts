import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Fields, KubeObject } from '../../fixtures/embedded/api-server/api.ts';
import { compileSchema } from '../../fixtures/embedded/api-server/schema/crd.ts';
import { apply, causesOf, ownedBy } from './sample-applies.ts';

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
