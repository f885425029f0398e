import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare } from '../../support/compare/comparison.ts';
import { sectionsOf } from '../../support/compare/sections.ts';
import { sideOf } from '../../support/compare/side.ts';
import { judge } from '../../support/judge/judge.ts';
import type { RunFile } from '../../support/settings/settings.ts';
import type { VerdictInputs } from '../../support/verdict/model.ts';
import { FIGURES } from '../../support/verdict/suite-attachments.ts';
import { aRecord } from '../runs/records.ts';
import { greenSample, runFile } from '../verdict/samples/judged.ts';

/** A green run whose last step measured this, on this class of machine. */
async function measured(figures: object, over: Partial<RunFile> = {}): Promise<VerdictInputs> {
  const inputs = await greenSample();
  const attachments = [{ mediaType: FIGURES, text: JSON.stringify(figures) }];
  const scenarios = inputs.run.scenarios.map((scenario) => ({
    ...scenario,
    attempts: scenario.attempts.map((attempt) => ({
      ...attempt,
      steps: attempt.steps.map((step) => (step.position === 0 ? { ...step, attachments } : step)),
    })),
  }));
  return { ...inputs, runFile: { ...runFile(), ...over }, run: { ...inputs.run, scenarios } };
}

const { context: _none, ...where } = aRecord({ target: 'x', machine: runFile().machine ?? '' });

async function compared(a: VerdictInputs, b: VerdictInputs) {
  const history = [100, 100, 100, 100, 100].map((value, index) => ({
    ...where,
    run: `h${index}`,
    figures: { 'LB-001.1 median latency': value },
  }));
  const comparison = compare(sideOf('a', judge(a)), sideOf('b', judge(b)), history);
  const figures = sectionsOf(comparison).find(({ title }) => title.startsWith('Figures'));
  return { losses: comparison.losses, rows: figures?.rows ?? [], exitCode: comparison.exitCode };
}

test('a figure that got worse beyond the noise of earlier runs is a loss', async () => {
  const { losses, rows } = await compared(
    await measured({ 'median latency': 100 }),
    await measured({ 'median latency': 150 }),
  );
  assert.ok(losses.includes('1 figure is worse or missing'), losses.join());
  assert.deepEqual(rows[0]?.slice(0, 4), ['LB-001.1 median latency', '100 ms', '150 ms', 'worse']);
});

test('on another class of machine a figure is shown and not judged, and one that is missing is a loss all the same', async () => {
  const other = { machine: '64 × another processor, linux x64' };
  const before = await measured({ 'median latency': 100, 'p95 latency': 100 });
  const both = await compared(before, await measured({ 'median latency': 900, 'p95 latency': 100 }, other));
  assert.deepEqual([both.losses, both.exitCode], [[], 0]);
  assert.deepEqual(both.rows[0]?.slice(2), ['900 ms', 'of another class of machine: not judged', '']);
  const one = await compared(before, await measured({ 'median latency': 900 }, other));
  assert.deepEqual([one.losses, one.exitCode], [['1 figure is worse or missing'], 1]);
});

test('of another cluster under the same name figures are shown and not judged, and it is told which cluster each was', async () => {
  const on = (uid: string) => measured({ 'median latency': uid === '1' ? 100 : 900 }, { cluster: { uid } });
  const { figures, facts, losses } = compare(
    sideOf('a', judge(await on('1'))),
    sideOf('b', judge(await on('2'))),
    [],
  );
  assert.equal(figures.incomparable, 'the runs are of different clusters');
  assert.deepEqual(losses, []);
  assert.deepEqual(facts, [{ name: 'Cluster', from: '1', to: '2' }]);
});

test('of a simulated cluster, which is made anew for each run, nothing is told', async () => {
  const on = (uid: string) =>
    measured({ 'median latency': 100 }, { ...runFile({ launcher: 'embedded' }), cluster: { uid } });
  const { figures, facts } = compare(
    sideOf('a', judge(await on('1'))),
    sideOf('b', judge(await on('2'))),
    [],
  );
  assert.deepEqual([figures.incomparable, facts], [undefined, []]);
});
