import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { readHistory } from '../../support/runs/history-file.ts';
import type { HistoryRecord } from '../../support/runs/history-record.ts';
import { isRunFile } from '../../support/runs/run-place.ts';
import { scratch } from '../scratch.ts';
import { aRecord } from './records.ts';

/** A history of these lines, and what is told of it. */
async function historyOf(...lines: readonly object[]) {
  const file = path.join(scratch('history'), 'history.ndjson');
  writeFileSync(file, `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
  const { records, damages } = await readHistory(file);
  return { runs: records.map(({ run }) => run), damages: damages.map((it) => it.replace(`${file}:`, '')) };
}

const DAMAGED: readonly Partial<Record<keyof HistoryRecord, unknown>>[] = [
  { startedAt: 'yesterday' },
  { startedAt: '' },
  { figures: { 'RK-001.26 median latency': null } },
  { figures: { 'RK-001.26 median latency': '100' } },
  { figures: { 'RK-001.26 median latency': -100 } },
  { figures: [100] },
  { took: { 'RK-001.26': null } },
  { checks: { failed: 'RK-001.26' } },
  { checks: { failed: null } },
  { accepted: 'RK-001.26 median latency' },
  { accepted: 1 },
  { simulated: undefined },
  { machine: null },
  { timeScale: '1' },
  { context: 1 },
  { suite: null },
  { scenarios: { passed: 'all' } },
  { seconds: null },
  { decision: undefined },
  { whole: 'yes' },
];

for (const over of DAMAGED)
  test(`a line with ${JSON.stringify(Object.entries(over)[0])} is named, and nothing is judged by it`, async () => {
    const good = aRecord({ run: 'good' });
    assert.deepEqual(await historyOf(good, { ...aRecord(), ...over }), {
      runs: ['good'],
      damages: ['2 is no record of a run: left out, so figures are judged without it'],
    });
  });

test('a run that stands in the history several times counts once', async () => {
  const one = aRecord({ run: 'one' });
  const copies = [1, 2, 3].map((value) => ({ ...one, figures: { 'RK-001.26 median latency': value } }));
  assert.deepEqual(await historyOf(one, ...copies), {
    runs: ['one'],
    damages: [2, 3, 4].map(
      (line) => `${line} is of run one, as a line before it: left out, so figures are judged without it`,
    ),
  });
});

test('runs are in the order of their start, however the moment is written', async () => {
  const { runs } = await historyOf(
    aRecord({ run: 'second', startedAt: '2026-11-20T10:00:00+02:00' }),
    aRecord({ run: 'third', startedAt: '2026-11-20T09:00:00Z' }),
    aRecord({ run: 'first', startedAt: '2026-11-20T07:59:59.999Z' }),
  );
  assert.deepEqual(runs, ['first', 'second', 'third']);
});

const RUN = { id: 'r1', startedAt: '2026-11-20T10:00:00Z', seed: 1 };
const runJson = (run: object, over: object = {}): object => ({
  settings: { run, target: { name: 'kind', timeScale: 1 }, releases: {} },
  ...{ capabilities: {}, versions: {}, machine: 'm' },
  ...over,
});

test('a run.json that does not say when its run began, or names no machine where it should, is damaged', () => {
  assert.equal(isRunFile(runJson(RUN)), true);
  assert.equal(isRunFile(runJson(RUN, { machine: undefined })), true, 'it is of an earlier suite');
  for (const startedAt of ['yesterday', '', null, 1, undefined])
    assert.equal(isRunFile(runJson({ ...RUN, startedAt })), false, String(startedAt));
  for (const machine of [null, '', 2]) assert.equal(isRunFile(runJson(RUN, { machine })), false);
});
