import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { it, type TestContext } from 'node:test';
import { onSignal } from '../../support/coordinator/signals.ts';
import { command, idOf } from '../run/project.ts';
import { until } from '../until.ts';
import { apiServer, namespacesOfRuns } from './api-server.ts';
import { Sandbox, STEPS } from './sandbox.ts';

const scenario = (number: number) => `
  @RK-001 @P0
  Scenario: Number ${number}
    Given I wait for what never comes
    Then it holds
`;

const FEATURE = `@kserve @basic\nFeature: It never ends\n${[1, 2, 3, 4].map(scenario).join('')}`;

for (const [signal, parallel] of [
  ['SIGINT', '0'],
  ['SIGTERM', '2'],
] as const)
  it(`cleans up and reports after ${signal} with ${parallel} workers`, async (t) => {
    const server = await apiServer(t, { kserve: true });
    const sandbox = new Sandbox(t, { 'features/a.feature': FEATURE, 'step-definitions/x.steps.ts': STEPS });
    const run = sandbox.start([], { ...server.env, PARALLEL: parallel });
    await run.prints(/scenarios? in 1 file\b/);
    await until(
      'a namespace a worker',
      () => namespacesOfRuns(server).length >= Math.max(1, Number(parallel)),
    );
    run.process.kill(signal);
    const { code, output } = await run.ended;
    assert.equal(code, 130, output);
    assert.match(output, new RegExp(`${signal} received: cleaning up`));
    assert.match(output, /INTERRUPTED/);
    await pause(200);
    assert.deepEqual(namespacesOfRuns(server), []);
    const leases = server.others.list('leases.coordination.k8s.io').map(({ metadata }) => metadata.name);
    assert.deepEqual(
      leases.filter((name) => name.startsWith('run-')),
      [],
    );
    const [id = ''] = /run (\w+) on/.exec(output)?.slice(1) ?? [];
    assert.match(output, new RegExp(`^the rest {3}.*npm run acceptance -- --rerun ${id}$`, 'm'));
    assert.ok(sandbox.has(`reports/runs/${id}/junit.xml`));
    assert.ok(sandbox.has(`reports/runs/${id}/html/index.html`));
  });

it('takes a signal that npm passes on, too, for one: it cleans up and reports', async (t) => {
  const server = await apiServer(t, { kserve: true });
  const sandbox = new Sandbox(t, { 'features/a.feature': FEATURE, 'step-definitions/x.steps.ts': STEPS });
  const run = sandbox.start([], server.env);
  await run.prints(/scenarios? in 1 file\b/);
  run.process.kill('SIGINT');
  await run.prints(/cleaning up/);
  run.process.kill('SIGINT');
  const { code, output } = await run.ended;
  assert.equal(code, 130, output);
  assert.match(output, /decision {3}INTERRUPTED/);
  assert.deepEqual(namespacesOfRuns(server), []);
});

it('hears a second signal, but not the echo of the first', () => {
  const source = new EventEmitter();
  const heard: string[] = [];
  let time = 0;
  onSignal(
    source,
    (signal) => heard.push(signal),
    () => time,
  );
  for (const [at, signal] of [
    [0, 'SIGINT'],
    [400, 'SIGINT'],
    [450, 'SIGTERM'],
    [900, 'SIGINT'],
  ] as const) {
    time = at;
    source.emit(signal);
  }
  assert.deepEqual(heard, ['SIGINT', 'SIGINT']);
});

/** Longer than what counts as the echo of a signal. */
const MEANT = 700;

it('ends at once at a second signal, and says what that leaves to do', async (t) => {
  const server = await apiServer(t, { kserve: true });
  const sandbox = new Sandbox(t, {
    'features/a.feature': FEATURE.replaceAll('I wait for what never comes', 'I hear no signal'),
    'step-definitions/x.steps.ts': `${STEPS}
Given('I hear no signal', async function () {
  await this.ownNamespace();
  await new Promise((resolve) => setTimeout(resolve, 60_000));
});
`,
  });
  const run = sandbox.start([], server.env);
  await until('a namespace', () => namespacesOfRuns(server).length > 0);
  run.process.kill('SIGINT');
  await run.prints(/SIGINT received: cleaning up; another signal ends at once/);
  await pause(MEANT);
  run.process.kill('SIGINT');
  const { code, output } = await run.ended;
  assert.equal(code, 130, output);
  const id = idOf(output);
  assert.match(output, new RegExp(`ended at once, without reports: npm run report -- ${id} writes them`));
  assert.match(output, /npm run sweep deletes what it left on the cluster/);
  assert.doesNotMatch(output, /decision/);
  assert.equal(namespacesOfRuns(server).length, 1);
  const reported = await command(sandbox, 'report', id);
  assert.match(reported.output, /INTERRUPTED/);
  assert.equal(reported.code, 130);
});

const ONE = `@kserve @basic
Feature: It comes to its end

  @RK-001 @P0
  Scenario: Something is created
    Given a config map of my own that MAY go
    Then it holds
`;
const LEAVING = `${STEPS}
Given('a config map of my own that {word} go', async function (how) {
  const map = configMap('x', await this.ownNamespace());
  const finalizers = how === 'cannot' ? ['example.com/stays'] : [];
  await this.cluster.create({ ...map, metadata: { ...map.metadata, finalizers } });
});
`;

/** A project whose only scenario creates what can, or cannot, be deleted. */
const endingIn = (t: TestContext, how: 'can' | 'cannot'): Sandbox =>
  new Sandbox(t, {
    'features/a.feature': ONE.replace('MAY', how),
    'step-definitions/x.steps.ts': LEAVING,
  });

it('waits no longer for what is being deleted after a signal, says what stays, and keeps the verdicts', async (t) => {
  const server = await apiServer(t, { kserve: true });
  const sandbox = endingIn(t, 'cannot');
  const run = sandbox.start([], server.env);
  await run.prints(/1\/1 passed/);
  await pause(MEANT);
  run.process.kill('SIGINT');
  const { code, output } = await run.ended;
  const signOff = JSON.parse(sandbox.read(`reports/runs/${idOf(output)}/signoff.json`));
  assert.deepEqual([code, signOff.exitCode], [1, 1], 'the status is that of the reports');
  assert.match(output, /SIGINT received: cleaning up/);
  assert.match(output, /^scenarios {2}1 passed/m);
  assert.match(output, /clean-up: the namespaces of run \w+ are gone: stopped after .* being deleted since/);
  assert.doesNotMatch(output, /could not be written|cannot be reached/);
});

it('writes its reports to the end when a signal finds it at that', async (t) => {
  const server = await apiServer(t, { kserve: true });
  const sandbox = endingIn(t, 'can');
  const run = sandbox.start([], server.env);
  await run.prints(/scenario in 1 file\b/);
  await until('the first report', () => sandbox.filesWith('', 'reports/runs').length > 3);
  run.process.kill('SIGINT');
  const { code, output } = await run.ended;
  assert.equal(code, 0, output);
  assert.match(output, /SIGINT received: the reports are being written; another signal ends at once/);
  assert.match(output, /^decision {3}PARTIAL/m);
  assert.ok(sandbox.has(`reports/runs/${idOf(output)}/signoff.html`));
});

it('has its line in the history before its first report, so that a signal while they are written leaves it there', async (t) => {
  const server = await apiServer(t, { kserve: true });
  const sandbox = endingIn(t, 'can');
  const run = sandbox.start([], server.env);
  await run.prints(/scenario in 1 file\b/);
  await until('the first report', () => sandbox.filesWith('', 'reports/runs').some((it) => /junit/.test(it)));
  run.process.kill('SIGKILL');
  await run.ended;
  assert.equal(sandbox.filesWith('"decision":"PARTIAL"', 'reports').includes('reports/history.ndjson'), true);
});

it('gets the signals that npm gets: its shell is not between them', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const shelled = Object.entries(scripts).filter(([, command]) => /\bnode /.test(command));
  for (const [name, command] of shelled) assert.match(command, /^(?:\w+=\S+ )?exec node /, name);
});

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
