import assert from 'node:assert/strict';
import { renameSync } from 'node:fs';
import { it } from 'node:test';
import type { SignOff } from '../../support/signoff/sign-off.ts';
import { apiServer } from '../frame/api-server.ts';
import { command, feature, idOf, project } from './project.ts';

const one = feature(['One that waits for its file', 'RK-001.2', '"ready" is there']);
const two = feature(['Another that holds', 'RK-001.3', 'it holds']);
const LOST = 'shard 2 of 2 of the common run "7" is missing';

it('is of the run that its pipeline names, and stays the same shard where its failures are repeated', async (t) => {
  const server = await apiServer(t, { kserve: true });
  const sandbox = project(t, { a: one, b: two });
  const shard = (SHARD: string, more: object = {}) =>
    sandbox.run([], { ...server.env, SHARD, GITHUB_RUN_ID: '7', ...more });
  const report = (...runs: readonly string[]) =>
    command(sandbox, 'report', ...runs.map((run) => `reports/runs/${run}`));
  const [first, second] = [await shard('1/2'), await shard('2/2')].map(({ output }) => output);
  const [a, b] = [idOf(first ?? ''), idOf(second ?? '')];
  const missing = (run: string): string =>
    (JSON.parse(sandbox.read(`reports/runs/${run}/signoff.json`)) as { missing: string[] }).missing.join(
      '\n',
    );
  const ONE = /^this is shard 1 of 2 of the common run "7"$/m;
  assert.match(missing(a), ONE);
  sandbox.write('ready', '');
  const wrong = await shard('2/2', { RERUN: a });
  assert.equal(wrong.code, 2);
  assert.match(
    wrong.output,
    /RERUN: run \w+ is shard 1\/2, and this one would be 2\/2: set SHARD=1\/2, or leave it out/,
  );
  for (const again of [await shard('1/2', { RERUN: a }), await shard('', { RERUN: a })]) {
    assert.match(again.output, /: 1 scenario in 1 file\b/, 'what is left is not spread again');
    assert.match(missing(idOf(again.output)), ONE);
    assert.doesNotMatch(again.output, /is missing/);
    const merged = await report(idOf(again.output), b);
    assert.match(merged.output, /scenarios {2}1 flaky, 1 passed/, merged.output);
    assert.doesNotMatch(merged.output, /shard|damaged/);
  }
  renameSync(sandbox.path(`reports/runs/${b}`), sandbox.path('elsewhere'));
  const fresh = idOf((await shard('1/2')).output);
  assert.ok((await report(fresh, a)).output.includes(LOST));
  const other = await shard('2/2', { GITHUB_RUN_ID: '8' });
  const mixed = await report(fresh, idOf(other.output));
  assert.equal(mixed.code, 1);
  assert.ok(mixed.output.includes(LOST), mixed.output);
  const narrow = await shard('2/2', { ONLY: 'RK-001.3, RK-001.2' });
  assert.doesNotMatch((await report(fresh, idOf(narrow.output))).output, /shard|damaged/, 'the same split');
});

it('is no part of a split of other scenarios', async (t) => {
  const server = await apiServer(t, { kserve: true });
  const sandbox = project(t, { a: two.replace('RK-001.3', 'RK-001.4'), b: two, c: two.replace('.3', '.5') });
  const shard = (SHARD: string, more: object = {}) =>
    sandbox.run([], { ...server.env, SHARD, SHARD_RUN: 'x', ...more });
  const first = await shard('1/2');
  const narrow = await shard('2/2', { ONLY: 'RK-001.3, RK-001.4' });
  const merged = await command(sandbox, 'report', idOf(first.output), idOf(narrow.output));
  assert.match(merged.output, /shard 2 of 2 of the common run "x" is missing/);
  assert.equal(merged.code, 1);
});

it('is no shard by the option of the runner, however it is called', async (t) => {
  const sandbox = project(t, { a: one, b: two });
  const { code, output } = await sandbox.run(['--shard', '1/2'], { TARGET: 'kind' });
  assert.equal(code, 2, output);
  assert.match(output, /--shard is not taken, .*: write SHARD=1\/2$/m);
  assert.doesNotMatch(output, /run \w+ on/);
});

it('is a part of its pipeline without being a shard, also where it is repeated elsewhere', async (t) => {
  const server = await apiServer(t, { kserve: true });
  const sandbox = project(t, { a: one, b: two });
  const part = async (name: string, more: object) =>
    idOf((await sandbox.run([`features/kserve/basic/${name}.feature`], { ...server.env, ...more })).output);
  const pieced = /no merged run that came to its end tells of all scenarios/;
  const doubts = async (...runs: readonly string[]): Promise<string> => {
    await command(sandbox, 'report', ...runs);
    return (JSON.parse(sandbox.read('reports/merged/signoff.json')) as SignOff).doubts.join('\n');
  };
  const [a, b] = [await part('a', { GITHUB_RUN_ID: '7' }), await part('b', { GITHUB_RUN_ID: '7' })];
  sandbox.write('ready', '');
  const again = idOf((await sandbox.run([], { ...server.env, RERUN: a, GITHUB_RUN_ID: '8' })).output);
  assert.doesNotMatch(await doubts(again, b), pieced);
  const other = await part('b', { GITHUB_RUN_ID: '8' });
  assert.match(await doubts(again, other), pieced);
  assert.match(await doubts(await part('a', {}), await part('b', {})), pieced);
});
