import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KubernetesObject } from '../../support/cluster/cluster.ts';
import { seconds } from '../../support/waiting/duration.ts';
import { until } from '../until.ts';
import { json, refusal, type StubApiServer, stubApiServer } from './stub-api-server.ts';

const KIND = { apiVersion: 'v1', kind: 'ConfigMap' };
const A = { ...KIND, namespace: 'ns', name: 'a' };
const at = (version: number, value: string, name = 'a') => ({
  ...KIND,
  metadata: { name, namespace: 'ns', uid: `uid-${name}`, resourceVersion: String(version) },
  data: { value },
});
const dataOf = (object: KubernetesObject | undefined): string => object?.data.value ?? 'absent';

/** A collection that a test changes, with its watches in hand. */
function collection(server: StubApiServer) {
  const watches: ServerResponse[] = [];
  const opened: string[] = [];
  let state = { version: 1, items: [] as ReturnType<typeof at>[] };
  server.on('GET /api/v1/namespaces/ns/configmaps', (_request, response, url) => {
    if (url.searchParams.get('watch') !== 'true')
      return json(response, { metadata: { resourceVersion: String(state.version) }, items: state.items });
    opened.push(url.searchParams.get('resourceVersion') ?? '');
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    watches.push(response);
  });
  return {
    watches,
    opened,
    set: (version: number, ...items: ReturnType<typeof at>[]) => {
      state = { version, items };
    },
    tell: (type: string, object: unknown) => watches.at(-1)?.write(`${JSON.stringify({ type, object })}\n`),
    /** Until the informer has opened its n-th watch. */
    watched: (count: number) => until(`${count} watches`, () => watches.length >= count),
  };
}

const lookFor = (wanted: string) => (object: KubernetesObject | undefined) =>
  dataOf(object) === wanted
    ? { met: true as const, value: object }
    : { met: false as const, seen: dataOf(object) };

it('shares one watch among all waits of a kind and namespace, and is woken by it', async (t) => {
  const server = await stubApiServer(t);
  const maps = collection(server);
  const cluster = await server.connect();
  let looks = 0;
  const waits = ['1', '2', '3'].map((value) => {
    const look = (object: KubernetesObject | undefined) => {
      looks += 1;
      return lookFor(value)(object);
    };
    return cluster.waitForObject(`a is ${value}`, A, look, { limit: seconds(30) });
  });
  await maps.watched(1);
  await until('a first look of each', () => looks === 3);
  const began = performance.now();
  maps.tell('ADDED', at(2, '1'));
  maps.tell('MODIFIED', at(3, '2'));
  maps.tell('MODIFIED', at(4, '3'));
  await Promise.all(waits);
  // A poll comes every 2 s.
  assert.ok(performance.now() - began < 1_500, 'woken, not polled');
  assert.equal(maps.watches.length, 1);
});

it('never takes a state that is older than the wait for the present one', async (t) => {
  const server = await stubApiServer(t);
  const maps = collection(server);
  maps.set(5, at(5, 'old'));
  const cluster = await server.connect();
  await cluster.history(A);
  await maps.watched(1);
  maps.set(9, at(9, 'new'));
  const seen: string[] = [];
  const look = (object: KubernetesObject | undefined) => {
    seen.push(dataOf(object));
    return lookFor('newer')(object);
  };
  const wait = cluster.waitForObject('a is newer', A, look, { limit: seconds(30) });
  await until('a first look', () => seen.length > 0);
  maps.tell('MODIFIED', at(6, 'late news'));
  maps.tell('MODIFIED', at(9, 'new'));
  maps.tell('MODIFIED', at(10, 'newer'));
  await wait;
  assert.deepEqual(seen, ['new', 'newer']);
});

it('sees a flap between two looks', async (t) => {
  const server = await stubApiServer(t);
  const maps = collection(server);
  maps.set(1, at(1, 'no'));
  const cluster = await server.connect();
  const stable = { limit: seconds(30), stableFor: seconds(1) };
  const sightings: boolean[] = [];
  const look = (object: KubernetesObject | undefined) => {
    const sighting = lookFor('yes')(object);
    sightings.push(sighting.met);
    return sighting;
  };
  const wait = cluster.waitForObject('a is yes', A, look, stable);
  await maps.watched(1);
  await until('a first look', () => sightings.length > 0);
  for (const [index, value] of ['yes', 'no', 'yes'].entries()) maps.tell('MODIFIED', at(2 + index, value));
  await wait;
  assert.deepEqual(sightings.slice(0, 4), [false, true, false, true]);
});

it('goes on from the last version after the server closed the watch, and lists anew after 410', async (t) => {
  const server = await stubApiServer(t);
  const maps = collection(server);
  const cluster = await server.connect();
  await cluster.history(A);
  await maps.watched(1);
  maps.tell('ADDED', at(2, 'first'));
  await until('the news', async () => (await cluster.history(A)).length > 0);
  maps.watches[0]?.end();
  await maps.watched(2);
  assert.equal(maps.opened[1], '2');
  maps.set(9, at(8, 'while it was away'));
  maps.tell('ERROR', refusal(410, 'Expired', 'too old resource version'));
  await maps.watched(3);
  assert.equal(maps.opened[2], '9');
  maps.set(12);
  maps.tell('BOOKMARK', at(10, ''));
  maps.watches[2]?.end();
  await maps.watched(4);
  assert.equal(maps.opened[3], '10');
  assert.deepEqual((await cluster.history(A)).map(dataOf), ['first', 'while it was away']);
});

it('follows on after the connection was cut in the middle of a line', async (t) => {
  const server = await stubApiServer(t);
  const maps = collection(server);
  const cluster = await server.connect();
  await cluster.history(A);
  await maps.watched(1);
  maps.watches[0]?.write('{"type":"ADDED","obj');
  await sleep(20);
  maps.watches[0]?.socket?.destroy();
  await maps.watched(2);
  maps.tell('ADDED', at(2, 'x'));
  await until('the news', async () => (await cluster.history(A)).length > 0);
  assert.deepEqual((await cluster.history(A)).map(dataOf), ['x']);
});

it('selects by labels as the API server does, and drops what stops to match', async (t) => {
  const server = await stubApiServer(t);
  const maps = collection(server);
  const labelled = (version: number, name: string, app: string) => {
    const object = at(version, name, name);
    return { ...object, metadata: { ...object.metadata, labels: { app } } };
  };
  const cluster = await server.connect();
  const names: string[] = [];
  const selection = { namespace: 'ns', selector: 'app in (x, y),app!=y' };
  const wait = cluster.waitForList(
    'left',
    KIND,
    selection,
    (objects) => {
      names.push(objects.map((object) => object.metadata.name).join());
      return names.at(-1) === '' && names.length > 1 ? { met: true, value: 0 } : { met: false, seen: '' };
    },
    { limit: seconds(30) },
  );
  await maps.watched(1);
  await until('a first look', () => names.length > 0);
  maps.tell('ADDED', labelled(2, 'a', 'x'));
  maps.tell('ADDED', labelled(3, 'b', 'y'));
  maps.tell('MODIFIED', labelled(4, 'a', 'z'));
  await wait;
  assert.deepEqual(names, ['', 'a', '']);
});

it('ends a wait at once when the kind may not be listed', async (t) => {
  const server = await stubApiServer(t);
  const message = 'configmaps is forbidden: User "ada" cannot list resource "configmaps"';
  server.on('GET /api/v1/namespaces/ns/configmaps', (_request, response) =>
    json(response, refusal(403, 'Forbidden', message), 403),
  );
  const cluster = await server.connect();
  await assert.rejects(cluster.waitForObject('x', A, lookFor('1'), { limit: seconds(30) }), { message });
});

it('follows a kind for a while, and ends the watch that nobody else asked for', async (t) => {
  const server = await stubApiServer(t);
  const maps = collection(server);
  maps.set(2, at(2, '1'));
  const cluster = await server.connect();
  const seen: string[] = [];
  const follow = () => cluster.follow(KIND, 'ns', (object) => seen.push(dataOf(object)));
  const [one, another] = [await follow(), await follow()];
  await maps.watched(1);
  assert.deepEqual(seen, ['1', '1'], 'what is there already is told as well');
  assert.equal(one(), undefined);
  maps.tell('MODIFIED', at(3, '2'));
  await until('the change', () => seen.length > 2);
  assert.deepEqual(seen, ['1', '1', '2'], 'one has stopped, the other goes on by the same watch');
  const [watch] = maps.watches;
  assert.equal(watch?.destroyed, false);
  another();
  await until('the end of the watch', () => watch?.destroyed === true);
  const last = await follow();
  await maps.watched(2);
  await cluster.waitForObject('a is 1', A, lookFor('1'), { limit: seconds(30) });
  last();
  await cluster.waitForObject('a is 1', A, lookFor('1'), { limit: seconds(30) });
  assert.equal(maps.opened.length, 2, 'a wait keeps the watch that was there');
});

it('says why it follows no more where a watch was refused', async (t) => {
  const server = await stubApiServer(t);
  server.on('GET /api/v1/namespaces/ns/configmaps', (_request, response, url) =>
    url.searchParams.get('watch') === 'true'
      ? json(response, refusal(403, 'Forbidden', 'nobody may watch'), 403)
      : json(response, { metadata: { resourceVersion: '1' }, items: [] }),
  );
  const notes: string[] = [];
  const cluster = await server.connect({ note: (line) => notes.push(line) });
  const stop = await cluster.follow(KIND, 'ns', () => undefined);
  await until('the refusal', () => notes.length > 0);
  assert.match(stop() ?? '', /^watch of \S+ ended: nobody may watch$/);
});
