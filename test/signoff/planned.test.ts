import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { judge } from '../../support/judge/judge.ts';
import { readFeatureFolder } from '../../support/verdict/feature-files.ts';
import { readInventory } from '../../support/verdict/inventory.ts';
import { plannedAgainstDefined } from '../../support/verdict/planned.ts';
import { recordedRun } from '../../support/verdict/recorded-run.ts';

test('the inventory plans 168 scenarios and describes 15 with 31 edge cases and 8 validation tests', async () => {
  const inventory = await readInventory('features/requirements.yaml');
  const verdicts = judge({
    run: recordedRun([]),
    defined: [],
    inventory,
    exceptions: [],
    coverage: [],
    problems: [],
    today: new Date(),
  });
  const planned = plannedAgainstDefined(verdicts);
  const figures = planned.map(({ id, planned: announced, described, edgeCases }) =>
    [id.slice(-2), announced, described, edgeCases].join(' '),
  );
  assert.deepEqual(figures, [
    '01 10 2 4',
    '02 25 2 6',
    '03 40 4 11',
    '04 18 1 0',
    '05 22 2 5',
    '06 15 1 3',
    '07 20 2 2',
    '08 10 1 8',
    '09 8 0 0',
    '10 168 15 39',
    ...figures.slice(10),
  ]);
  assert.deepEqual(
    planned.slice(10).map(({ planned: announced, described }) => [announced, described]),
    [
      [28, 5],
      [52, 9],
      [58, 1],
      [30, 0],
    ],
  );
});

test('a scenario with ids of several groups of the plan is counted once', async () => {
  const verdicts = judge({
    defined: (await readFeatureFolder('features')).scenarios,
    run: recordedRun([]),
    inventory: await readInventory(path.join('features', 'requirements.yaml')),
    coverage: [],
    exceptions: [],
    doubts: [],
    warnings: [],
    problems: [],
    today: new Date(),
  });
  const defined = plannedAgainstDefined(verdicts).map((group) => group.defined);
  const sum = defined.slice(0, 9).reduce((all, own) => all + own, 0);
  assert.equal(sum, defined[9]);
});
