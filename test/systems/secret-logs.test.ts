import { doesNotMatch, match, rejects } from 'node:assert/strict';
import { test } from 'node:test';
import type { Cluster } from '../../support/cluster/cluster.ts';
import type { Reading } from '../../support/systems/kserve/expected.ts';
import { logMustHideSecret } from '../../support/systems/kserve/logs/secret-logs.ts';
import { podsMustHideSecret } from '../../support/systems/kserve/pods/secret-values.ts';

const VALUE = 'a-key-for-this-test';
const encoded = Buffer.from(VALUE).toString('base64');
const secret = { name: 'credentials', key: 'KEY' };
const pod = {
  metadata: { namespace: 'ns', name: 'x-1' },
  spec: { initContainers: [{ name: 'storage-initializer' }] },
  status: {},
};

function readingOf(
  lines: readonly string[],
  data: Record<string, string> = { KEY: encoded },
  spec: object = pod.spec,
): Reading {
  const own = { metadata: { namespace: 'ns', name: 'x', uid: 'u', ownerReferences: [{ uid: 'u' }] } };
  const deployment = { ...own, spec: { selector: { matchLabels: { app: 'x' } } } };
  const cluster = {
    get: async ({ kind }: { kind: string }) => (kind === 'Secret' ? { data } : own),
    serves: async () => true,
    list: async ({ kind }: { kind: string }) =>
      kind === 'Pod' ? [{ ...pod, spec }] : kind === 'Deployment' ? [deployment] : [],
    async *logs() {
      yield* lines;
    },
  };
  const reference = { apiVersion: 'a/v1', kind: 'K', namespace: 'ns', name: 'x' };
  const manifest = { apiVersion: 'a/v1', kind: 'K', metadata: { name: 'x' } };
  return {
    cluster: cluster as unknown as Cluster,
    subject: { word: 'LLM service', reference, manifest },
  } as Reading;
}

test('a secret is found in a log in either form, and is not told', async () => {
  await logMustHideSecret(readingOf(['begins', 'ends']), 'storage initializer', secret);
  for (const form of [VALUE, encoded])
    await rejects(
      logMustHideSecret(readingOf(['begins', `key ${form}`]), 'storage initializer', secret),
      (error) => {
        match(String(error), /expected no value of KEY of Secret credentials, got it in line 2/);
        doesNotMatch(String(error), new RegExp(form));
        return true;
      },
    );
});

test('a log without a line, or a Secret without the key, proves nothing', async () => {
  await rejects(logMustHideSecret(readingOf([]), 'storage initializer', secret), /it is empty/);
  await rejects(logMustHideSecret(readingOf(['x'], {}), 'storage initializer', secret), /has no KEY/);
});

test('a secret is found in the spec of a pod, and is not told', async () => {
  const world = { attach: () => undefined };
  const rows = [{ check: 'X-1.1', key: 'KEY' }];
  await podsMustHideSecret(world, readingOf([]), 'credentials', rows);
  for (const value of [VALUE, encoded]) {
    const spec = { containers: [{ name: 'main', env: [{ name: 'A', value: `=${value}` }] }] };
    await rejects(podsMustHideSecret(world, readingOf([], undefined, spec), 'credentials', rows), (error) => {
      match(String(error), /expected KEY of Secret credentials nowhere .* spec.containers.0.env.0.value/);
      doesNotMatch(String(error), new RegExp(value));
      return true;
    });
  }
});
