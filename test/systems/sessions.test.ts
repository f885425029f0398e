import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inSession, judgeShare, newSession } from '../../support/systems/kserve/requests/sessions.ts';

const served = new Map([
  ['pod-a', 9],
  ['pod-b', 1],
  ['pod-c', 0],
]);
const exactly = (count: number) => ({ least: count, most: count });
const first = { id: 'x', pod: 'pod-a' };

test('a session is told by the header of the release', () => {
  const one = newSession();
  assert.notEqual(one.id, newSession().id);
  assert.deepEqual(inSession('X-Session-ID', one), { headers: { 'X-Session-ID': one.id } });
});

test('what the pod of the session served, and what the others did', () => {
  judgeShare('s', first, served, exactly(9), 'the pod of the session');
  judgeShare('s', first, served, exactly(1), 'another pod');
  assert.throws(
    () => judgeShare('s', first, served, exactly(10), 'the pod of the session'),
    /s: expected exactly 10 of the requests .*\(pod-a served it first\), got 9 \(pod-a 9, pod-b 1, pod-c 0\)/,
  );
  assert.throws(() => judgeShare('s', first, served, exactly(0), 'another pod'), /got 1/);
});

test('without a first pod nothing can be said', () => {
  assert.throws(() => judgeShare('s', { id: 'x' }, served, exactly(0), 'another pod'), /not known/);
});
