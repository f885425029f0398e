import assert from 'node:assert/strict';
import { it } from 'node:test';
import { apiServer } from '../frame/api-server.ts';
import { command, feature, idOf, project } from './project.ts';

it('is told where the published run is judged otherwise now, and published anew by its folder', async (t) => {
  const server = await apiServer(t, { kserve: true });
  const sandbox = project(t, { a: feature(['One that holds', 'RK-001.2', 'it holds']) });
  const { output } = await sandbox.run([], { ...server.env, ACCEPTANCE_PUBLISH: '1' });
  const run = idOf(output);
  const stand = (): unknown =>
    (JSON.parse(sandbox.read('reports/signoff.json')) as { decision: unknown }).decision;
  assert.equal(stand(), 'PARTIAL', output);
  assert.doesNotMatch((await command(sandbox, 'report', run, '--to', 'out')).output, /still shows/);
  sandbox.write(
    'features/exceptions.yaml',
    '- type: waiver\n  checks: [RK-001.2]\n  approver: release manager\n  reason: nobody needs this any more\n  expires: 2026-01-01\n',
  );
  const STILL = new RegExp(
    `^report: reports/ still shows the earlier verdict of run ${run}: PARTIAL \\(exit 0\\); now it is NO-GO \\(exit 1\\): npm run report -- reports publishes that in its place$`,
    'm',
  );
  for (const args of [['--to', 'out'], []]) {
    const again = await command(sandbox, 'report', run, ...args);
    assert.equal(again.code, 1, again.output);
    assert.match(again.output, STILL);
  }
  const other = idOf((await sandbox.run([], server.env)).output);
  assert.doesNotMatch((await command(sandbox, 'report', other)).output, /still shows/, 'it is another run');
  const anew = await command(sandbox, 'report', 'reports');
  assert.doesNotMatch(anew.output, /still shows/);
  assert.equal(stand(), 'NO-GO', anew.output);
});
