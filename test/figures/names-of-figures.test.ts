import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFeatureFolder } from '../../support/verdict/feature-files.ts';

test('no two steps of the features measure under the same check: nobody could tell their figures apart', async () => {
  const { scenarios } = await readFeatureFolder('features');
  const measuring = scenarios.flatMap(({ key, steps, claims }) =>
    steps.flatMap(({ text }, position) =>
      text.startsWith('these figures were measured')
        ? [{ key, check: claims.find(({ step }) => step === position)?.check }]
        : [],
    ),
  );
  const byCheck = Map.groupBy(measuring, ({ check }) => check);
  assert.ok(measuring.length >= 16);
  assert.equal(byCheck.get(undefined), undefined, 'a step that measures decides a check');
  const shared = [...byCheck].filter(([, places]) => places.length > 1);
  assert.deepEqual(shared, []);
});
