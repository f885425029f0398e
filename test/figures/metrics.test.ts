import assert from 'node:assert/strict';
import { test } from 'node:test';
import { metricsOf } from '../../support/figures/metrics.ts';
import { kindOf } from '../../support/metrics/figure-kind.ts';
import { clockOf, figureNames } from '../../support/metrics/figure-names.ts';
import type { HistoryRecord } from '../../support/runs/history-record.ts';
import type { RunFile } from '../../support/settings/settings.ts';
import type { Waiver } from '../../support/verdict/exceptions.ts';
import type { Verdicts } from '../../support/verdict/model.ts';
import { FIGURES } from '../../support/verdict/suite-attachments.ts';
import { aRecord } from '../runs/records.ts';
import { acceptedOf, forGate, MEDIAN, P95, RAN_ON, TODAY } from './measuring.ts';
import { aWaiver as waiver } from './waivers.ts';

/** A run that measured one latency, after five runs of 100 ms. */
function judged(
  latency: number,
  launcher?: 'embedded',
  later: readonly Partial<HistoryRecord>[] = [],
  exceptions: readonly Waiver[] = [],
): Verdicts {
  const attachments = [
    { mediaType: FIGURES, text: JSON.stringify({ 'median latency': latency }) },
    { mediaType: FIGURES, text: 'damaged' },
  ];
  const claims = [{ check: 'RK-001.26', step: 3 }];
  const step = { position: 3, status: 'passed', defined: { type: 'Outcome' }, attachments };
  const scenario = {
    defined: { key: 'a.feature:3', name: 'It measures', requirementIds: ['RK-001'], claims },
    attempts: [{ startedAt: TODAY, endedAt: TODAY, steps: [step] }],
  };
  const first = [100, 101, 99, 100, 100].map((value) => ({
    figures: { 'RK-001.26 median latency': value, 'RK-001.26 p95 latency': value, 'RK-009.1 outage': 1 },
  }));
  const history = [...first, ...later].map((over) =>
    aRecord({ machine: RAN_ON, simulated: launcher !== undefined, ...over }),
  );
  return {
    inputs: {
      run: { damages: [] },
      runFile: {
        settings: { run: { id: 'r9' }, target: { name: 'kind', context: 'kind-a', timeScale: 1, launcher } },
        versions: {},
        machine: RAN_ON,
      },
      history,
      exceptions,
      today: TODAY,
    },
    scenarios: [{ scenario }],
  } as unknown as Verdicts;
}

test('figures are judged against the median of comparable runs; those of what did not run are not missed', () => {
  const { metrics, missing, simulated, run } = metricsOf(judged(150));
  assert.equal(run, 'r9');
  assert.equal(simulated, false);
  const [metric] = metrics;
  assert.equal(metric?.id, 'RK-001.26 median latency');
  assert.equal(metric?.unit, 'ms');
  assert.equal(metric?.clock, 'wall');
  assert.equal(metric?.against?.median, 100);
  assert.equal(metric?.against?.verdict, 'worse');
  assert.deepEqual(missing, [{ id: 'RK-001.26 p95 latency', run: 'r1' }]);
});

test('regressions and missing figures stand against GO, simulated ones never', () => {
  assert.deepEqual(forGate(judged(150)).blockers, [
    'figure RK-001.26 median latency is worse: 150 ms, +50 % (good runs lie up to +10 % by 5 runs) against the median of the first runs at its level; who accepts that writes a waiver into features/exceptions.yaml (figures: [RK-001.26 median latency at most 150 milliseconds], target: kind, context: kind-a)',
    'figure RK-001.26 p95 latency, which run r1 measured, is missing; who accepts that writes a waiver into features/exceptions.yaml (figures: [RK-001.26 p95 latency missing], target: kind, context: kind-a)',
  ]);
  assert.deepEqual(forGate(judged(105)).blockers.length, 1);
  assert.deepEqual(forGate(judged(150, 'embedded')), {
    blockers: [],
    excused: [],
    open: [],
    notes: [],
  });
});

test('figures that no earlier run measured are told, and stand against nothing', () => {
  const one = judged(150);
  const first = { ...one, inputs: { ...one.inputs, history: [] } };
  assert.deepEqual(forGate(first), {
    blockers: [],
    excused: [],
    open: [],
    notes: ['1 figure is judged by no earlier run on this target and class of machine'],
  });
  assert.deepEqual(forGate(one).notes, []);
  const embedded = judged(150, 'embedded');
  assert.deepEqual(forGate({ ...embedded, inputs: { ...embedded.inputs, history: [] } }).notes, []);
});

test('figures that few earlier runs judge are left open where lines of the history cannot be read', () => {
  const one = judged(105);
  const lost = (unreadableHistory: number, runs: number) => {
    const history = (one.inputs.history ?? []).slice(0, runs);
    return forGate({ ...one, inputs: { ...one.inputs, history, unreadableHistory } }).open;
  };
  assert.deepEqual([lost(0, 4), lost(2, 5)], [[], []]);
  assert.match(
    lost(2, 4).join(),
    /^2 lines of reports.history\.ndjson cannot be read, and fewer than 5 earlier runs judge 1 figure: .*restore the file, or delete those lines/,
  );
});

test('figures of a run that does not say where it measured are left open, those of runs on several machines are not', () => {
  const one = judged(150);
  const { machine: _none, ...silent } = one.inputs.runFile as RunFile;
  const of = (runFiles: readonly RunFile[]) =>
    forGate({ ...one, inputs: { ...one.inputs, runFile: runFiles[0] as RunFile, runFiles } });
  const old = of([silent]);
  assert.match(old.blockers.join(), /^[^,]* p95 latency, which run r1 measured, is missing/);
  assert.equal(old.open.length, 1);
  assert.match(old.open[0] ?? '', /^run r9 does not say on which class of machine it measured/);
  const merged = of([{ ...silent, machine: 'a' }, one.inputs.runFile as RunFile]);
  assert.deepEqual(merged.open, []);
  assert.deepEqual(of([one.inputs.runFile as RunFile]).open, []);
});

const measured = (latency: number, over: Partial<HistoryRecord> = {}): Partial<HistoryRecord> => ({
  figures: { 'RK-001.26 median latency': latency, 'RK-001.26 p95 latency': latency },
  ...over,
});

test('a regression that was refused is refused again, however often it is measured', () => {
  for (const times of [1, 4, 20]) {
    const before = Array.from({ length: times }, () => measured(150, { decision: 'NO-GO' }));
    assert.match(forGate(judged(150, undefined, before)).blockers[0] ?? '', /latency is worse: 150 ms/);
  }
  assert.deepEqual(metricsOf(judged(150, undefined, [measured(150)])).metrics[0]?.against?.runs, 5);
  assert.deepEqual(
    metricsOf(judged(150, 'embedded', [measured(150), measured(150)])).metrics[0]?.against?.runs,
    7,
    'simulated runs are refused for no figure',
  );
});

test('what a check measured that failed is no measure for later runs', () => {
  const failed = measured(109, { checks: { failed: ['RK-001.26'] } });
  assert.deepEqual(metricsOf(judged(100, undefined, [failed])).metrics[0]?.against?.runs, 5);
});

test('a figure stays missing behind a run of a part, and behind the run that was refused for it', () => {
  const figures = { 'RK-001.26 median latency': 100 };
  for (const later of [
    { figures: {}, whole: false },
    { figures, decision: 'NO-GO' },
  ])
    assert.match(forGate(judged(100, undefined, [later])).blockers[0] ?? '', /p95 latency, .* is missing/);
});

test('a time or a rate says by which clock it was taken, anything else has none', () => {
  const clocks = figureNames().map((name) => [name, clockOf(name, kindOf(name).unit)] as const);
  const by = (clock: string | undefined) => clocks.flatMap(([name, own]) => (own === clock ? [name] : []));
  assert.deepEqual(by('cluster'), [
    'start-up time',
    'model download time',
    'time to ready after the download',
    'observed pod time',
    'recovery time',
  ]);
  assert.ok(by('wall').length > 8 && by('wall').every((name) => /latency|per second|time/.test(name)));
  assert.ok(by(undefined).every((name) => kindOf(name).unit !== 'ms' && kindOf(name).unit !== '/s'));
});

/** What the waiver accepts, of a target without a context. */
const { context: _none, ...ACCEPTED } = waiver().figures ?? { figures: [], target: '' };

test('a waiver that names a figure and the target excuses it until it expires, and says so', () => {
  const waived = judged(150, undefined, [], [waiver()]);
  const { blockers, excused } = forGate(waived);
  assert.deepEqual(blockers, []);
  assert.match(
    excused[0] ?? '',
    /median latency is worse: .*; excused by the waiver at features\/exceptions/,
  );
  assert.match(excused[1] ?? '', /p95 latency, .* is missing; excused by the waiver/);
  assert.deepEqual(acceptedOf(waived), [MEDIAN, P95]);
  const of = (over: Partial<Waiver['figures']>): Partial<Waiver> => ({
    figures: { ...ACCEPTED, context: 'kind-a', ...over },
  });
  for (const other of [
    { expires: '2027-01-09' },
    { expires: '2029-01-09' },
    of({ target: 'openshift' }),
    of({ context: 'kind-b' }),
    { figures: ACCEPTED },
    of({ figures: [{ id: 'RK-001.26 p99 latency', accepts: 'at most 150 milliseconds' }] }),
  ]) {
    const strange = judged(150, undefined, [], [waiver(other)]);
    assert.equal(forGate(strange).blockers.length, 2, JSON.stringify(other));
    assert.deepEqual(acceptedOf(strange), []);
  }
});

test('a run that is in doubt, damaged or simulated accepts nothing', () => {
  const waived = judged(150, undefined, [], [waiver()]);
  const doubted = { ...waived, inputs: { ...waived.inputs, doubts: ['the register has changes'] } };
  assert.deepEqual(acceptedOf(doubted), []);
  const damaged = { ...waived, inputs: { ...waived.inputs, run: { damages: ['a line is lost'] } } };
  assert.deepEqual(acceptedOf(damaged as unknown as Verdicts), []);
  assert.deepEqual(acceptedOf(judged(150, 'embedded', [], [waiver()])), []);
});

test('what a waiver excused is the reference for later runs, however long the level before it lasted', () => {
  const accepted = { figures: { [MEDIAN]: 150 }, accepted: [MEDIAN, P95] };
  const before = Array.from({ length: 20 }, () => measured(100));
  const later = Array.from({ length: 5 }, () => ({ figures: { [MEDIAN]: 150 } }));
  const after = (latency: number) => judged(latency, undefined, [...before, accepted, ...later]);
  assert.deepEqual(forGate(after(150)).blockers, []);
  assert.equal(metricsOf(after(150)).metrics[0]?.against?.median, 150);
  assert.match(forGate(after(180)).blockers[0] ?? '', /latency is worse: 180 ms, \+20 %/);
  const failed = { ...accepted, checks: { failed: ['RK-001.26'] } };
  const refused = judged(150, undefined, [...before, failed]);
  assert.match(forGate(refused).blockers[0] ?? '', /latency is worse: 150 ms/);
});

test('a figure that was accepted as missing is missed again once a later run has measured it', () => {
  const accepted = { figures: { [MEDIAN]: 100 }, accepted: [P95] };
  assert.deepEqual(metricsOf(judged(100, undefined, [accepted])).missing, []);
  const again = judged(100, undefined, [accepted, { run: 'r7', ...measured(100) }]);
  assert.deepEqual(metricsOf(again).missing, [{ id: P95, run: 'r7' }]);
});

test('a figure is judged by the runs before the one that measured it, also by one that is merged with it', () => {
  const day = (number: number): string => `2026-11-0${number}T10:00:00Z`;
  const one = judged(200);
  const history = (one.inputs.history ?? []).map((it, index) => ({
    ...it,
    run: `h${index}`,
    startedAt: day(index + 1),
  }));
  const own = { ...history[0], run: 'r9', startedAt: day(8), ...measured(200) } as HistoryRecord;
  const later = { ...own, run: 'r10', startedAt: day(9) };
  const fileOf = (id: string, startedAt: string) => {
    const file = one.inputs.runFile as RunFile;
    return { ...file, settings: { ...file.settings, run: { id, startedAt } } } as RunFile;
  };
  const files = [fileOf('h0', day(1)), fileOf('r9', day(8)), fileOf('r10', day(9))];
  const scenarios = one.scenarios.map((it) => ({
    ...it,
    scenario: { ...it.scenario, attempts: it.scenario.attempts.map((own) => ({ ...own, run: 'r9' })) },
  }));
  for (const runFiles of [files, files.toReversed()]) {
    const [runFile] = runFiles;
    assert.ok(runFile);
    const inputs = { ...one.inputs, runFile, runFiles, history: [...history, own, later] };
    const against = metricsOf({ ...one, inputs, scenarios }).metrics[0]?.against;
    assert.deepEqual([against?.runs, against?.verdict], [5, 'worse']);
  }
});
