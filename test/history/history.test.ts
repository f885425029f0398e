import assert from 'node:assert/strict';
import { appendFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { aboutText, estimatesFrom, secondsTogether } from '../../support/history/estimates.ts';
import { Remaining } from '../../support/history/remaining.ts';
import { loadVerdicts } from '../../support/judge/load.ts';
import { appendHistory, readHistory } from '../../support/runs/history-file.ts';
import { before, comparable, firstOnCluster, onSameTarget } from '../../support/runs/same-target.ts';
import type { DefinedScenario } from '../../support/verdict/defined-scenarios.ts';
import { lastPassed, lastPassedText } from '../../support/verdict/last-passed.ts';
import { lastVerdicts } from '../../support/verdict/last-verdict.ts';
import { scenarioIds } from '../../support/verdict/scenario-ids.ts';
import { aRecord } from '../runs/records.ts';
import { scratch } from '../scratch.ts';
import { record, SAMPLES } from '../verdict/samples/record.ts';

const scenario = (line: number, name: string, ...checks: string[]): DefinedScenario =>
  ({
    key: `x.feature:${line}`,
    uri: 'x.feature',
    line,
    name,
    tags: [],
    claims: checks.map((check) => ({ check })),
  }) as unknown as DefinedScenario;

test('the history keeps runs in order, and names lines that are damaged', async () => {
  const file = path.join(scratch('history'), 'deep', 'history.ndjson');
  await appendHistory(aRecord({ run: 'b', startedAt: '2026-11-21T00:00:00Z' }), file);
  await appendHistory(aRecord({ run: 'a' }), file);
  appendFileSync(file, '{"run":"c","star');
  const { records, damages } = await readHistory(file);
  assert.deepEqual(
    records.map(({ run }) => run),
    ['a', 'b'],
  );
  assert.deepEqual(damages, [`${file}:3 is no record of a run: left out, so figures are judged without it`]);
  assert.deepEqual(await readHistory(`${file}.none`), { records: [], damages: [], unreadable: 0 });
});

test('behind a line that was cut off the next run begins a new one', async () => {
  const file = path.join(scratch('history'), 'history.ndjson');
  writeFileSync(file, '{"run":"c","star');
  await appendHistory(aRecord({ run: 'a' }), file);
  const { records, damages } = await readHistory(file);
  assert.deepEqual(
    records.map(({ run }) => run),
    ['a'],
  );
  assert.deepEqual(damages, [`${file}:1 is no record of a run: left out, so figures are judged without it`]);
});

test('runs are told apart by target and context, figures by machine and speed as well', () => {
  const place = aRecord();
  const records = [
    aRecord({ run: 'same' }),
    aRecord({ run: 'other machine', machine: '64 × processor' }),
    aRecord({ run: 'other speed', timeScale: 60 }),
    aRecord({ run: 'other context', context: 'kind-b' }),
  ];
  assert.deepEqual(
    onSameTarget(records, place).map(({ run }) => run),
    ['same', 'other machine', 'other speed'],
  );
  assert.deepEqual(
    comparable(records, place).map(({ run }) => run),
    ['same'],
  );
  assert.deepEqual(before(records, new Date('2026-11-20T22:03:00Z')), []);
});

test('a cluster made anew under the name of another is another, where both are known', () => {
  const records = [aRecord({ run: 'unknown' }), aRecord({ run: 'other', cluster: 'u2' })];
  const same = (cluster?: string): string[] =>
    onSameTarget(records, aRecord(cluster === undefined ? {} : { cluster })).map(({ run }) => run);
  assert.deepEqual(same('u1'), ['unknown']);
  assert.deepEqual(same('u2'), ['unknown', 'other']);
  assert.deepEqual(same(), ['unknown', 'other']);
  const others = records.slice(1);
  assert.match(
    firstOnCluster(others, aRecord({ cluster: 'u1' })).join(),
    /^1 earlier run by the name of this target was on another cluster .* no figure is judged by it$/,
  );
  assert.deepEqual(firstOnCluster(records, aRecord({ cluster: 'u1' })), []);
  assert.deepEqual(firstOnCluster([], aRecord({ cluster: 'u1' })), []);
});

test('says when checks last passed together', () => {
  const records = [
    aRecord({ run: 'r1', checks: { passed: ['A.1', 'A.2'] } }),
    aRecord({ run: 'r2', checks: { passed: ['A.1'], failed: ['A.2'] } }),
    aRecord({ run: 'r3', checks: { skipped: ['A.1', 'A.2'] } }),
  ];
  const text = (...ids: string[]) => {
    const found = lastPassed(ids, records);
    return found && lastPassedText(found);
  };
  assert.equal(text('A.1', 'A.2'), '2026-11-20 22:03 UTC in run r1 (suite 7407d54)');
  assert.equal(text('A.1'), '2026-11-20 22:03 UTC in run r2 (suite 7407d54)');
  assert.equal(text('A.2'), '2026-11-20 22:03 UTC in run r1 (suite 7407d54)');
  assert.equal(text('A.2', 'A.4'), 'never in 2 earlier runs on this target');
  assert.equal(text('A.3'), undefined, 'no run looked at it');
  assert.equal(text(), undefined);
  const failing = [aRecord({ checks: { failed: ['A.2'] } })];
  assert.equal(
    lastPassedText(lastPassed(['A.2'], failing) ?? assert.fail()),
    'never in 1 earlier run on this target',
  );
});

test('the last verdict of a scenario is that of the latest run that tried it, whatever else decides its checks', () => {
  const all = [scenario(2, 'Old', 'A.1', 'A.2'), scenario(40, 'New', 'A.1'), scenario(60, 'Claims nothing')];
  const day = (number: number): string => `2026-11-0${number}T10:00:00Z`;
  const records = [
    aRecord({ run: 'r1', startedAt: day(1), checks: { passed: ['A.1', 'A.2'] }, took: { 'A.1': 1 } }),
    aRecord({
      run: 'r2',
      startedAt: day(2),
      checks: { passed: ['A.1'], failed: ['A.2'] },
      took: { 'A.1': 1, 'Claims nothing': 1 },
    }),
    aRecord({ run: 'r3', startedAt: day(3), checks: { passed: ['A.1'] }, took: { 'A.9': 1 } }),
    aRecord({ run: 'r4', startedAt: day(4), checks: { skipped: ['A.1', 'A.2'] }, took: { 'A.1': 1 } }),
  ];
  assert.deepEqual(Object.fromEntries(lastVerdicts(all, all, records)), {
    'x.feature:2': { verdict: 'failed', run: 'r2', startedAt: day(2) },
  });
  assert.deepEqual(
    lastVerdicts(all, all, records.slice(0, 1)).get('x.feature:2')?.verdict,
    'passed',
    'as it was before',
  );
  assert.equal(lastVerdicts([], all, records).size, 0);
});

test('what a scenario took survives a new title and a new place', () => {
  const records = [3, 5, 4].map((seconds) => aRecord({ took: { 'A.1': seconds, 'A.2': 1, 'No checks': 9 } }));
  const moved = [
    scenario(40, 'New title', 'A.1'),
    scenario(2, 'Another', 'A.2', 'A.1'),
    scenario(7, 'No checks'),
  ];
  assert.deepEqual([...scenarioIds(moved).values()], ['A.2', 'No checks', 'A.1']);
  const { seconds, usual, runs } = estimatesFrom(records, moved);
  assert.deepEqual(Object.fromEntries(seconds), { 'x.feature:2': 1, 'x.feature:7': 9, 'x.feature:40': 4 });
  assert.equal(runs, 3);
  assert.ok(Math.abs(usual - 14 / 3) < 1e-9);
});

test('workers share the work, and those that need the cluster alone come after', () => {
  const each = [4, 3, 2, 1].map((seconds) => ({ seconds }));
  assert.equal(secondsTogether(each, 1), 10);
  assert.equal(secondsTogether(each, 2), 5);
  assert.equal(secondsTogether([...each, { seconds: 7, alone: true }], 2), 12);
  assert.equal(secondsTogether([], 4), 0);
  assert.equal(aboutText(5), 'less than 10 s');
  assert.equal(aboutText(42), 'about 40 s');
  assert.equal(aboutText(400), 'about 7 min');
});

test('a run says what is left as long as half of it is known', () => {
  const scenarios = [scenario(1, 'a', 'A.1'), scenario(2, 'b', 'A.2')].map(
    (it, index) => [`p${index}`, it] as const,
  );
  const estimates = { seconds: new Map([['x.feature:1', 60]]), usual: 60, runs: 1 };
  const remaining = new Remaining(1);
  remaining.hear({ testCase: { id: 't0', pickleId: 'p0', testSteps: [] } });
  remaining.expect(scenarios, estimates);
  assert.equal(remaining.text(), 'about 2 min left');
  const timestamp = { seconds: 0, nanos: 0 };
  remaining.hear({ testCaseStarted: { id: 's0', testCaseId: 't0', attempt: 0, timestamp } });
  remaining.hear({ testCaseFinished: { testCaseStartedId: 's0', willBeRetried: false, timestamp } });
  assert.equal(remaining.text(), 'about 60 s left');
  const unknown = new Remaining(1);
  unknown.expect(scenarios, { seconds: new Map(), usual: 0, runs: 0 });
  assert.equal(unknown.text(), undefined);
});

test('merged runs have the history before the latest of them, whichever is given first', async () => {
  const file = path.join(scratch('history'), 'history.ndjson');
  const day = (number: number): string => `2026-11-0${number}T10:00:00Z`;
  const records = [1, 2, 3, 4].map((number) => aRecord({ run: `h${number}`, startedAt: day(number) }));
  writeFileSync(file, `${records.map((it) => JSON.stringify(it)).join('\n')}\n`);
  const runOf = async (number: number): Promise<string> => {
    const messages = await record();
    const settings = {
      run: { id: `h${number}`, startedAt: day(number) },
      target: { name: 'kind', context: 'kind-a', timeScale: 1 },
      releases: {},
    };
    const content = { settings, capabilities: {}, versions: {}, machine: 'm' };
    writeFileSync(path.join(path.dirname(messages), 'run.json'), JSON.stringify(content));
    return messages;
  };
  const [old, late] = [await runOf(1), await runOf(4)];
  for (const order of [
    [old, late],
    [late, old],
  ]) {
    const { inputs } = await loadVerdicts(order, { ...SAMPLES, history: file });
    assert.deepEqual(
      inputs.history?.map(({ run }) => run),
      ['h1', 'h2', 'h3'],
    );
  }
});

test('a damaged line is named in the reports of every run that is judged beside it', async () => {
  const file = path.join(scratch('history'), 'history.ndjson');
  writeFileSync(file, `${JSON.stringify(aRecord())}\n{"run": "r2", "star\n`);
  const { gate } = await loadVerdicts([await record()], { ...SAMPLES, history: file });
  assert.ok(
    gate.notes.includes(`${file}:2 is no record of a run: left out, so figures are judged without it`),
  );
});
