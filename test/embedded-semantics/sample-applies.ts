import { ApiError, type Fields, type KubeObject } from '../../fixtures/embedded/api-server/api.ts';
import { serverSideApply, trackUpdate } from '../../fixtures/embedded/api-server/apply/apply.ts';

export const EARLY = '2026-01-01T00:00:00Z';
export const LATE = '2026-01-01T00:01:00Z';

export const deployment = (spec: Fields, metadata: Fields = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', ...metadata },
  spec,
});

export const podSpec = (...containers: Fields[]): Fields => ({ template: { spec: { containers } } });

export function apply(
  live: KubeObject | undefined,
  applied: KubeObject,
  manager: string,
  more: Fields = {},
): KubeObject {
  return serverSideApply(live, applied, {
    manager,
    force: false,
    now: EARLY,
    resource: 'deployments.apps',
    isCustom: false,
    ...more,
  });
}

export function update(before: KubeObject, spec: Fields, manager: string): KubeObject {
  const after = { ...structuredClone(before), spec };
  after.metadata.managedFields = trackUpdate(before, after, { manager, now: LATE });
  return after;
}

export const ownedBy = (object: KubeObject, manager: string): Fields =>
  object.metadata.managedFields?.find((entry) => entry.manager === manager)?.fieldsV1;

export function causesOf(action: () => unknown): Fields[] {
  try {
    action();
  } catch (error) {
    if (error instanceof ApiError) return error.details.causes;
    throw error;
  }
  return [];
}
