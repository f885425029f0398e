import assert from 'node:assert/strict';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { renderReports } from '../../support/reports/render.ts';
import type { SignOff } from '../../support/signoff/sign-off.ts';
import { scratch } from '../scratch.ts';
import { SUITE } from '../verdict/samples/mark.ts';
import { SAMPLES } from '../verdict/samples/record.ts';
import { recordedBy, recordedRun, runFile } from './rendered.ts';

const identity = (id: string): object => ({ id, seed: 43, startedAt: '2026-11-20T10:00:00Z', directory: '' });
const runOf = (id: string): object => runFile({ run: identity(id) });

const merge = async (
  ...runs: string[]
): Promise<{ to: string; signOff: SignOff; read(name: string): Promise<string> }> => {
  const to = scratch('merged');
  await renderReports(to, {
    messages: runs.map((run) => path.join(run, 'messages.ndjson')),
    sources: SAMPLES,
  });
  const read = (name: string): Promise<string> => readFile(path.join(to, name), 'utf8');
  return { to, signOff: JSON.parse(await read('signoff.json')) as SignOff, read };
};

describe('a merge of two runs', () => {
  let runs: [string, string];
  before(async () => {
    runs = [await recordedRun(runFile()), await recordedRun(runOf('r2'))];
  });

  test('brings the evidence of both, apart from each other, and every report leads there', async () => {
    const { to, signOff, read } = await merge(...runs);
    for (const run of runs) {
      const summary = await read(`evidence/${path.basename(run)}/lb-002/x/summary.txt`);
      assert.equal(summary, `what was captured in ${run}`);
    }
    const directory = `evidence/${path.basename(runs[1])}/lb-002/x`;
    const blocked = signOff.issues.find(({ evidence }) => evidence !== undefined);
    assert.equal(blocked?.evidence, directory, 'the last attempt decides');
    for (const name of ['signoff.html', 'matrix.html', 'junit.xml', 'traceability.json', 'executions.md'])
      assert.ok((await read(name)).includes(directory), name);
    const pages = await readdir(path.join(to, 'html', 'features'));
    const claims = pages.find((name) => name.includes('claims'));
    assert.ok((await read(`html/features/${claims}`)).includes(directory));
    assert.equal(signOff.digests.filter(({ kind }) => kind === 'evidence').length, 2);
  });

  test('writes no recording of its own: those that it rests on stay with their runs, by name and digest', async () => {
    const { to, signOff } = await merge(...runs);
    const files = await readdir(to);
    assert.deepEqual([files.includes('messages.ndjson'), files.includes('run.json')], [false, false]);
    const recordings = signOff.digests.flatMap(({ kind, path: file }) =>
      kind === 'recording' ? [file] : [],
    );
    for (const run of runs)
      for (const name of ['messages.ndjson', 'run.json'])
        assert.ok(
          recordings.some((file) => file.endsWith(path.join(path.basename(run), name))),
          recordings.join(),
        );
  });

  test('names both and when they began, wherever a run is named', async () => {
    const old = await recordedRun(
      runFile({ run: { id: 'r0', seed: 1, startedAt: '2026-11-12T09:30:00Z', directory: '' } }),
    );
    const { signOff, read } = await merge(runs[0], old);
    const text = 'r0 (2026-11-12 09:30 UTC), r1 (2026-11-20 10:00 UTC)';
    assert.deepEqual(signOff.run.merged, [
      { id: 'r0', startedAt: '2026-11-12T09:30:00Z' },
      { id: 'r1', startedAt: '2026-11-20T10:00:00Z' },
    ]);
    const told = await read('signoff.md');
    assert.ok(told.includes(`Runs: ${text}, merged`), told.slice(0, 900));
    assert.doesNotMatch(told, /^(?:- )?Run: /m);
    for (const name of ['signoff.html', 'matrix.html', 'executions.md', 'html/index.html'])
      assert.ok((await read(name)).includes(text), name);
  });

  test('into the directory of one of them leaves its evidence where it is', async () => {
    const [first, second] = runs;
    await renderReports(first, {
      messages: runs.map((run) => path.join(run, 'messages.ndjson')),
      sources: SAMPLES,
    });
    const names = await readdir(path.join(first, 'evidence'));
    assert.deepEqual(names.sort(), ['lb-002', path.basename(second)].sort());
    await rm(path.join(first, 'evidence', path.basename(second)), { recursive: true });
  });

  test('knows how to repeat each of them', async () => {
    const folders = [await recordedRun(runOf('r0')), await recordedRun(runOf('r1'))];
    for (const [index, folder] of folders.entries())
      await writeFile(
        path.join(folder, 'run.yaml'),
        `runs: [{run: r${index}, environment: {SEED: "${index}"}, arguments: [], command: again ${index}}]`,
      );
    const { signOff, read } = await merge(...folders);
    assert.deepEqual(
      signOff.reproduce.map(({ command }) => command),
      ['again 0', 'again 1'],
    );
    assert.match(await read('run.yaml'), /again 0[\s\S]*again 1/);
  });
});

describe('the shards of one run', () => {
  const shard = (index: number, file: string): Promise<string> =>
    recordedRun(
      runFile({ run: identity(`r${index}`), shard: { index, count: 2, run: '7' } }),
      `${SAMPLES.features}/${file}`,
    );

  test('that are all there are the whole run', async () => {
    const { signOff } = await merge(await shard(1, 'claims.feature'), await shard(2, 'endings.feature'));
    assert.equal(signOff.run.shard, undefined);
    assert.ok(!signOff.missing.some((sentence) => sentence.includes('shard')));
  });

  test('are named where one is missing', async () => {
    const whole = await recordedRun(runOf('r3'), `${SAMPLES.features}/claims.feature:8`);
    const { signOff } = await merge(await shard(1, 'claims.feature'), whole);
    assert.match(signOff.missing.join('\n'), /^shard 2 of 2 of the common run "7" is missing: /m);
  });
});

test('runs of different targets or versions make no verdict of one system, and that is said', async () => {
  const one = await recordedRun(runFile(), `${SAMPLES.features}/claims.feature:8`);
  const source = { path: 'fixtures/targets/openshift.yaml', sha256: 'd4'.repeat(32), bytes: 9 };
  const target = { name: 'openshift', timeScale: 1, images: {}, source };
  const table = {
    system: 'kserve',
    name: 'v0.20',
    file: 'fixtures/releases/kserve/v0.20.yaml',
    source: { path: 'fixtures/releases/kserve/v0.20.yaml', sha256: 'f6'.repeat(32), bytes: 10 },
    notPromised: {},
  };
  const { signOff, read } = await merge(
    one,
    await recordedRun(
      runFile({ target, releases: { kserve: table } }, { kubernetes: 'v1.35' }),
      `${SAMPLES.features}/claims.feature:8`,
    ),
  );
  const said = signOff.missing.filter((sentence) =>
    sentence.endsWith('their verdicts are not of one system'),
  );
  assert.equal(said.length, 2);
  assert.match(said[0] ?? '', /run\.json is of target openshift, kserve v0\.20, .* of target kind, context/);
  const digests = signOff.digests.filter(({ kind }) => kind === 'target' || kind === 'release tables');
  assert.deepEqual(digests.map((it) => it.path).sort(), [
    'fixtures/releases/kserve/document.yaml',
    'fixtures/releases/kserve/v0.20.yaml',
    'fixtures/targets/kind.yaml',
    'fixtures/targets/openshift.yaml',
  ]);
  const text = await read('signoff.md');
  for (const fact of ['Other target: run r1: openshift', 'Promises of kserve: v0.20'])
    assert.ok(text.includes(fact), fact);
});

test('runs of different suites are PARTIAL at best, and the sign-off prints every suite', async () => {
  const suites = [SUITE, { ...SUITE, commit: 'bbbb' }];
  const folders = await Promise.all(
    suites.map((suite, index) =>
      recordedBy(suite, runOf(`r${index}`), `${SAMPLES.features}/claims.feature:8`),
    ),
  );
  // What another record says of the suite decides nothing.
  for (const folder of folders)
    await writeFile(
      path.join(folder, 'run.yaml'),
      'runs: [{run: r1, suite: {version: 0.1.0, commit: aaaa}, environment: {}, arguments: [], command: again}]',
    );
  const { signOff, read } = await merge(...folders);
  assert.equal(signOff.decision, 'PARTIAL');
  assert.ok(
    signOff.missing.includes(
      'run r1 is of suite 0.1.0, commit bbbb, run r0 of 0.1.0, commit aaaa: their verdicts are not of one suite',
    ),
  );
  for (const line of ['Suite: 0.1.0, commit aaaa (run r0)', 'Suite: 0.1.0, commit bbbb (run r1)'])
    assert.ok((await read('signoff.md')).includes(line), line);
});

test('one run rendered elsewhere brings its evidence with it', async () => {
  const { to, signOff } = await merge(await recordedRun(runFile()));
  assert.ok((await readdir(path.join(to, 'evidence', 'lb-002', 'x'))).includes('summary.txt'));
  assert.ok(signOff.issues.some(({ evidence }) => evidence === 'evidence/lb-002/x'));
});
