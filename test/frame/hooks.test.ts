import assert from 'node:assert/strict';
import { it } from 'node:test';
import { apiServer, namespacesOfRuns } from './api-server.ts';
import { Sandbox, STEPS } from './sandbox.ts';

const SECRET = 'canary-4711-do-not-print';

const FEATURE = `@kserve @basic
Feature: Hooks

  @RK-001 @P0
  Scenario: A hook before it throws
    Then it holds

  @RK-001 @P0
  Scenario: A hook after it throws
    Given a config map "x" of my own
    Then it holds

  @RK-001 @P0
  Scenario: Its neighbour
    Then it holds

  @RK-001 @P0
  Scenario: A secret in an error and in attachments
    Given a secret of my own
    When it leaks
    Then it holds
`;

const MORE_STEPS = `
import { After, Before, Given, When } from '@cucumber/cucumber';
Before(function ({ pickle }) { if (pickle.name === 'A hook before it throws') throw new Error('before is broken'); });
After(function ({ pickle }) { if (pickle.name === 'A hook after it throws') throw new Error('after is broken'); });
Given('a secret of my own', async function () {
  const namespace = await this.ownNamespace();
  await this.cluster.create({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace }, stringData: { it: '${SECRET}' } });
});
When('it leaks', function () {
  this.log('the log says ${SECRET}');
  this.attach(JSON.stringify({ it: '${SECRET}' }), 'application/json');
  throw new Error('the error says ${SECRET}', { cause: new Error('and its cause ${SECRET}') });
});
`;

it('fails the scenario of a hook that throws, with evidence, and nothing else; no secret gets out', async (t) => {
  const server = await apiServer(t, { kserve: true });
  const sandbox = new Sandbox(t, {
    'features/a.feature': FEATURE,
    'step-definitions/x.steps.ts': STEPS,
    'step-definitions/y.steps.ts': MORE_STEPS,
  });
  const { code, output } = await sandbox.run([], { ...server.env, PARALLEL: '2' });
  assert.equal(code, 1, output);
  assert.match(output, /BLOCKED RK-001 P0 \[A hook before it throws\]/);
  assert.match(output, /before is broken/);
  assert.match(output, /FAILED {2}RK-001 P0 \[A hook after it throws\]/);
  assert.match(output, /after is broken/);
  assert.match(output, /passed {2}RK-001 P0 \[Its neighbour\]/);
  assert.match(output, /FAILED {2}RK-001 P0 \[A secret in an error/);
  assert.deepEqual(namespacesOfRuns(server), []);
  const [id = ''] = /run (\w+) on/.exec(output)?.slice(1) ?? [];
  const messages = sandbox.read(`reports/runs/${id}/messages.ndjson`);
  const evidence = [...messages.matchAll(/vnd\.llm-serving-acceptance\.evidence\+json/g)];
  assert.equal(evidence.length, 3, 'one for each scenario that failed');
  const own = sandbox.filesWith(SECRET, 'reports');
  assert.deepEqual(own, []);
  assert.doesNotMatch(output, new RegExp(SECRET));
});

it('keeps what a failed scenario left, and prints commands that work as they are', async (t) => {
  const server = await apiServer(t, { kserve: true });
  const sandbox = new Sandbox(t, {
    'features/a.feature':
      '@kserve @basic\nFeature: A\n  @RK-001 @P0\n  Scenario: S\n    Given a config map "x" of my own\n    Then it does not hold\n',
    'step-definitions/x.steps.ts': STEPS,
  });
  const { code, output } = await sandbox.run([], { ...server.env, KEEP: 'on-failure' });
  assert.equal(code, 1, output);
  const [kept] = namespacesOfRuns(server);
  assert.ok(kept);
  const [id = ''] = /run (\w+) on/.exec(output)?.slice(1) ?? [];
  const messages = sandbox.read(`reports/runs/${id}/messages.ndjson`);
  assert.match(messages, new RegExp(`kubectl --kubeconfig \\S+ --context stub delete namespace ${kept}`));
});
