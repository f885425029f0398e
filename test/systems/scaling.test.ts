import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CheckResult } from '../../support/judging/check-results.ts';
import { together } from '../../support/systems/kserve/pods/loading.ts';
import { downloadOf, loadOf } from '../../support/systems/kserve/pods/pod-times.ts';
import { podsMustTerminate } from '../../support/systems/kserve/pods/scaling.ts';
import { zeroReplicasMustEndAs } from '../../support/systems/kserve/pods/zero-replicas.ts';
import { podsInWords } from '../../support/systems/kserve/pods.ts';
import { minutes } from '../../support/waiting/duration.ts';

const at = (second: number) => `2026-11-26T10:00:${String(second).padStart(2, '0')}Z`;

const pod = (name: string, ready: boolean) => ({
  ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name } },
  status: {
    phase: 'Running',
    conditions: [{ type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: at(40) }],
    initContainerStatuses: [
      {
        ...{ name: 'storage-initializer', ready: true, restartCount: 0 },
        state: { terminated: { exitCode: 0, startedAt: at(2), finishedAt: at(9) } },
      },
    ],
    containerStatuses: [{ name: 'main', ready, restartCount: 0, state: { running: { startedAt: at(12) } } }],
  },
});

test('download and load of a pod are read from its own timestamps; what has not ended has no length', () => {
  const lengthOf = ({ begin, end }: { begin: number; end: number }) => (end - begin) / 1_000;
  assert.equal(lengthOf(downloadOf(pod('a', true))), 7);
  assert.equal(lengthOf(loadOf(pod('a', true))), 28);
  assert.ok(Number.isNaN(lengthOf(loadOf(pod('a', false)))));
});

test('spans are together when they share a moment, and unknown ones never are', () => {
  assert.ok(
    together([
      { begin: 0, end: 10 },
      { begin: 9, end: 20 },
    ]),
  );
  assert.ok(
    !together([
      { begin: 0, end: 10 },
      { begin: 10, end: 20 },
    ]),
  );
  assert.ok(
    !together([
      { begin: 0, end: Number.NaN },
      { begin: 1, end: 2 },
    ]),
  );
});

test('a message names a dozen pods and counts the others', () => {
  const many = Array.from({ length: 30 }, (_, index) => pod(`p${index}`, index < 20));
  assert.match(podsInWords(many), /^p0: Running; .*p11: Running; and 18 more, 20 ready in all$/);
});

test('of the outcomes of zero replicas only the one that the release names is judged', async () => {
  const results: CheckResult[] = [];
  const world = { attach: (data: string) => void results.push(...JSON.parse(data)) };
  const words = { has: () => true, list: () => ['refused, at least one is needed'] };
  const subject = { word: 'LLM service', reference: { namespace: 'a', name: 'b' } };
  const asked = { cluster: {}, subject, refusal: undefined, limit: { milliseconds: 1, text: '' } } as never;
  const rows = [
    { check: 'A', outcome: 'accepted, every pod ends' },
    { check: 'B', outcome: 'refused, at least one is needed' },
    { check: 'C', outcome: 'the outcome of zero replicas' },
  ];
  await assert.rejects(
    zeroReplicasMustEndAs(world, words, asked, rows),
    /B: .*refused with .* it was accepted/,
  );
  assert.deepEqual(
    results.map(({ id, verdict }) => `${id} ${verdict}`),
    ['A not-promised', 'B failed', 'C failed'],
  );
});

test('one pod that is kept is not seen where the request was refused', async () => {
  const world = { attach: () => undefined };
  const words = { has: () => true, list: () => ['accepted, one pod is kept'] };
  const subject = { word: 'LLM service', reference: { namespace: 'a', name: 'b' } };
  const refusal = { message: 'replicas must be >= 1' };
  const asked = { cluster: {}, subject, refusal, limit: { milliseconds: 1, text: '' } } as never;
  const rows = [{ check: 'A', outcome: 'accepted, one pod is kept' }];
  await assert.rejects(
    zeroReplicasMustEndAs(world, words, asked, rows),
    /A: .*expected 0 replicas to be accepted, got replicas must be >= 1/,
  );
});

/** A pod that is kept while another one goes, in the states that it went through. */
function keeping(states: { resourceVersion: string; ready: boolean }[]) {
  const seen = states.map(({ resourceVersion, ready }) => {
    const { metadata, ...rest } = pod('kept', ready);
    return { ...rest, metadata: { ...metadata, uid: 'k', resourceVersion } };
  });
  const set = { metadata: { name: 's', uid: 's', ownerReferences: [{ uid: 'x' }] } };
  const kept = seen.at(-1);
  const cluster = {
    serves: async () => true,
    get: async () => ({ metadata: { name: 'x', uid: 'x' } }),
    list: async () => [set],
    history: async () => seen,
    waitForList: async (
      _: string,
      __: unknown,
      ___: unknown,
      look: (pods: unknown[]) => { value: unknown },
    ) => look([kept]).value,
  };
  const subject = {
    word: 'LLM service',
    reference: { name: 'x', namespace: 'n' },
    manifest: { spec: { worker: {} } },
  };
  const change = { pods: [seen[0]], at: new Date(), served: new Map() };
  const counts = { ending: 0, staying: 1 };
  return podsMustTerminate(cluster as never, subject as never, change as never, counts, minutes(1));
}

test('a pod that is kept must be ready in every state since the change, whatever versions look like', async () => {
  const [ready, unready] = [true, false];
  await keeping([
    { resourceVersion: '9', ready },
    { resourceVersion: '10', ready },
  ]);
  for (const [first, between, last] of [
    ['9', '10', '11'],
    ['x-9', 'x-10', 'x-11'],
  ] as const)
    await assert.rejects(
      keeping([
        { resourceVersion: first, ready },
        { resourceVersion: between, ready: unready },
        { resourceVersion: last, ready },
      ]),
      /kept was not ready all the time/,
    );
});
