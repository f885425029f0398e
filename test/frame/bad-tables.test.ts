import assert from 'node:assert/strict';
import { it } from 'node:test';
import { refusedTables } from '../../support/lint/refused-tables.ts';
import { limitOf } from '../../support/metrics/figure-limit.ts';
import { refusedBecause } from '../../support/plan/refused.ts';
import { offer } from '../../support/spelling/nearest.ts';
import { applySetting, settingProblem } from '../../support/systems/kserve/manifests/manifest-settings.ts';
import type { DefinedScenario } from '../../support/verdict/defined-scenarios.ts';
import { readFeatureFolder } from '../../support/verdict/feature-files.ts';
import { Sandbox, STEPS } from './sandbox.ts';

const TABLE_STEPS = `${STEPS}
import { tableOf } from '../support/tables.ts';
Then('these figures hold:', (table) => tableOf(table, ['check', 'figure', 'limit']));
`;

const feature = (limit: string, other = 'at most 2'): string => `@kserve @basic
Feature: A
  @LB-001 @P0
  Scenario: S
    When I do nothing
    Then these figures hold:
      | figur | limit |
      | one   | exactly 1 |

  @LB-001 @P0
  Scenario: T
    When I do nothing
    Then these figures hold:
      | figure | limit |
      | one | ${limit} |
      | two | ${other} |
`;

it('refuses what a step would refuse of its table before anything is launched', async (t) => {
  const sandbox = new Sandbox(t, {
    'features/a.feature': feature('at most 2 secnds'),
    'step-definitions/x.steps.ts': TABLE_STEPS,
  });
  const limit =
    /^\[acceptance\] features\/a\.feature:15: "at most 2 secnds" is not a limit: write "exactly"/m;
  const column =
    /^\[acceptance\] features\/a\.feature:6: the table has an unknown column "figur", perhaps "figure"/m;
  for (const args of [[], ['--dry-run']]) {
    const { code, output } = await sandbox.run(args);
    assert.equal(code, 2, output);
    assert.match(output, limit);
    assert.match(output, column);
    assert.match(output, /2 mistakes; nothing was launched/);
  }
  const one = await sandbox.run(['--dry-run', 'features/a.feature:11']);
  assert.match(one.output, limit);
  assert.doesNotMatch(one.output, column, 'a scenario that was not selected is not looked at');
});

/** The scenarios of a file of the project, with one table changed. */
async function changed(file: string, from: string, to: string): Promise<DefinedScenario[]> {
  const { scenarios } = await readFeatureFolder('features');
  const own = scenarios.filter(({ uri }) => uri.endsWith(file));
  const text = JSON.stringify(own);
  assert.ok(text.includes(JSON.stringify(from)), `${file} has a cell ${from}`);
  return JSON.parse(text.replace(JSON.stringify(from), JSON.stringify(to))) as DefinedScenario[];
}

it('knows the settings of every table, and the kinds of their values, without a cluster', async () => {
  const said = async (file: string, from: string, to: string): Promise<string> =>
    refusedTables(await changed(file, from, to)).join('\n');
  assert.equal(refusedTables((await readFeatureFolder('features')).scenarios).join('\n'), '');
  assert.match(
    await said('SCALE-001-replicas.feature', '5 minutes', '5 minuts'),
    /^features\/.*:\d+: "5 minuts" is no value of the setting "grace period"; write a span such as 30 seconds or 5 minutes$/,
  );
  assert.match(
    await said('ISSUE-014-forms-of-routes.feature', '1', 'one'),
    /"one" is no value of the setting "replicas"; write a whole number in figures, such as 2$/,
  );
  assert.match(
    await said('LA-032-data-parallel.feature', 'none', 'nothing'),
    /"nothing" is no value of the setting "local data degree"; write a whole number in figures, such as 2, or "none"$/,
  );
  assert.match(
    await said('EC-SCALE-001-zero-replicas.feature', 'accepted, every pod ends', 'accepted, all pods end'),
    /"accepted, all pods end" is no outcome of this step; did you mean "accepted, every pod ends"\?/,
  );
});

it('a time has a unit and a count has none, in tables as in steps', async () => {
  assert.match(
    refusedTables(await changed('RK-001-raw-kserve.feature', 'at most 2 seconds', 'at most 2')).join(),
    /"at most 2" names no unit, but average latency is a time; write for example at most 2 seconds/,
  );
  assert.throws(() => limitOf('requests sent', 'exactly 3 seconds'), { name: 'UnknownWord' });
  assert.ok(limitOf('average decode time', 'more than 0').holds(1));
});

it('a word that is none is answered with those that contain it, or the most alike of a long list', () => {
  assert.equal(
    offer('replicas', ['ready replicas', 'x']),
    'did you mean "ready replicas"? write one of ready replicas, x',
  );
  const long = Array.from({ length: 50 }, (_, index) => `the word ${index}`);
  assert.match(
    offer('nothing', long),
    /^the most like it are the word \d+, .*; docs\/glossary\.md lists all 50$/,
  );
});

it('a plan refuses the same', async () => {
  const [scenario] = await changed('SCALE-001-replicas.feature', '5 minutes', '5 minuts');
  assert.ok(scenario);
  const all = await changed('SCALE-001-replicas.feature', '5 minutes', '5 minuts');
  const problems = await refusedBecause([scenario.uri], all);
  assert.match(problems.join('\n'), /^features\/.*: "5 minuts" is no value of the setting "grace period"; /);
});

it('a step refuses the value of a setting in the same words', () => {
  const object = { apiVersion: 'x', kind: 'LLMInferenceService', metadata: { name: 'x' }, spec: {} };
  const problem = settingProblem('LLMInferenceService', 'replicas', 'two');
  assert.match(problem ?? '', /^"two" is no value of the setting "replicas"/);
  assert.throws(() => applySetting(object, 'replicas', 'two', {} as never), {
    name: 'UnknownWord',
    message: problem ?? '',
  });
  assert.equal(settingProblem('LLMInferenceService', 'replicas', '-1'), undefined);
  assert.match(settingProblem(undefined, 'memory limit', '8 GB') ?? '', /write a quantity such as 2, 500m/);
  assert.match(settingProblem(undefined, 'route', 'manged') ?? '', /write "managed" or "none"$/);
});
