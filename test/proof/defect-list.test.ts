import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFECTS } from '../../fixtures/embedded/defects/all.ts';
import { claimants, sampleOf } from '../../support/proof/defect-list.ts';
import { readFeatureFolder } from '../../support/verdict/feature-files.ts';

test('a sample is spread evenly and is the same every time', () => {
  const items = Array.from({ length: 10 }, (_, index) => index);
  assert.deepEqual(sampleOf(items, 3), [0, 3, 6]);
  assert.deepEqual(sampleOf(items, 20), items);
});

test('every defect is claimed by a scenario, and no two share an id', async () => {
  const { scenarios } = await readFeatureFolder('features');
  const unclaimed = DEFECTS.filter((defect) => claimants(defect, scenarios).length === 0);
  assert.deepEqual(
    unclaimed.map(({ id }) => id),
    [],
  );
  assert.equal(new Set(DEFECTS.map(({ id }) => id)).size, DEFECTS.length);
});

/** An average above 2 s over 100 requests takes longer than a scenario may: test/systems judges the figure. */
const TOO_SLOW_TO_BREAK = ['RK-001.31'];
/** Outcomes of zero replicas that release `document` does not promise: on the embedded cluster their verdict is not-promised. */
const OTHER_OUTCOMES = ['EC-SCALE-001.2', 'EC-SCALE-001.3'];

test('every check that a feature claims has a defect that must break it', async () => {
  const { scenarios } = await readFeatureFolder('features');
  const broken = new Set(DEFECTS.flatMap(({ checks }) => checks));
  const claimed = new Set(
    scenarios
      .filter(({ tags }) => !tags.some(({ name }) => name === '@needs-serverless'))
      .flatMap(({ claims }) => claims.map(({ check }) => check)),
  );
  const exempt = [...TOO_SLOW_TO_BREAK, ...OTHER_OUTCOMES];
  assert.deepEqual(
    [...claimed].filter((check) => !broken.has(check) && !exempt.includes(check)),
    [],
  );
});
