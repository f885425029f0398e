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
    assert.match(
      output,
      /skipped RK-001 P0 \[One that needs more\] .*needs gpu; found no GPU on 0 schedulable nodes/,
    );
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
    /^# NOTHING JUDGED \(rehearsal on a simulated cluster\): the run never began: no scenario is left/,
  );
  const required = await sandbox.run([], { ...server.env, REQUIRE: 'kserve', ACCEPTANCE_PUBLISH: '1' });
  assert.equal(required.code, 2);
  assert.match(required.output, /REQUIRE names kserve, but this cluster has no InferenceService/);
  const recorded = sandbox.filesWith('"extent"', 'reports/runs').filter((name) => name.endsWith('/run.json'));
  const extents = recorded.map((name) => /"extent": "(\w+)"/.exec(sandbox.read(name))?.[1]);
  assert.deepEqual(
    [extents.length, new Set(extents).size],
    [3, 2],
    'what it was to run, whether it began or not',
  );
  const empty = await sandbox.run(['--profile', 'signoff'], { ...server.env, REQUIRE: '' });
  assert.match(
    empty.output,
    /REQUIRE names kserve, but this cluster has no/,
    'what is set to nothing says nothing',
  );
});
