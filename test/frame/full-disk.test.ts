import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { it } from 'node:test';
import { apiServer, namespacesOfRuns } from './api-server.ts';
import { Sandbox, STEPS } from './sandbox.ts';

const RUNNER = resolve(import.meta.dirname, '../../node_modules/.bin/cucumber-js');

const FEATURE = `@kserve @basic
Feature: It says more than there is room for

  @RK-001 @P0
  Scenario: Much is said
    Given a config map "x" of my own
    When much is said
    Then it holds
`;

const SAYING = `${STEPS}
When('much is said', async function () {
  for (let time = 0; time < 50; time += 1) this.log('x'.repeat(10_000));
  await new Promise((resolve) => setTimeout(resolve, 100));
});
`;

/** Runs a project in which no file can grow beyond some blocks of 512 bytes. */
const runWithin = (
  blocks: number,
  { directory }: Sandbox,
  env: Readonly<Record<string, string>>,
): Promise<{ code: number; output: string }> =>
  new Promise((settle) => {
    execFile(
      'sh',
      ['-c', `ulimit -f ${blocks}; exec "$@"`, 'sh', process.execPath, RUNNER],
      { cwd: directory, env: { PATH: process.env.PATH, HOME: directory, PARALLEL: '0', ...env } },
      (error, stdout, stderr) => settle({ code: Number(error?.code ?? 0), output: `${stdout}${stderr}` }),
    );
  });

it('ends a run whose recording cannot be written with one sentence, and cleans up', async (t) => {
  const server = await apiServer(t, { kserve: true });
  const sandbox = new Sandbox(t, { 'features/a.feature': FEATURE, 'step-definitions/x.steps.ts': SAYING });
  const { code, output } = await runWithin(400, sandbox, server.env);
  assert.equal(code, 2, output);
  assert.match(output, /the recording cannot be written \(EFBIG.*\): cleaning up/);
  assert.match(
    output,
    /nothing of run \w+ can be judged, because its recording could not be written \(EFBIG/,
  );
  assert.doesNotMatch(output, /^ +at /m);
  assert.deepEqual(namespacesOfRuns(server), []);
});

it('begins no run that cannot be recorded', async (t) => {
  const server = await apiServer(t, { kserve: true });
  const sandbox = new Sandbox(t, {
    'features/a.feature': FEATURE,
    'step-definitions/x.steps.ts': SAYING,
    'reports/runs': 'no folder',
  });
  const { code, output } = await sandbox.run([], server.env);
  assert.equal(code, 2, output);
  assert.match(
    output,
    /the run cannot be recorded in reports\/runs\/\w+ \(ENOTDIR.*\); nothing was launched: see that it can be written, and begin anew/,
  );
  assert.doesNotMatch(output, /^ +at /m);
});
