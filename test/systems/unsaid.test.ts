import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logMustNotMention } from '../../support/systems/kserve/logs/service-logs.ts';

const pod = { metadata: { name: 'p', namespace: 'n' }, spec: { containers: [{ name: 'main' }] } };
const deployment = {
  metadata: { name: 'd', uid: 'd', ownerReferences: [{ uid: 'x' }] },
  spec: { selector: { matchLabels: { app: 'x' } } },
};

/** A service whose one pod logged these lines, where a word of the release stands for these texts. */
const reading = (lines: string[], texts: string[]) => ({
  words: { has: () => true, list: () => texts },
  target: { controllers: {} },
  subject: { word: 'LLM service', reference: { name: 'x', namespace: 'n' }, manifest: { spec: {} } },
  cluster: {
    serves: async () => true,
    get: async () => ({ metadata: { name: 'x', uid: 'x' } }),
    list: async ({ kind }: { kind: string }) => (kind === 'Pod' ? [pod] : [deployment]),
    logs: async function* () {
      yield* lines;
    },
  },
});
const judged = (lines: string[], texts: string[]) =>
  logMustNotMention({ attach: () => undefined }, reading(lines, texts) as never, 'model server', [
    { check: 'A', text: 'the unwanted' },
  ]);

test('a log must not hold a text: one that does, an empty one, and a word that stands for nothing are failures', async () => {
  await judged(['all is well'], ['trouble']);
  await assert.rejects(judged(['some trouble'], ['trouble']), /expected no "trouble", got 1 lines/);
  await assert.rejects(judged([], ['trouble']), /got an empty log/);
  await assert.rejects(judged(['all is well'], []), /"the unwanted" stands for no text here/);
});
