import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { it } from 'node:test';
import { command } from '../run/project.ts';
import { apiServer } from './api-server.ts';
import { Sandbox, STEPS } from './sandbox.ts';

const FEATURE =
  '@kserve @basic\nFeature: A\n\n  @RK-001 @P0\n  Scenario: S\n    When I do nothing\n    Then it holds\n';
const PUBLISH = { ACCEPTANCE_PUBLISH: '1' };
const STANDING =
  /reports\/ still shows run old1 \(2026-01-01 00:00 UTC\): it says nothing about what was asked for now/;

/** A project with published reports of an earlier run. */
function published(t: import('node:test').TestContext, steps = STEPS): Sandbox {
  const sandbox = new Sandbox(t, { 'features/a.feature': FEATURE, 'step-definitions/x.steps.ts': steps });
  const run = { id: 'old1', seed: 1, startedAt: '2026-01-01T00:00:00Z', directory: 'reports/runs/old1' };
  const settings = { run, target: { name: 'kind', images: {}, releases: {} }, releases: {} };
  sandbox.write('reports/run.json', JSON.stringify({ settings, capabilities: {}, versions: {} }));
  return sandbox;
}

/** Takes connections and never answers: a cluster that does not come up. */
async function silentServer(t: import('node:test').TestContext): Promise<{ silent: Server; port: number }> {
  const silent = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  t.after(() => silent.close());
  return { silent, port: (silent.address() as import('node:net').AddressInfo).port };
}

const kubeconfigOf = (port: number): string =>
  `apiVersion: v1\nkind: Config\ncurrent-context: c\nclusters: [{name: c, cluster: {server: "http://127.0.0.1:${port}"}}]\ncontexts: [{name: c, context: {cluster: c, user: u}}]\nusers: [{name: u, user: {}}]\n`;

it('says of which run the published reports still are when a mistake of the settings ends it', async (t) => {
  const sandbox = published(t);
  const { code, output } = await sandbox.run([], { ...PUBLISH, TARGET: 'moon' });
  assert.equal(code, 2);
  assert.match(output, STANDING);
  assert.doesNotMatch(
    (await sandbox.run([], { TARGET: 'moon' })).output,
    /still shows/,
    'it publishes nothing',
  );
});

it('says so when it is interrupted before it began', async (t) => {
  const loading = `${STEPS}\nconsole.log('loading');\nawait new Promise((resolve) => setTimeout(resolve, 60_000));\n`;
  const run = published(t, loading).start([], PUBLISH);
  await run.prints(/loading/);
  run.process.kill('SIGINT');
  const { code, output } = await run.ended;
  assert.equal(code, 130, output);
  assert.match(output, /SIGINT received before the run began: nothing was judged/);
  assert.match(output, STANDING);
});

it('leaves its settings and how to repeat it when it is interrupted before its target is up', async (t) => {
  const { silent, port } = await silentServer(t);
  const sandbox = published(t);
  sandbox.write('kubeconfig', kubeconfigOf(port));
  const asked = once(silent, 'connection');
  const run = sandbox.start([], { ...PUBLISH, TARGET: 'cluster', KUBECONFIG: 'kubeconfig' });
  await asked;
  run.process.kill('SIGINT');
  const { code, output } = await run.ended;
  assert.equal(code, 130, output);
  const [id = ''] = readdirSync(sandbox.path('reports/runs'));
  assert.match(sandbox.read(`reports/runs/${id}/run.yaml`), /TARGET: cluster/);
  const signOff = JSON.parse(sandbox.read('reports/signoff.json')) as Record<string, { name?: string }>;
  assert.deepEqual([signOff.decision, signOff.target?.name], ['INTERRUPTED', 'cluster']);
});

it('tells of a run that was interrupted before its target was up what it was asked for, and repeats nothing of it', async (t) => {
  const { silent, port } = await silentServer(t);
  const sandbox = published(t);
  sandbox.write('features/b.feature', FEATURE.replace('Scenario: S', 'Scenario: T'));
  sandbox.write('kubeconfig', kubeconfigOf(port));
  const env = { TARGET: 'cluster', KUBECONFIG: 'kubeconfig' };
  const asked = once(silent, 'connection');
  const run = sandbox.start(['--name', 'T'], env);
  await asked;
  run.process.kill('SIGINT');
  const { output } = await run.ended;
  assert.match(output, /^scenarios {2}2 not-run/m);
  assert.match(output, /1 of 2 scenarios were not selected for this run\nnone of the others \(1\) ran\n/);
  const [id = ''] = readdirSync(sandbox.path('reports/runs'));
  const again = await sandbox.run([], { ...env, RERUN: id });
  assert.equal(again.code, 2, again.output);
  assert.match(
    again.output,
    new RegExp(
      `RERUN: nothing of run ${id} ran, .*: start it anew: TARGET=cluster .*cucumber-js --name T$`,
      'm',
    ),
  );
});

it('says what an exit inside a scenario leaves to do', async (t) => {
  const server = await apiServer(t, { kserve: true });
  const leaving = STEPS.replace(
    "When('I do nothing', () => undefined)",
    "When('I do nothing', () => process.exit(0))",
  );
  const sandbox = published(t, leaving);
  const { code, output } = await sandbox.run([], { ...server.env, ...PUBLISH });
  assert.equal(code, 2, output);
  const id =
    /the process ended in the middle of run (\w+), without reports: npm run report -- \1 writes them/.exec(
      output,
    )?.[1];
  assert.doesNotMatch(output, STANDING);
  const signOff = JSON.parse(sandbox.read('reports/signoff.json')) as { title: string };
  assert.match(signOff.title, new RegExp(`^NO REPORTS: run ${id} began .* and has brought none`));
  const reported = await command(sandbox, 'report', id ?? '');
  assert.deepEqual([reported.code, /INTERRUPTED/.test(reported.output)], [130, true]);
});

it('says of scenarios that a stopping run never started that they did not run', async (t) => {
  const server = await apiServer(t, { kserve: true });
  const [first, rest] = [
    FEATURE.replace('Then it holds', 'Then it does not hold'),
    '\n  @RK-001 @P0\n  Scenario: T\n    When I do nothing\n    Then it holds\n',
  ];
  const sandbox = new Sandbox(t, {
    'features/a.feature': first + rest,
    'step-definitions/x.steps.ts': STEPS,
  });
  const { output } = await sandbox.run(['--fail-fast'], server.env);
  assert.match(output, /1\/2 FAILED +RK-001 P0 \[S\]/);
  assert.match(output, /2\/2 not run RK-001 P0 \[T\]/);
});
