import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { onSignal } from '../../support/coordinator/signals.ts';
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
    while (namespacesOfRuns(server).length < Math.max(1, Number(parallel))) await pause(20);
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

it('ends at once at a signal before anything was begun, and at a second signal', async (t) => {
  const server = await apiServer(t, { kserve: true });
  const sandbox = new Sandbox(t, { 'features/a.feature': FEATURE, 'step-definitions/x.steps.ts': STEPS });
  const run = sandbox.start([], server.env);
  await run.prints(/scenarios? in 1 file\b/);
  run.process.kill('SIGINT');
  await run.prints(/cleaning up/);
  run.process.kill('SIGINT');
  assert.equal((await run.ended).code, 130);
});

it('gets the signals that npm gets: its shell is not between them', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const shelled = Object.entries(scripts).filter(([, command]) => /\bnode /.test(command));
  for (const [name, command] of shelled) assert.match(command, /^(?:\w+=\S+ )?exec node /, name);
});

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
