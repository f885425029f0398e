import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderSample, runFile } from './rendered.ts';

test('the sign-off names the cluster by its uid, or says why nobody knows it, and no simulated one', async () => {
  const clusterOf = async (cluster: object, versions: object = {}): Promise<string[]> => {
    const { read } = await renderSample({ ...runFile({}, versions), cluster });
    return (await read('signoff.md')).split('\n').filter((line) => line.includes('Cluster'));
  };
  assert.match((await clusterOf({ uid: 'u1' })).join(), /^- Cluster: u1$/);
  assert.match((await clusterOf({ unknown: 'forbidden' })).join(), /Cluster.*not known \(forbidden\)/);
  assert.deepEqual(await clusterOf({ uid: 'u1' }, { kubernetes: 'v1.34+embedded' }), []);
});
