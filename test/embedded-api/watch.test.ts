import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fields } from '../../fixtures/embedded/api-server/api.ts';
import { configMap, start, watchEvents } from './start.ts';

const MAPS = '/api/v1/namespaces/default/configmaps';
const merge = 'application/merge-patch+json';
const summary = (events: Fields[]) => events.map(({ type, object }) => `${type} ${object.metadata.name}`);

test('a watch from a version tells what happened since, in order', async (t) => {
  const { call, url } = await start(t);
  const { body: list } = await call('GET', MAPS);
  await call('POST', MAPS, { body: configMap('a') });
  await call('PATCH', `${MAPS}/a`, { body: { data: { k: 'v' } }, type: merge });
  const { body: last } = await call('GET', `${MAPS}/a`);
  await call('DELETE', `${MAPS}/a`);
  const path = `${MAPS}?watch=true&resourceVersion=${list.metadata.resourceVersion}`;
  const events = await watchEvents(url, path, 3);
  assert.deepEqual(summary(events), ['ADDED a', 'MODIFIED a', 'DELETED a']);
  assert.ok(Number(events[2]?.object.metadata.resourceVersion) > Number(last.metadata.resourceVersion));
});

test('a watch without a version begins with all objects and stays open', async (t) => {
  const { call, url } = await start(t);
  await call('POST', MAPS, { body: configMap('a') });
  const watching = watchEvents(url, `${MAPS}?watch=true`, 2);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await call('POST', MAPS, { body: configMap('b') });
  assert.deepEqual(summary(await watching), ['ADDED a', 'ADDED b']);
});

test('objects that begin or cease to match a selector are added or deleted', async (t) => {
  const { call, url } = await start(t);
  const { body: list } = await call('GET', MAPS);
  await call('POST', MAPS, { body: configMap('a', {}, { on: 'no' }) });
  for (const on of ['yes', 'yes', 'no'])
    await call('PATCH', `${MAPS}/a`, {
      body: { metadata: { labels: { on } }, data: { on, at: `${Math.random()}` } },
      type: merge,
    });
  const query = `watch=1&labelSelector=on%3Dyes&resourceVersion=${list.metadata.resourceVersion}`;
  const events = await watchEvents(url, `${MAPS}?${query}`, 3);
  assert.deepEqual(summary(events), ['ADDED a', 'MODIFIED a', 'DELETED a']);
  assert.equal(events[2]?.object.metadata.labels.on, 'yes');
});

test('a watch of another namespace and of another resource hears nothing of it', async (t) => {
  const { call, url } = await start(t);
  const quiet = watchEvents(url, '/api/v1/namespaces/kube-system/configmaps?watch=1&timeoutSeconds=1', 1);
  await call('POST', MAPS, { body: configMap('a') });
  assert.deepEqual(await quiet, []);
});

test('a forgotten version is a 410 inside the stream', async (t) => {
  const { call, url, server } = await start(t);
  const { body: list } = await call('GET', MAPS);
  await call('POST', MAPS, { body: configMap('a') });
  server.compact();
  const old = list.metadata.resourceVersion;
  const [event] = await watchEvents(url, `${MAPS}?watch=true&resourceVersion=${old}`, 1);
  assert.equal(event?.type, 'ERROR');
  assert.deepEqual([event?.object.code, event?.object.reason], [410, 'Expired']);
});

test('sendInitialEvents ends the initial objects with a bookmark', async (t) => {
  const { call, url } = await start(t);
  await call('POST', MAPS, { body: configMap('a') });
  const query = 'watch=1&sendInitialEvents=true&allowWatchBookmarks=true';
  assert.equal((await call('GET', `${MAPS}?${query}`)).code, 422);
  const path = `${MAPS}?${query}&resourceVersionMatch=NotOlderThan`;
  const [added, bookmark] = await watchEvents(url, path, 2);
  assert.equal(added?.type, 'ADDED');
  assert.equal(bookmark?.type, 'BOOKMARK');
  assert.equal(bookmark?.object.metadata.annotations['k8s.io/initial-events-end'], 'true');
});

test('a list is paged over one consistent version', async (t) => {
  const { call, server } = await start(t);
  for (const name of ['a', 'b', 'c', 'd', 'e']) await call('POST', MAPS, { body: configMap(name) });
  const names = (list: Fields) => list.items.map(({ metadata }: Fields) => metadata.name).join('');
  const { body: first } = await call('GET', `${MAPS}?limit=2`);
  assert.deepEqual([names(first), first.metadata.remainingItemCount], ['ab', 3]);
  await call('DELETE', `${MAPS}/c`);
  await call('POST', MAPS, { body: configMap('bb') });
  const { body: second } = await call('GET', `${MAPS}?limit=2&continue=${first.metadata.continue}`);
  assert.equal(names(second), 'cd');
  assert.equal(second.metadata.resourceVersion, first.metadata.resourceVersion);
  const { body: third } = await call('GET', `${MAPS}?limit=2&continue=${second.metadata.continue}`);
  assert.deepEqual([names(third), third.metadata.continue], ['e', undefined]);
  server.compact();
  const late = await call('GET', `${MAPS}?limit=2&continue=${second.metadata.continue}`);
  assert.equal(late.code, 410);
  assert.equal((await call('GET', `${MAPS}?continue=nonsense`)).code, 400);
});

test('items of built-in lists carry no kind', async (t) => {
  const { call } = await start(t);
  await call('POST', MAPS, { body: configMap('a') });
  const { body } = await call('GET', MAPS);
  assert.equal(body.kind, 'ConfigMapList');
  assert.deepEqual([body.items[0].kind, body.items[0].metadata.name], [undefined, 'a']);
});
