import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { type Comparison, compare } from '../../support/compare/comparison.ts';
import { comparisonText } from '../../support/compare/render.ts';
import { sideOf } from '../../support/compare/side.ts';
import { judge } from '../../support/judge/judge.ts';
import type { RunFile } from '../../support/settings/settings.ts';
import type { RecordedStep } from '../../support/verdict/attempts.ts';
import type { VerdictInputs } from '../../support/verdict/model.ts';
import type { RecordedScenario } from '../../support/verdict/recorded-run.ts';
import { greenSample, known, runFile } from '../verdict/samples/judged.ts';

const FAILED = { status: 'failed', message: 'no route' } as const;
const TITLE = 'A step decides by the comment above it';

let green: VerdictInputs;
before(async () => {
  const { inventory, ...inputs } = await greenSample();
  // Of P1: a known issue covers nothing of P0 anyway.
  const requirements = inventory.requirements.map((it) => ({ ...it, priority: 'P1' as const }));
  green = { ...inputs, inventory: { ...inventory, requirements }, runFile: runFile() };
});

/** The green run with its scenario recorded otherwise. */
const recorded = (change: (scenario: RecordedScenario) => RecordedScenario): VerdictInputs => ({
  ...green,
  run: { ...green.run, scenarios: green.run.scenarios.map(change) },
});

/** The same with its steps otherwise. */
const withSteps = (change: (steps: readonly RecordedStep[]) => readonly RecordedStep[]): VerdictInputs =>
  recorded((scenario) => ({
    ...scenario,
    attempts: scenario.attempts.map((attempt) => ({ ...attempt, steps: change(attempt.steps) })),
  }));

const failing = (): VerdictInputs =>
  withSteps((steps) =>
    steps.map((step) => (step.position === steps.length - 1 ? { ...step, ...FAILED } : step)),
  );

const unclean = (message = 'the namespace stays'): VerdictInputs =>
  withSteps((steps) => [
    ...steps,
    { ...FAILED, message, hook: 'After', nanoseconds: 0, attachments: [] } as RecordedStep,
  ]);

const compared = (a: VerdictInputs, b: VerdictInputs): Comparison =>
  compare(sideOf('a', judge(a)), sideOf('b', judge(b)), []);

/** What became of the checks that do not hold any more. */
const lost = ({ checks }: Comparison): string[] => checks.worse.map(({ check, to }) => `${check} ${to}`);

test('nothing is lost between two runs of which both hold', () => {
  const { losses, exitCode } = compared(green, green);
  assert.deepEqual([losses, exitCode], [[], 0]);
});

test('a check that held and fails in a release that does not promise it any more is lost', () => {
  const { settings, ...rest } = runFile();
  const notPromised = { 'LB-001.1': { reason: 'x', source: 'y' }, 'LB-001.2': { reason: 'x', source: 'y' } };
  const kserve = { name: 'document', system: 'kserve', notPromised };
  const other = { ...rest, settings: { ...settings, releases: { kserve } } } as unknown as RunFile;
  const comparison = compared(green, { ...failing(), runFile: other });
  assert.deepEqual(lost(comparison), ['LB-001.1 not-promised', 'LB-001.2 not-promised']);
  assert.equal(comparison.exitCode, 1);
});

test('a check that held and is a known issue is lost, however the gate excuses it', () => {
  const entry = known({ scenario: TITLE, checks: ['LB-001.1', 'LB-001.2'] });
  const comparison = compared(green, { ...failing(), exceptions: [entry] });
  assert.deepEqual(lost(comparison), ['LB-001.1 known', 'LB-001.2 known']);
  assert.equal(comparison.exitCode, 1);
  const { checks } = compared(failing(), { ...failing(), exceptions: [entry] });
  assert.deepEqual(checks.better, [], 'nor is what failed and is known now better');
});

test('a clean-up that failed is no check, but named, and so is the decision', () => {
  const comparison = compared(green, unclean());
  assert.deepEqual(comparison.losses, [
    'the decision was GO and is NO-GO',
    '1 thing stands against GO that did not',
  ]);
  assert.equal(comparison.exitCode, 1);
  assert.match(comparisonText(comparison, 'x.md'), /new blockers:\n.*the namespace stays/);
});

test('a failure at a step that decides no check is named, and so is the decision', () => {
  const behind = withSteps((steps) => [
    ...steps,
    { ...FAILED, position: steps.length, nanoseconds: 0, attachments: [] } as RecordedStep,
  ]);
  const comparison = compared(green, behind);
  assert.ok(comparison.losses.includes('the decision was GO and is NO-GO'), comparison.losses.join());
  assert.match(comparison.blockers.join(), /no route/);
});

test('what stood against GO before is no loss, whatever its reason and its line are', () => {
  const moved = unclean('another namespace stays').run.scenarios.map((scenario) => ({
    ...scenario,
    defined: { ...scenario.defined, key: 'features/other.feature:99', name: 'Another title' },
  }));
  const { losses } = compared(unclean(), { ...green, run: { ...green.run, scenarios: moved } });
  assert.deepEqual(losses, []);
});

test('a priority that changed is a promise that changed', () => {
  const lower = recorded((scenario) => ({ ...scenario, defined: { ...scenario.defined, priority: 'P3' } }));
  const { promises } = compared(green, lower);
  assert.deepEqual(
    promises.map(({ check, parts, from, to }) => [check, parts, from, to]),
    [
      ['LB-001.1', ['priority'], 'P0', 'P3'],
      ['LB-001.2', ['priority'], 'P0', 'P3'],
    ],
  );
});

test('a priority that changed in the inventory alone is a fact about the runs, also of what no scenario decides', () => {
  const ranked = (priorities: RunFile['priorities']) => ({
    ...green,
    runFile: { ...runFile(), ...(priorities && { priorities }) },
  });
  const facts = (a: RunFile['priorities'], b: RunFile['priorities']) =>
    compared(ranked(a), ranked(b)).facts.map(({ name, from, to }) => [name, from, to]);
  assert.deepEqual(facts({ 'LB-001': 'P1', 'AX-001': 'P0' }, { 'LB-001': 'P1', 'AX-001': 'P3' }), [
    ['Priority of AX-001', 'P0', 'P3'],
  ]);
  assert.deepEqual(facts({ 'LB-001': 'P1', 'AX-001': 'P0' }, { 'LB-001': 'P1' }), [
    ['Priority of AX-001', 'P0', '–'],
  ]);
  assert.deepEqual(facts(undefined, { 'LB-001': 'P1' }), [], 'an earlier suite recorded none');
});

test('a check of which the later run filtered out a place is left out, and one of which a selected place did not run is lost', () => {
  const [own] = green.run.scenarios;
  assert.ok(own);
  const second = (over: Partial<RecordedScenario>): VerdictInputs => {
    const defined = { ...own.defined, key: `${own.defined.key}0`, name: 'The same from elsewhere' };
    return { ...green, run: { ...green.run, scenarios: [own, { ...own, defined, ...over }] } };
  };
  const whole = second({});
  const filtered = compared(whole, second({ selected: false, attempts: [] }));
  assert.deepEqual([filtered.losses, filtered.exitCode], [[], 2]);
  assert.deepEqual(filtered.checks.leftOut, ['LB-001.1', 'LB-001.2']);
  const idle = compared(whole, second({ attempts: [] }));
  assert.deepEqual([idle.exitCode, idle.checks.unseen.length], [1, 2]);
});

test('it is told when the run that is named first is the later one', () => {
  const begun = (hour: string): VerdictInputs => ({
    ...green,
    run: { ...green.run, startedAt: new Date(`2027-01-10T${hour}:00:00Z`) },
  });
  assert.deepEqual(compared(begun('10'), begun('11')).facts, []);
  assert.deepEqual(compared(begun('11'), begun('10')).facts, [
    {
      name: 'Order',
      from: 'named first, began 2027-01-10 11:00 UTC',
      to: 'began earlier, 2027-01-10 10:00 UTC',
    },
  ]);
});
