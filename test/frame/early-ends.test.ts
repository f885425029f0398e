import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync, symlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import path from 'node:path';
import { describe, it } from 'node:test';
import { command, commandWith } from '../run/project.ts';
import { apiServer } from './api-server.ts';
import { Sandbox, STEPS } from './sandbox.ts';

const FEATURE =
  '@kserve @basic\nFeature: A\n\n  @RK-001 @P0\n  Scenario: S\n    When I do nothing\n    Then it holds\n';
const PUBLISH = { ACCEPTANCE_PUBLISH: '1' };

/** A project with published reports of an earlier run. */
function published(t: import('node:test').TestContext, steps = STEPS): Sandbox {
  const sandbox = new Sandbox(t, { 'features/a.feature': FEATURE, 'step-definitions/x.steps.ts': steps });
  const run = { id: 'old1', seed: 1, startedAt: '2026-01-01T00:00:00Z', directory: 'reports/runs/old1' };
  const settings = { run, target: { name: 'kind', images: {}, releases: {} }, releases: {} };
  sandbox.write('reports/run.json', JSON.stringify({ settings, capabilities: {}, versions: {} }));
  for (const name of ['signoff.json', 'signoff.md', 'junit.xml', 'messages.ndjson'])
    sandbox.write(`reports/${name}`, '{"decision":"GO"}');
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

const decisionIn = (sandbox: Sandbox): string =>
  (JSON.parse(sandbox.read('reports/signoff.json')) as { title: string }).title;

describe('reports of the run before, when one was asked for that never began', () => {
  const WITHDRAWN =
    /reports\/ says so, in place of earlier reports: npm run report -- reports shows those of run old1 \(2026-01-01 00:00 UTC\) there again/;
  /** Runs `npm run acceptance` with arguments; returns what stands in `reports/` then. */
  const acceptance = async (sandbox: Sandbox, args: readonly string[], env: object = {}) => {
    const { code, output } = await commandWith(sandbox, { ...PUBLISH, ...env }, 'run', ...args);
    assert.equal(code, 2, output);
    assert.match(output, WITHDRAWN, output);
    assert.equal(sandbox.has('reports/run.json'), true, 'what was recorded is kept: it may lie nowhere else');
    for (const name of ['signoff.md', 'signoff.html', 'junit.xml', 'html/index.html'])
      assert.match(sandbox.read(`reports/${name}`), /NO REPORTS/, name);
    assert.match(sandbox.read('reports/signoff.md'), /npm run report -- reports shows those of run old1/);
    return decisionIn(sandbox);
  };

  for (const [what, args, env, why] of [
    ['an option of the suite that is misspelt', ['--olny', 'LB-001'], {}, /did you mean --only\?/],
    ['one that the runner does not know', ['--nope'], {}, /for a mistake that its terminal names/],
    ['tags that do not parse', ['--tags', '@P0 and ('], {}, /does not parse/],
    ['a file that cannot be imported', ['--import', 'broken.ts'], {}, /broken on purpose/],
    ['a mistake of the settings', [], { TARGET: 'moon' }, /1 mistake in what it was given: .*moon/],
    [
      'a mistake that holds a secret',
      [],
      { TARGET: 'hunter2moon', MY_PASSWORD: 'hunter2moon' },
      /\[redacted\]/,
    ],
  ] as const)
    it(`are withdrawn, for ${what}`, async (t) => {
      const sandbox = published(t);
      sandbox.write('broken.ts', "throw new Error('broken on purpose');\n");
      const title = await acceptance(sandbox, args, env);
      assert.match(title, /^NO REPORTS: npm run acceptance ended .* UTC before its run began: /);
      assert.match(title, why);
    });

  it('stay where nothing was asked for that brings reports', async (t) => {
    const sandbox = published(t);
    for (const args of [
      ['--help'],
      ['--version'],
      ['--dry-run'],
      ['--dry-run', '--tags', '@nope'],
      ['--i18n-languages'],
    ])
      await commandWith(sandbox, PUBLISH, 'run', ...args);
    await commandWith(sandbox, {}, 'run', '--nope');
    assert.match(sandbox.read('reports/signoff.json'), /"GO"/);
  });

  it('are withdrawn before anything is loaded: a run that is killed at that leaves none', async (t) => {
    const loading = `${STEPS}\nprocess.kill(process.pid, 'SIGKILL');\n`;
    const sandbox = published(t, loading);
    await commandWith(sandbox, PUBLISH, 'run');
    assert.match(
      decisionIn(sandbox),
      /^NO REPORTS: npm run acceptance was called .* UTC and has brought none: /,
    );
  });

  it('are withdrawn by a signal', async (t) => {
    const loading = `${STEPS}\nconsole.log('loading');\nawait new Promise((resolve) => setTimeout(resolve, 60_000));\n`;
    const sandbox = published(t, loading);
    const run = sandbox.start([], PUBLISH);
    await run.prints(/loading/);
    run.process.kill('SIGINT');
    const { code, output } = await run.ended;
    assert.equal(code, 130, output);
    assert.match(output, /SIGINT received before the run began: nothing was judged/);
    assert.match(output, WITHDRAWN);
    assert.match(decisionIn(sandbox), /before its run began: SIGINT received; nothing was judged$/);
  });
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
  assert.doesNotMatch(output, /still shows/);
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

it('ends when a worker cannot load, leaves no cluster behind, and says why it could not', {
  timeout: 60_000,
}, async (t) => {
  const broken = `${STEPS}\nif (process.env.CUCUMBER_WORKER_ID) throw new Error('no file can be opened any more');\n`;
  const sandbox = new Sandbox(t, { 'features/a.feature': FEATURE, 'step-definitions/x.steps.ts': broken });
  symlinkSync(path.resolve('fixtures/embedded'), sandbox.path('fixtures/embedded'));
  const { code, output } = await sandbox.run([], { PARALLEL: '2' });
  assert.equal(code, 2, output);
  assert.match(output, /^decision .*: Error on worker \d \(no file can be opened any more\)$/m);
});
