import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seeded } from '../../fixtures/embedded/random.ts';
import {
  choose,
  type Memory,
} from '../../fixtures/embedded/systems/inference-extension/endpoint-picker/picker.ts';
import { createPrefixIndex } from '../../fixtures/embedded/systems/inference-extension/endpoint-picker/prefix-index.ts';
import {
  readProfile,
  STANDARD,
} from '../../fixtures/embedded/systems/inference-extension/endpoint-picker/profile.ts';
import { createRecency } from '../../fixtures/embedded/systems/inference-extension/endpoint-picker/recency.ts';
import {
  DECODE,
  PREFILL,
} from '../../fixtures/embedded/systems/inference-extension/endpoint-picker/roles.ts';
import { createSessions } from '../../fixtures/embedded/systems/inference-extension/endpoint-picker/sessions.ts';
import type { PoolEndpoint } from '../../fixtures/embedded/systems/inference-extension/pool.ts';

const endpoint = (pod: string, role?: string): PoolEndpoint => ({
  pod,
  ip: `10.0.0.${pod.at(-1)}`,
  port: 8000,
  role,
});
const PODS = ['pod-1', 'pod-2', 'pod-3', 'pod-4', 'pod-5'].map((pod) => endpoint(pod));
const memory = (): Memory => ({
  prefixes: createPrefixIndex(),
  sessions: createSessions(),
  recency: createRecency(),
});

/** A picker that remembers, asked for requests of sessions with prompts. */
function picker(endpoints = PODS, waiting: Record<string, number> = {}) {
  const [random, remembered] = [seeded(5), memory()];
  return (session: string | undefined, text = 'short', from = endpoints) => {
    const loads = new Map(
      from.map(({ ip, pod }) => [`${ip}:8000`, { waiting: waiting[pod] ?? 0, running: 0, cacheUsage: 0 }]),
    );
    const situation = {
      namespace: 'ns',
      endpoints: from,
      loads,
      prompt: { model: 'm', text },
      session,
      sessionToken: undefined,
    };
    return choose(STANDARD.scorers, remembered, random, situation)?.endpoint.pod ?? '';
  };
}

test('a session stays on its pod, whatever else comes, and moves when the pod is gone', () => {
  const ask = picker();
  const first = ask('mine');
  for (let index = 0; index < 20; index++) {
    ask(`other-${index}`, `${index} `.repeat(200));
    assert.equal(ask('mine', `another prompt ${index} `.repeat(20)), first);
  }
  const rest = PODS.filter(({ pod }) => pod !== first);
  const second = ask('mine', 'short', rest);
  assert.notEqual(second, first);
  assert.equal(ask('mine'), second);
});

test('new sessions go round', () => {
  const ask = picker();
  const counts = new Map<string, number>();
  for (let index = 0; index < 50; index++) {
    const pod = ask(`session-${index}`);
    counts.set(pod, (counts.get(pod) ?? 0) + 1);
  }
  assert.deepEqual([...counts.values()], [10, 10, 10, 10, 10]);
});

test('what a server has seen draws requests to it, a full queue turns them away', () => {
  const ask = picker();
  const long = 'a prompt that fills several blocks '.repeat(10);
  const first = ask(undefined, long);
  assert.equal(ask(undefined, long), first);
  const two = PODS.slice(0, 2);
  const busy = picker(two, { 'pod-1': 128 });
  busy(undefined, '0');
  busy(undefined, '1');
  const later = [busy(undefined, '2'), busy(undefined, '3')];
  assert.ok(later.includes('pod-2'));
});

test('roles decide who may be chosen', () => {
  const all = ['decode', 'prefill', 'both', undefined].map((role, index) => endpoint(`pod-${index}`, role));
  assert.deepEqual(
    all.filter(DECODE.admits).map(({ role }) => role),
    ['decode', 'both', undefined],
  );
  assert.deepEqual(
    all.filter(PREFILL.admits).map(({ role }) => role),
    ['prefill'],
  );
});

test('a configuration says which plugins take part', () => {
  const profile = readProfile(
    'kind: EndpointPickerConfig\nplugins: [{type: decode-filter}, {type: queue-scorer}]\nschedulingProfiles: [{name: default, plugins: [{pluginRef: decode-filter}, {pluginRef: queue-scorer, weight: 3}]}]',
  );
  assert.deepEqual(profile, { decodeFilter: true, scorers: [{ scorer: 'queue-scorer', weight: 3 }] });
  assert.throws(() => readProfile('kind: EndpointPickerConfig\nplugins: [{type: nonsense}]'), /nonsense/);
});
