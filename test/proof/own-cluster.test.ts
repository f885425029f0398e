import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Api, ApiError, type WatchEvent } from '../../fixtures/embedded/api-server/api.ts';
import type { Cluster } from '../../fixtures/embedded/cluster.ts';
import { ownCluster } from '../../fixtures/embedded/defects/own-cluster.ts';

/** A cluster whose watch tells its one listener what `tell` is called with. */
function watched(): { cluster: Cluster; tell: () => void } {
  let listener: ((event: WatchEvent) => void) | undefined;
  const api = {
    as: () => api,
    watch: (_: string, onEvent: (event: WatchEvent) => void) => {
      listener = onEvent;
      return () => undefined;
    },
  } as unknown as Api;
  const event = { type: 'ADDED', object: { metadata: { name: 'a' } } } as unknown as WatchEvent;
  return { cluster: { api } as unknown as Cluster, tell: () => listener?.(event) };
}

test('what the API refuses a defect does not end the cluster; a mistake of the defect does', () => {
  const { cluster, tell } = watched();
  const own = ownCluster(cluster).api.as('defect');
  let failure: Error = new ApiError(403, 'Forbidden', 'namespace a is being terminated');
  own.watch('pods', () => {
    throw failure;
  });
  assert.doesNotThrow(tell);
  failure = new TypeError('no such field');
  assert.throws(tell, /no such field/);
});
