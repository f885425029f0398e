import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { it } from 'node:test';
import { apiServer } from '../frame/api-server.ts';
import { command, feature, idOf, project } from './project.ts';

const FEATURE = feature(
  ['One that holds', 'RK-001.1', 'it holds'],
  ['One that waits for its file', 'RK-001.2', '"ready" is there'],
  ['Another that holds', 'RK-001.3, RK-001.4', 'it holds'],
);

const decisionOf = (signOff: string): unknown => (JSON.parse(signOff) as { decision: unknown }).decision;
const tally = (output: string) => /^scenarios {2}(.*?) {2}\(/m.exec(output)?.[1];

it('repeats what failed and judges both runs as one, each attempt once', async (t) => {
  const server = await apiServer(t, { kserve: true });
  const sandbox = project(t, { a: FEATURE });
  const first = await sandbox.run([], server.env);
  assert.equal(tally(first.output), '1 failed, 2 passed');
  sandbox.write('ready', '');
  const second = await sandbox.run([], { ...server.env, RERUN: 'last', ACCEPTANCE_PUBLISH: '1' });
  assert.match(second.output, /: 1 scenario in 1 file\b/);
  assert.equal(tally(second.output), '1 flaky, 2 passed', 'a failure leaves its trace');
  assert.match(second.output, /passed in attempt 2 of 2; before: ready: expected false to equal true/);
  assert.match(second.output, /last passed: never in 1 earlier run on this target/);
  const published = sandbox.read('reports/signoff.json');
  const { digests } = JSON.parse(published) as { digests: { kind: string; path: string; sha256: string }[] };
  const recordings = digests.filter(({ kind }) => kind === 'recording');
  assert.equal(recordings.length, 4);
  for (const { path, sha256 } of recordings) {
    const file = path.includes('/') ? path : `reports/${path}`;
    assert.equal(createHash('sha256').update(sandbox.read(file)).digest('hex'), sha256, path);
  }
  const third = await sandbox.run([], {
    ...server.env,
    RERUN: idOf(second.output),
    ACCEPTANCE_PUBLISH: '1',
  });
  assert.equal(third.code, 2);
  assert.match(third.output, /left nothing to repeat/);
  assert.match(
    sandbox.read('reports/signoff.md'),
    new RegExp(
      `^# NO REPORTS: .* left nothing to repeat.*\n\n.* reports shows those of run ${idOf(second.output)} `,
    ),
  );
  assert.match((await command(sandbox, 'report', 'reports')).output, /1 flaky, 2 passed/);
  assert.equal(decisionOf(sandbox.read('reports/signoff.json')), decisionOf(published));
});

it('refuses to repeat a run of another target, before anything is launched', async (t) => {
  const server = await apiServer(t, { kserve: true });
  const sandbox = project(t, { a: FEATURE });
  const first = await sandbox.run([], server.env);
  const other = await sandbox.run([], { ...server.env, TARGET: 'kind', RERUN: idOf(first.output) });
  assert.equal(other.code, 2);
  assert.match(
    other.output,
    /RERUN: run \w+ was on cluster \(.*\), and this one is on kind \(.*\): their verdicts/,
  );
  assert.doesNotMatch(other.output, /run \w+ on/);
});

const MEASURING = FEATURE.replace('Then it holds', 'Then 100 ms are measured');

it('is judged elsewhere as where it ran, with the run that it repeats beside it', async (t) => {
  const server = await apiServer(t, { kserve: true });
  const sandbox = project(t, { a: MEASURING });
  const first = idOf((await sandbox.run([], server.env)).output);
  sandbox.write('ready', '');
  const ran = await sandbox.run([], { ...server.env, RERUN: first });
  const elsewhere = project(t, { a: MEASURING });
  for (const [folder, id] of [
    ['part-1', first],
    ['part-2', idOf(ran.output)],
  ] as const)
    cpSync(sandbox.path(`reports/runs/${id}`), elsewhere.path(folder), { recursive: true });
  for (const parts of [
    ['part-2', 'part-1'],
    ['part-1/messages.ndjson', 'part-2/messages.ndjson'],
  ]) {
    const { code, output } = await command(elsewhere, 'report', ...parts);
    assert.equal(tally(output), '1 flaky, 2 passed', output);
    assert.equal(code, ran.code, output);
  }
  const alone = await command(elsewhere, 'report', 'part-2');
  assert.match(
    alone.output,
    /PARTIAL .*, but run \w+ repeats run \w+, whose recording is neither given nor found/,
    'what is lost interrupted nothing',
  );
  assert.equal(alone.code, 1);
});

it('does not forget what it repeats where its own reports are published over that', async (t) => {
  const server = await apiServer(t, { kserve: true });
  const sandbox = project(t, { a: FEATURE });
  const first = await sandbox.run([], { ...server.env, ACCEPTANCE_PUBLISH: '1' });
  sandbox.write('ready', '');
  const RERUN = 'reports';
  const kept = sandbox.path(`reports/runs/${idOf(first.output)}`);
  renameSync(kept, sandbox.path('elsewhere'));
  const lost = await sandbox.run([], { ...server.env, RERUN, ACCEPTANCE_PUBLISH: '1' });
  assert.match(lost.output, /RERUN: the only recording of run \w+ lies in reports\/, .*; copy reports\/ to /);
  assert.equal(lost.code, 2);
  renameSync(sandbox.path('elsewhere'), kept);
  const second = await sandbox.run([], { ...server.env, RERUN, ACCEPTANCE_PUBLISH: '1' });
  assert.equal(tally(second.output), '1 flaky, 2 passed', second.output);
  const again = await command(sandbox, 'report', 'reports');
  assert.equal(tally(again.output), '1 flaky, 2 passed', again.output);
  assert.equal(again.code, 1);
  rmSync(kept, { recursive: true });
  const without = await command(sandbox, 'report', 'reports');
  assert.match(
    without.output,
    new RegExp(`run ${idOf(second.output)} repeats run ${idOf(first.output)}, whose recording is neither`),
  );
  assert.equal(without.code, 1, without.output);
});

it('keeps what a run measured once, however often the rest of it is repeated', async (t) => {
  const server = await apiServer(t, { kserve: true });
  const sandbox = project(t, { a: MEASURING });
  let { output } = await sandbox.run([], server.env);
  for (let time = 0; time < 2; time += 1)
    ({ output } = await sandbox.run([], { ...server.env, RERUN: idOf(output) }));
  const lines = sandbox.read('reports/history.ndjson').trim().split('\n');
  const figures = lines.map((line) => Object.values((JSON.parse(line) as { figures: object }).figures));
  assert.deepEqual(figures, [[100, 100], [], []]);
  const { metrics } = JSON.parse(sandbox.read(`reports/runs/${idOf(output)}/metrics.json`)) as {
    metrics: { value: number; against?: object }[];
  };
  assert.deepEqual(
    metrics.map(({ value, against }) => [value, against]),
    [
      [100, undefined],
      [100, undefined],
    ],
    'it is not judged by itself',
  );
});

it('makes an interrupted run whole', async (t) => {
  const server = await apiServer(t, { kserve: true });
  const waiting = FEATURE.replace(
    '    When I do nothing\n    # checks: RK-001.2',
    '    Given I wait for what never comes\n    # checks: RK-001.2',
  );
  const sandbox = project(t, { a: waiting });
  const run = sandbox.start([], server.env);
  await run.prints(/1\/3 passed/);
  run.process.kill('SIGINT');
  const first = await run.ended;
  assert.equal(first.code, 130);
  assert.equal(tally(first.output), '1 not-reached, 1 not-run, 1 passed', 'what was stopped has not failed');
  sandbox.write('features/kserve/basic/a.feature', FEATURE);
  sandbox.write('ready', '');
  const second = await sandbox.run([], { ...server.env, RERUN: idOf(first.output) });
  assert.equal(tally(second.output), '3 passed', 'the feature has changed: all of it runs again');
  assert.doesNotMatch(second.output, /INTERRUPTED|damaged/);
});

it('refuses to repeat a run of another context or clock', async (t) => {
  const server = await apiServer(t, { kserve: true });
  const sandbox = project(t, { a: FEATURE });
  const RERUN = idOf((await sandbox.run([], server.env)).output);
  const config = JSON.parse(readFileSync(server.env.KUBECONFIG ?? '', 'utf8')) as { contexts: object[] };
  config.contexts.push({ ...config.contexts[0], name: 'another' });
  sandbox.write('kubeconfig', JSON.stringify({ ...config, 'current-context': 'another' }));
  const here = 'context stub, time × 60, kserve document';
  for (const [over, there] of [
    [{ TIME_SCALE: '1' }, 'context stub, kserve document'],
    [{ KUBECONFIG: sandbox.path('kubeconfig') }, here.replace('stub', 'another')],
    [{ KUBECONFIG: sandbox.path('kubeconfig'), KUBE_CONTEXT: 'another' }, here.replace('stub', 'another')],
  ] as const) {
    const { code, output } = await sandbox.run([], { ...server.env, ...over, RERUN });
    assert.equal(code, 2, output);
    assert.ok(
      output.includes(`run ${RERUN} was on cluster (${here}), and this one is on cluster (${there})`),
      output,
    );
    assert.doesNotMatch(output, /run \w+ on/);
  }
});

it('says what is left of a run where a feature was taken away or filters leave nothing of it', async (t) => {
  const server = await apiServer(t, { kserve: true });
  const sandbox = project(t, { a: FEATURE });
  const RERUN = idOf((await sandbox.run([], server.env)).output);
  const file = 'features/kserve/basic/a.feature';
  const filtered = await sandbox.run(['--name', 'Another'], { ...server.env, RERUN });
  sandbox.write('features/kserve/other/b.feature', feature(['Something else', 'RK-001.5', 'it holds']));
  rmSync(sandbox.path(file));
  const gone = await sandbox.run([], { ...server.env, RERUN });
  for (const { code, output } of [filtered, gone]) {
    assert.equal(code, 2, output);
    assert.match(
      output,
      new RegExp(`run ${RERUN} left ${file}.* to repeat, and nothing of that is selected now`),
    );
    assert.doesNotMatch(output, /left nothing to repeat/);
  }
});

it('refuses to repeat a run of which a feature was moved, also where another one is to be repeated', async (t) => {
  const server = await apiServer(t, { kserve: true });
  const other = feature(['One more that waits', 'RK-001.5', '"ready" is there']);
  const sandbox = project(t, { a: FEATURE, b: other });
  const RERUN = idOf((await sandbox.run([], server.env)).output);
  const [from, to] = ['features/kserve/basic/a.feature', 'features/kserve/moved/a.feature'];
  rmSync(sandbox.path(from));
  for (const text of [
    FEATURE,
    FEATURE.replaceAll('RK-001.', 'RK-001.1'),
    FEATURE.replaceAll('that', 'which'),
  ]) {
    sandbox.write(to, text);
    const { code, output } = await sandbox.run([], { ...server.env, RERUN });
    assert.equal(code, 2, output);
    assert.match(output, new RegExp(`RERUN: ${from}, which run ${RERUN} ran, is now ${to}: verdicts go by`));
  }
  rmSync(sandbox.path(to));
  sandbox.write(from, FEATURE);
  const back = await sandbox.run([], { ...server.env, RERUN });
  assert.match(back.output, /: 2 scenarios in 2 files\b/);
});

it('repeats all of a run that was stopped before its first scenario', async (t) => {
  const server = await apiServer(t, { kserve: true });
  const sandbox = project(t, { a: FEATURE });
  const first = await sandbox.run([], server.env);
  const file = `reports/runs/${idOf(first.output)}/messages.ndjson`;
  const begun = /^\{"(?:testCase|testStep|testRunFinished|attachment)/;
  const lines = sandbox.read(file).split('\n');
  sandbox.write(file, lines.filter((line) => !begun.test(line)).join('\n'));
  const second = await sandbox.run([], { ...server.env, RERUN: idOf(first.output) });
  assert.match(second.output, /: 3 scenarios in 1 file\b/);
});

it('runs the scenarios that decide a check, and says which ids do not exist', async (t) => {
  const server = await apiServer(t, { kserve: true });
  const sandbox = project(t, { a: FEATURE });
  const only = await sandbox.run([], { ...server.env, ONLY: 'RK-001.4' });
  assert.equal(tally(only.output), '2 not-run, 1 passed');
  const wrong = await sandbox.run([], { ...server.env, ONLY: 'RK-001.99, RK-002.1, RK-0O1' });
  assert.equal(wrong.code, 2);
  assert.match(
    wrong.output,
    /ONLY names RK-001\.99, which is no check and no requirement; did you mean RK-001\.9\?/,
  );
  assert.match(wrong.output, /ONLY names RK-002\.1, which no scenario of the selected features decides/);
  assert.match(wrong.output, /3 mistakes; nothing was launched/);
  const none = await sandbox.run([], { ...server.env, RERUN: 'totn0000' });
  assert.match(none.output, /RERUN: there is no run totn0000; /);
});

it('names the run that it repeats, and refuses to guess where a later one came to no verdict', async (t) => {
  const server = await apiServer(t, { kserve: true });
  const sandbox = project(t, { a: FEATURE });
  const first = idOf((await sandbox.run([], server.env)).output);
  const waiting = FEATURE.replace('Then it holds', 'Given I wait for what never comes\n    Then it holds');
  sandbox.write('features/kserve/basic/a.feature', waiting);
  const run = sandbox.start([], server.env);
  await run.prints(/run \w+ on/);
  run.process.kill('SIGKILL');
  const killed = idOf((await run.ended).output);
  sandbox.write('features/kserve/basic/a.feature', FEATURE);
  const refused = await sandbox.run([], { ...server.env, RERUN: 'last' });
  assert.equal(refused.code, 2, refused.output);
  assert.match(
    refused.output,
    new RegExp(
      `RERUN: run ${killed} \\(began 20\\S+ \\S+ UTC\\) came to no verdict, and run ${first} \\(began .* UTC\\) is the last that did: write ${killed} or ${first} instead of last$`,
      'm',
    ),
  );
  assert.doesNotMatch(refused.output, /run \w+ on/);
  sandbox.write('ready', '');
  const named = await sandbox.run([], { ...server.env, RERUN: first });
  assert.match(
    named.output,
    new RegExp(`, repeating run ${first} \\(20\\S+ \\S+ UTC\\): 1 scenario in 1 file`),
  );
  const last = await sandbox.run([], { ...server.env, RERUN: 'last' });
  assert.match(
    last.output,
    new RegExp(`run ${idOf(named.output)} left nothing to repeat`),
    'its line is younger',
  );
});
