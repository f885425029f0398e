import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { it, type TestContext } from 'node:test';
import { withdrawPublished } from '../../support/coordinator/withdraw-published.ts';
import { until } from '../until.ts';
import { type Running, Sandbox, STEPS } from './sandbox.ts';

const FEATURE =
  '@kserve @basic\nFeature: A\n\n  @RK-001 @P0\n  Scenario: S\n    When I do nothing\n    Then it holds\n';

/** A project with published reports of a run that was GO, which has them in its own folder as well. */
function published(t: TestContext): Sandbox {
  const sandbox = new Sandbox(t, { 'features/a.feature': FEATURE, 'step-definitions/x.steps.ts': STEPS });
  const run = { id: 'old1', seed: 1, startedAt: '2026-01-01T00:00:00Z', directory: 'reports/runs/old1' };
  const settings = { run, target: { name: 'kind', images: {}, releases: {} }, releases: {} };
  for (const folder of ['reports', 'reports/runs/old1']) {
    sandbox.write(`${folder}/run.json`, JSON.stringify({ settings, capabilities: {}, versions: {} }));
    for (const name of ['signoff.json', 'signoff.md', 'junit.xml', 'signoff.intoto.json', 'messages.ndjson'])
      sandbox.write(`${folder}/${name}`, '{"decision":"GO"}');
  }
  return sandbox;
}

/** A run that publishes and goes on: its cluster takes connections and never answers. */
async function begun(t: TestContext, sandbox: Sandbox): Promise<Running> {
  const silent = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  t.after(() => silent.close());
  const { port } = silent.address() as import('node:net').AddressInfo;
  sandbox.write(
    'kubeconfig',
    `apiVersion: v1\nkind: Config\ncurrent-context: c\nclusters: [{name: c, cluster: {server: "http://127.0.0.1:${port}"}}]\ncontexts: [{name: c, context: {cluster: c, user: u}}]\nusers: [{name: u, user: {}}]\n`,
  );
  const asked = once(silent, 'connection');
  const run = sandbox.start([], { ACCEPTANCE_PUBLISH: '1', TARGET: 'cluster', KUBECONFIG: 'kubeconfig' });
  t.after(() => run.process.kill('SIGKILL'));
  await asked;
  return run;
}

const ownFolders = (sandbox: Sandbox): string[] => readdirSync(sandbox.path('reports/runs')).sort();
const decisionIn = (sandbox: Sandbox): unknown =>
  (JSON.parse(sandbox.read('reports/signoff.json')) as { decision: unknown }).decision;
/** While reports are replaced there is a moment in which one of them is not there. */
const areWithdrawn = (sandbox: Sandbox): boolean =>
  sandbox.has('reports/signoff.json') && decisionIn(sandbox) === 'NO REPORTS';

it('leaves no reports of the run before when it is killed: what is published names it, and where those are', async (t) => {
  const sandbox = published(t);
  const run = await begun(t, sandbox);
  await until('the reports are withdrawn', () => areWithdrawn(sandbox));
  run.process.kill('SIGKILL');
  await run.ended;
  const [, id] = ownFolders(sandbox);
  for (const name of ['signoff.md', 'signoff.html', 'junit.xml', 'html/index.html']) {
    const text = sandbox.read(`reports/${name}`);
    assert.match(text, new RegExp(`NO REPORTS.*run ${id} began .* UTC and has brought none`, 's'), name);
    assert.match(text, /run old1 \(2026-01-01 00:00 UTC\) are in reports\/runs\/old1/, name);
    assert.doesNotMatch(text, /"decision":"GO"/, name);
  }
  for (const name of ['signoff.intoto.json', 'messages.ndjson', 'run.json'])
    assert.equal(sandbox.has(`reports/${name}`), false, name);
  assert.match(sandbox.read('reports/runs/old1/signoff.json'), /"GO"/, 'the run before keeps its own');
});

it('publishes its own reports in place of that sentence when it is interrupted', async (t) => {
  const sandbox = published(t);
  const run = await begun(t, sandbox);
  await until('the reports are withdrawn', () => areWithdrawn(sandbox));
  run.process.kill('SIGINT');
  const { code, output } = await run.ended;
  assert.equal(code, 130, output);
  assert.equal(decisionIn(sandbox), 'INTERRUPTED');
  assert.doesNotMatch(sandbox.read('reports/junit.xml'), /NO REPORTS/);
});

it('says of which run the published reports are when they cannot be withdrawn', async (t) => {
  const [before, sandbox] = [process.cwd(), published(t)];
  t.after(() => process.chdir(before));
  process.chdir(sandbox.directory);
  sandbox.write('reports/.publishing', '');
  const run = { id: 'new1', startedAt: '2026-01-02T00:00:00Z' };
  assert.deepEqual(await withdrawPublished({}, run, 10), [], 'it publishes nothing');
  const said = await withdrawPublished({ ACCEPTANCE_PUBLISH: '1' }, run, 10);
  assert.match(
    said[0] ?? '',
    /^the published reports could not be withdrawn \(.*is no lock of a run: delete it\)$/,
  );
  assert.match(said[1] ?? '', /^reports\/ still shows run old1 /);
  assert.equal(decisionIn(sandbox), 'GO');
});
