import type { Fields, KubeObject } from '../../fixtures/embedded/api-server/api.ts';
import { compileSchema } from '../../fixtures/embedded/api-server/schema/crd.ts';

/** The schema of an object. */
export const object = (properties: Fields, more: Fields = {}): Fields => ({
  type: 'object',
  properties,
  ...more,
});
/** The schema of a kind whose spec has this schema. */
export const rooted = (spec: Fields): Fields => object({ spec });
/** A custom resource. */
export const widget = (spec: Fields): KubeObject => ({
  apiVersion: 'e.com/v1',
  kind: 'Widget',
  metadata: { name: 'w' },
  spec,
});

/** Faults of one value under one schema, as `field: message (reason)`. */
export function faults(schema: Fields, value: unknown, old?: unknown): string[] {
  const compiled = compileSchema(rooted(object({ x: schema })));
  return compiled
    .validate(widget({ x: value }), old === undefined ? undefined : widget({ x: old }))
    .map(({ field, message, reason }) => `${field}: ${message} (${reason})`);
}
