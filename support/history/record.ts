import { type Figure, figuresOf } from '../figures/figures.ts';
import { acceptedFigures } from '../figures/figures-for-gate.ts';
import type { HistoryRecord } from '../runs/history-record.ts';
import { realCluster } from '../runs/same-target.ts';
import type { Settings } from '../settings/settings.ts';
import { isSimulated } from '../settings/simulated.ts';
import type { Suite } from '../suite/suite.ts';
import { decidingAttempt } from '../verdict/decide.ts';
import type { Verdicts } from '../verdict/model.ts';
import { scenarioIds } from '../verdict/scenario-ids.ts';
import { selectionOf, tally } from '../verdict/totals.ts';
import { timeIn } from '../verdict/wall-clock.ts';

/** Verdicts that say nothing of a run. */
const LEFT_OUT = ['not-run', 'covered', 'deviation'];

/** Decisions that say nothing about the system under test. */
const NOTHING_SAID: readonly string[] = ['NOTHING JUDGED', 'INVALID'];

/** The run came to a verdict about the system under test. */
export const saysSomething = ({ gate }: Verdicts): boolean => !NOTHING_SAID.includes(gate.decision);

/** What the history keeps of a run that has just been judged. */
export function historyRecord(verdicts: Verdicts, settings: Settings, suite: Suite): HistoryRecord {
  const { run, target, releases, repeats } = settings;
  const checks = verdicts.requirements.flatMap((requirement) => requirement.checks);
  const byVerdict = Map.groupBy(checks, ({ verdict }) => verdict);
  const cluster = verdicts.inputs.runFile && realCluster(verdicts.inputs.runFile);
  const accepted = acceptedFigures(verdicts);
  const figures = ownFigures(verdicts, run.startedAt, accepted);
  const ofFailedSteps = figures.filter(({ stepFailed }) => stepFailed).map(({ id }) => id);
  const told = [...byVerdict].filter(([verdict]) => !LEFT_OUT.includes(verdict));
  return {
    run: run.id,
    startedAt: run.startedAt,
    target: target.name,
    ...(target.context !== undefined && { context: target.context }),
    ...(cluster !== undefined && { cluster }),
    simulated: isSimulated({ settings, versions: verdicts.inputs.runFile?.versions ?? {} }),
    timeScale: target.timeScale,
    machine: verdicts.inputs.runFile?.machine ?? 'unknown',
    releases: Object.fromEntries(Object.entries(releases).map(([system, { name }]) => [system, name])),
    suite,
    seed: run.seed,
    decision: verdicts.gate.decision,
    seconds: ownSeconds(verdicts),
    scenarios: tally(verdicts.scenarios),
    whole: selectionOf(verdicts.scenarios).left === 0,
    checks: Object.fromEntries(told.map(([verdict, own]) => [verdict, own.map(({ check }) => check.id)])),
    took: tookOf(verdicts, run.startedAt),
    figures: Object.fromEntries(figures.map(({ id, value }) => [id, value])),
    ...(accepted.length > 0 && { accepted }),
    ...(ofFailedSteps.length > 0 && { ofFailedSteps }),
    ...(repeats && { repeats: repeats.map((it) => it.run) }),
  };
}

/** A run that was merged with earlier ones took only its own time: that of the last one to begin. */
function ownSeconds({ inputs: { run } }: Verdicts): number {
  const [own] = run.spans.toSorted((a, b) => b.start - a.start);
  return timeIn(own ? [own] : []) / 1_000;
}

/**
 * What was measured before this run is in the history already; once it is excused, it is the reference all the same. What was
 * measured twice says nothing.
 */
function ownFigures(verdicts: Verdicts, startedAt: string, accepted: readonly string[]): Figure[] {
  const start = new Date(startedAt);
  const figures = figuresOf(verdicts).filter((it) => it.startedAt >= start || accepted.includes(it.id));
  return [...Map.groupBy(figures, ({ id }) => id).values()].filter(({ length }) => length === 1).flat();
}

/** Skipped scenarios take no time and would spoil the estimate of those that run. */
function tookOf({ scenarios }: Verdicts, startedAt: string): Record<string, number> {
  const ids = scenarioIds(scenarios.map(({ scenario }) => scenario.defined));
  const start = new Date(startedAt);
  const took = scenarios.flatMap(({ scenario, verdict }) => {
    const attempt = decidingAttempt(scenario);
    const id = ids.get(scenario.defined.key);
    if (!attempt?.endedAt || attempt.startedAt < start || verdict === 'skipped' || id === undefined)
      return [];
    return [[id, rounded((attempt.endedAt.getTime() - attempt.startedAt.getTime()) / 1_000)] as const];
  });
  return Object.fromEntries(took);
}

const rounded = (seconds: number): number => Math.round(seconds * 10) / 10;
