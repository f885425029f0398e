import assert from 'node:assert/strict';
import { it } from 'node:test';
import { apiServer, namespacesOfRuns } from './api-server.ts';
import { Sandbox, STEPS } from './sandbox.ts';

const FEATURE = `@kserve @basic
Feature: A feature

  @RK-001 @P0
  Scenario: One that holds
    Given a config map "x" of my own
    Then it holds

  @RK-001 @P0
  Scenario: One that does not hold
    Given a config map "x" of my own
    When I do nothing
    Then it does not hold

  @RK-001 @P0
  Scenario: One that asserts nothing
    When I do nothing
    Then nothing is asserted

  @RK-001 @P0 @needs-gpu
  Scenario: One that needs more
    Then it holds

  @RK-001 @P0
  Scenario: First user of a broken thing
    Given the shared thing "thing" does-not-come up
    Then it holds

  @RK-001 @P0
  Scenario: Second user of a broken thing
    Given the shared thing "thing" does-not-come up
    Then it holds

  @RK-001 @P0
  Scenario: First user of a good thing
    Given the shared thing "good" comes up
    Then it holds

  @RK-001 @P0
  Scenario: Second user of a good thing
    Given the shared thing "good" comes up
    Then it holds
`;

for (const parallel of ['0', '2'])
  it(`judges, skips, blocks and cleans up with ${parallel} workers`, async (t) => {
    const server = await apiServer(t, { kserve: true });
    const sandbox = new Sandbox(t, {
      'features/a.feature': FEATURE,
      'step-definitions/x.steps.ts': STEPS,
    });
    const { code, output } = await sandbox.run([], { ...server.env, PARALLEL: parallel });
    assert.equal(code, 1, output);
    assert.match(output, /passed {2}RK-001 P0 \[One that holds\]/);
    assert.match(output, /FAILED {2}RK-001 P0 \[One that does not hold\]/);
    assert.match(output, /the number: expected 1 to equal 2/);
    assert.match(output, /"Then nothing is asserted" made no assertion/);
    assert.match(output, /skipped RK-001 P0 \[One that needs more\] .*needs gpu; found no GPU on 0 nodes/);
    assert.match(output, /BLOCKED RK-001 P0 \[First user of a broken thing\]/);
    assert.match(output, /the thing is broken beyond repair/);
    assert.match(
      output,
      /blocked: the shared service "thing" did not come up: the thing is broken beyond repair/,
    );
    assert.match(
      output,
      /blocked:\n {2}2 scenarios: the shared service "thing" did not come up: the thing is/,
    );
    assert.match(output, /passed {2}RK-001 P0 \[First user of a good thing\]/);
    assert.match(output, /passed {2}RK-001 P0 \[Second user of a good thing\]/);
    assert.deepEqual(namespacesOfRuns(server), []);
    assert.equal(sandbox.has('reports/messages.ndjson'), false, 'only npm run acceptance publishes');
  });

it('says plainly that nothing was judged on a cluster without the system', async (t) => {
  const server = await apiServer(t, { kserve: false });
  const sandbox = new Sandbox(t, {
    'features/a.feature': FEATURE,
    'step-definitions/x.steps.ts': STEPS,
  });
  const { code, output } = await sandbox.run([], server.env);
  assert.equal(code, 2, output);
  assert.match(output, /needs kserve; found no InferenceService/);
  assert.match(output, /NOTHING JUDGED/);
  const filtered = await sandbox.run(['--tags', '@P3'], server.env);
  assert.equal(filtered.code, 2, filtered.output);
  assert.match(filtered.output, /nothing was judged/);
  assert.equal(sandbox.has('reports/signoff.md'), false);
  const published = await sandbox.run(['--tags', '@P3'], { ...server.env, ACCEPTANCE_PUBLISH: '1' });
  assert.equal(published.code, 2, published.output);
  assert.match(
    sandbox.read('reports/signoff.md'),
    /^# NOTHING JUDGED: the run never began: no scenario is left/,
  );
  const required = await sandbox.run([], { ...server.env, REQUIRE: 'kserve' });
  assert.equal(required.code, 2);
  assert.match(required.output, /REQUIRE names kserve, but this cluster has no InferenceService/);
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
