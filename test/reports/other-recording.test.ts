import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { command, project } from '../run/project.ts';

const RECORDED = ['messages.ndjson', 'run.json', 'run.yaml', 'evidence/of-b/summary.txt'];

/** What a run recorded and decided, in a folder. */
function put(sandbox: ReturnType<typeof project>, folder: string, id: string): void {
  const run = { id, seed: 1, startedAt: '2026-01-01T00:00:00Z', directory: `reports/runs/${id}` };
  const settings = { run, target: { name: 'kind', images: {}, releases: {} }, releases: {} };
  const names = RECORDED.map((name) => name.replace('of-b', `of-${id}`));
  for (const name of [...names, 'signoff.md'])
    sandbox.write(`${folder}/${name}`, name === 'signoff.md' ? id : '');
  sandbox.write(`${folder}/run.json`, JSON.stringify({ settings, capabilities: {}, versions: {} }));
}

/** Run `a` is to be judged; `folder` holds what run `b` left there. */
async function judged(t: TestContext, folder: string, ...more: readonly string[]) {
  const sandbox = project(t, {});
  put(sandbox, 'parts/a', 'a');
  for (const place of [folder, ...more]) put(sandbox, place, 'b');
  const { code, output } = await command(sandbox, 'report', '--to', folder, 'parts/a');
  return { sandbox, code, output };
}

test('what another run recorded is taken out of the published folder: it is none of what is decided there', async (t) => {
  const { sandbox, output } = await judged(t, 'reports', 'reports/runs/b');
  assert.match(sandbox.read('reports/signoff.md'), /run a/, output);
  for (const name of RECORDED) {
    assert.equal(sandbox.has(`reports/${name}`), false, name);
    assert.ok(sandbox.has(`reports/runs/b/${name}`), name);
  }
});

test('the recording of another run that lies nowhere else, or in a folder of its own, is not touched', async (t) => {
  for (const [folder, why] of [
    ['reports', ' and lies nowhere else'],
    ['reports/runs/b', ''],
    ['out', ''],
  ] as const) {
    const { sandbox, code, output } = await judged(t, folder);
    assert.equal(code, 2, output);
    assert.ok(
      output.includes(
        `report: ${folder} holds the recording of run b, which is none of those to be judged${why}: name another folder\n`,
      ),
      output,
    );
    for (const name of RECORDED) assert.ok(sandbox.has(`${folder}/${name}`), name);
    assert.equal(sandbox.read(`${folder}/signoff.md`), 'b');
  }
});

test('that of a run that is judged stays', async (t) => {
  const sandbox = project(t, {});
  for (const folder of ['parts/a', 'reports']) put(sandbox, folder, 'a');
  const { output } = await command(sandbox, 'report', '--to', 'reports', 'parts/a');
  assert.match(sandbox.read('reports/signoff.md'), /run a/, output);
  assert.ok(sandbox.has('reports/messages.ndjson'));
});
