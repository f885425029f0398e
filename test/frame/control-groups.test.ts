import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ControlGroups } from '../../support/coordinator/control-groups.ts';
import type { Notice } from '../../support/worker/channel.ts';
import { idOf } from '../run/project.ts';
import { apiServer } from './api-server.ts';
import { Sandbox, STEPS } from './sandbox.ts';

const pickle = (id: string, ...tags: string[]) => ({
  id,
  tags: tags.map((name) => ({ name, astNodeId: '' })),
});

/** A run of these scenarios, whose test cases are called as their pickles; who was let go, in this order. */
function waiting(...selected: ReturnType<typeof pickle>[]) {
  const told: Notice[] = [];
  const groups = new ControlGroups((notice) => told.push(notice));
  groups.expect(selected);
  const at = { timestamp: { seconds: 0, nanos: 0 } };
  for (const { id } of selected) groups.hear({ testCase: { id, pickleId: id, testSteps: [] } });
  return {
    awaits: (id: string) =>
      groups.hearWorker({ type: 'control-group-awaited', pickle: id, systems: ['kserve'] }),
    fails: (cause: string) => groups.hearWorker({ type: 'control-group-failed', system: 'kserve', cause }),
    ends(testCaseId: string, attempt = 0, willBeRetried = false) {
      const id = `${testCaseId} ${attempt}`;
      groups.hear({ testCaseStarted: { id, testCaseId, attempt, ...at } });
      groups.hear({ testCaseFinished: { testCaseStartedId: id, willBeRetried, ...at } });
    },
    told: () => told.splice(0).map((notice) => ('pickle' in notice ? notice.pickle : notice.type)),
  };
}

const CONTROL = pickle('control', '@kserve', '@ISSUE-001');

it('lets go of what waits when the last attempt of the control group has ended', () => {
  const run = waiting(CONTROL, pickle('a', '@kserve'));
  run.awaits('a');
  run.ends('control', 0, true);
  assert.deepEqual(run.told(), []);
  run.ends('control', 1);
  assert.deepEqual(run.told(), ['a']);
});

it('tells a failure before it lets go', () => {
  const run = waiting(CONTROL, pickle('a', '@kserve'), pickle('b', '@kserve'));
  run.awaits('a');
  run.fails('a cause');
  run.ends('control');
  run.awaits('b');
  assert.deepEqual(run.told(), ['control-group-failed', 'a', 'control-group-failed', 'b']);
});

it('holds nobody back for a control group that was not selected, of another system, behind it or alone', () => {
  for (const others of [
    [],
    [pickle('other', '@aibrix', '@ISSUE-001')],
    [pickle('alone', '@kserve', '@ISSUE-001', '@alone')],
  ]) {
    const run = waiting(...others, pickle('a', '@kserve'), CONTROL);
    run.awaits('a');
    assert.deepEqual(run.told(), ['a']);
  }
});

it('blocks what depends on a control group that failed, and nothing else', async (t) => {
  const server = await apiServer(t, { kserve: true });
  const scenario = (tags: string, title: string, then: string) =>
    `  ${tags} @P0\n  Scenario: ${title}\n    Then it ${then}\n`;
  const sandbox = new Sandbox(t, {
    'features/a.feature': `@kserve @basic\nFeature: A\n${scenario('@RK-001', 'Dependent', 'holds')}`,
    'features/b.feature': `@kserve @baseline\nFeature: B\n${scenario('@RK-001', 'Baseline', 'holds')}`,
    'features/c.feature': `@kserve @basic\nFeature: C\n${scenario('@ISSUE-001', 'Control', 'does not hold')}`,
    'step-definitions/x.steps.ts': STEPS,
  });
  const { output } = await sandbox.run([], server.env);
  assert.match(output, /1\/3 FAILED {2}ISSUE-001 P0 \[Control\]/);
  assert.match(output, /2\/3 passed {2}RK-001 P0 \[Baseline\]/);
  assert.match(output, /3\/3 BLOCKED RK-001 P0 \[Dependent\]/);
  assert.match(
    output,
    /blocked: the control group of kserve failed: "Control" \(the number: expected 1 to equal 2/,
  );
  const all = await sandbox.run([], { ...server.env, PREFLIGHT: 'continue' });
  assert.match(all.output, /3\/3 passed {2}RK-001 P0 \[Dependent\]/);
});

/** Scenarios of which a worker would start the second while another is still in the control group. */
const besides = (then: string): Record<string, string> => ({
  'features/a.feature': `@kserve @basic
Feature: A

  @RK-001 @P0
  Scenario: Dependent in its file
    Then it holds

  @ISSUE-001 @P0
  Scenario: Control
    When I take a while
    Then it ${then}
`,
  'features/b.feature': `@kserve @basic
Feature: B

  @RK-001 @P0
  Scenario: Dependent
    Then it holds

  @ISSUE-001 @P0 @alone
  Scenario: Control that needs the cluster alone
    Then it holds
`,
  'step-definitions/x.steps.ts': `${STEPS}
When('I take a while', async function () {
  const until = Date.now() + 1_000;
  await this.cluster.waitFor('a while', async () => ({ met: Date.now() > until, seen: 'less' }), { limit: minutes(600) });
});
`,
});

for (const parallel of ['1', '2'])
  it(`starts nothing beside a control group, whatever waits for what, with ${parallel} workers`, async (t) => {
    const server = await apiServer(t, { kserve: true });
    const env = { ...server.env, PARALLEL: parallel };
    const broken = new Sandbox(t, besides('does not hold'));
    const { output } = await broken.run([], env);
    assert.match(output, /FAILED {2}ISSUE-001 P0 \[Control\]/);
    assert.match(
      output,
      /passed {2}RK-001 P0 \[Dependent in its file\]/,
      'it stands before the control group',
    );
    assert.match(output, /BLOCKED RK-001 P0 \[Dependent\]/);
    assert.match(output, /passed {2}ISSUE-001 P0 \[Control that needs the cluster alone\]/);
  });

it('goes on behind a control group that holds, and without one', async (t) => {
  const server = await apiServer(t, { kserve: true });
  const env = { ...server.env, PARALLEL: '2' };
  const sandbox = new Sandbox(t, besides('holds'));
  const { output } = await sandbox.run([], env);
  assert.match(output, /passed {2}RK-001 P0 \[Dependent\]/);
  const without = await sandbox.run(['--tags', 'not @ISSUE-001'], env);
  assert.match(without.output, /2\/2 passed/);
});

it('ends at once when it is told to while a scenario waits for the control group', async (t) => {
  const server = await apiServer(t, { kserve: true });
  const files = besides('holds');
  const sandbox = new Sandbox(t, {
    'features/a.feature': (files['features/a.feature'] ?? '').replace(
      'I take a while',
      'I wait for what never comes',
    ),
    'features/b.feature': files['features/b.feature'] ?? '',
    'step-definitions/x.steps.ts': STEPS,
  });
  const run = sandbox.start([], { ...server.env, PARALLEL: '2' });
  await run.prints(/\[Dependent\] \(\d+ s\) waiting: the control group of kserve ends/);
  run.process.kill('SIGINT');
  const { code, output } = await run.ended;
  assert.equal(code, 130, output);
  assert.match(output, /INTERRUPTED/);
});

/** A control group that holds from its second attempt on, and two files that depend on it. */
const SHAKY = {
  'features/a.feature': `@kserve @basic
Feature: A

  @ISSUE-001 @P0
  Scenario: Control
    Then the second attempt holds
`,
  'features/b.feature': '@kserve @basic\nFeature: B\n\n  @RK-001 @P0\n  Scenario: B\n    Then it holds\n',
  'features/c.feature': '@kserve @basic\nFeature: C\n\n  @RK-001 @P0\n  Scenario: C\n    Then it holds\n',
  'step-definitions/x.steps.ts': `${STEPS}
import { existsSync, writeFileSync } from 'node:fs';
Then('the second attempt holds', () => {
  const before = existsSync('attempted');
  writeFileSync('attempted', '');
  expect(before, 'an attempt before').to.equal(true);
});
`,
};

for (const parallel of ['0', '2'])
  it(`judges a control group by its last attempt, with ${parallel} workers`, async (t) => {
    const server = await apiServer(t, { kserve: true });
    const { output } = await new Sandbox(t, SHAKY).run([], {
      ...server.env,
      PARALLEL: parallel,
      RETRY: '1',
    });
    assert.match(output, /^scenarios {2}1 flaky, 2 passed/m);
  });

it('runs the control group in every shard, and stops each behind its failure', async (t) => {
  const server = await apiServer(t, { kserve: true });
  for (const [shard, file] of [
    ['2/3', 'B'],
    ['3/3', 'C'],
  ] as const) {
    const { output } = await new Sandbox(t, SHAKY).run([], { ...server.env, SHARD: shard });
    assert.match(output, /1\/2 FAILED {2}ISSUE-001 P0 \[Control\]/);
    assert.match(output, new RegExp(`2/2 BLOCKED RK-001 P0 \\[${file}\\]`));
  }
});

it('repeats a control group that failed before what it blocked, and nothing waits for one that is not repeated', async (t) => {
  const server = await apiServer(t, { kserve: true });
  const env = { ...server.env, PARALLEL: '2' };
  const sandbox = new Sandbox(t, SHAKY);
  const first = await sandbox.run([], env);
  assert.match(first.output, /^scenarios {2}1 failed, 2 blocked/m);
  const without = await sandbox.run(['--tags', '@RK-001'], { ...env, RERUN: idOf(first.output) });
  assert.match(without.output, /: 2 scenarios in 2 files\b/);
  assert.match(without.output, /2\/2 passed/);
  const all = await sandbox.run([], { ...env, RERUN: idOf(first.output) });
  assert.match(all.output, /1\/3 passed {2}ISSUE-001 P0 \[Control\]/);
  assert.match(all.output, /3\/3 passed/);
});
