import type { Fields, KubeObject } from '../../fixtures/embedded/api-server/api.ts';
import { defaultBuiltin, validateBuiltin } from '../../fixtures/embedded/api-server/schema/builtin.ts';

/** A container with only a name and an image. */
export const container = (more: Fields = {}): Fields => ({ name: 'main', image: 'i:1', ...more });
/** A pod spec with that container. */
export const podSpec = (more: Fields = {}): Fields => ({ containers: [container()], ...more });
/** A pod. */
export const pod = (spec: Fields): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p' },
  spec,
});
/** A deployment whose selector matches. */
export const deployment = (spec: Fields = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'd' },
  spec: {
    selector: { matchLabels: { app: 'a' } },
    template: { metadata: { labels: { app: 'a' } }, spec: podSpec() },
    ...spec,
  },
});

/** A copy with its defaults. */
export function defaulted(resource: string, object: KubeObject): KubeObject {
  const copy = structuredClone(object);
  defaultBuiltin(resource, copy);
  return copy;
}

/** Faults of an object after defaulting, as `field: message`. */
export function faults(resource: string, object: KubeObject, old?: KubeObject): string[] {
  const causes = validateBuiltin(resource, defaulted(resource, object), old && defaulted(resource, old));
  return causes.map(({ field, message }) => `${field}: ${message}`);
}
