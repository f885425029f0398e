import { counted } from '../amounts/counted.ts';
import type { HistoryRecord } from '../runs/history-record.ts';
import { type DecisionChanges, decisionChanges } from './decision-changes.ts';
import { type FactChange, factChanges } from './facts.ts';
import { type FigureChanges, figureChanges } from './figure-changes.ts';
import { isOtherPromise, type PromiseChange, promiseChanges } from './promise-changes.ts';
import type { Side } from './side.ts';
import { type VerdictChanges, verdictChanges } from './verdict-changes.ts';

/** Two runs side by side, by check id: what every form of the comparison shows. */
export interface Comparison {
  readonly from: RunHead;
  readonly to: RunHead;
  readonly facts: readonly FactChange[];
  readonly checks: VerdictChanges;
  /** What stands against GO in the later run and did not in the earlier one, one sentence each. */
  readonly blockers: readonly string[];
  /** Promises that changed. */
  readonly promises: readonly PromiseChange[];
  /** The same promises under another title, feature or file. */
  readonly renamed: readonly PromiseChange[];
  readonly figures: FigureChanges;
  /** What keeps the later run from being at least as good, one sentence each. */
  readonly losses: readonly string[];
  /** The runs looked at no check both: nothing is lost, and nothing is shown. */
  readonly nothingInCommon: boolean;
  /** 1 with a loss; else 2 where that cannot be told, because checks of the earlier run were left out of the later one. */
  readonly exitCode: 0 | 1 | 2;
}

export interface RunHead {
  readonly run: string;
  readonly startedAt?: string;
  readonly decision: string;
}

/** Compares a run with an earlier one. */
export function compare(a: Side, b: Side, history: readonly HistoryRecord[]): Comparison {
  const checks = verdictChanges(a, b);
  const promises = promiseChanges(a, b);
  const figures = figureChanges(a, b, history);
  const decision = decisionChanges(a, b, checks.leftOut.length > 0);
  const losses = lossesOf(checks, figures, decision);
  const nothingInCommon = losses.length === 0 && looked(checks) === 0;
  return {
    from: headOf(a),
    to: headOf(b),
    facts: factChanges(a, b),
    checks,
    blockers: decision.blockers,
    promises: promises.filter(isOtherPromise),
    renamed: promises.filter((change) => !isOtherPromise(change)),
    figures,
    losses,
    nothingInCommon,
    exitCode: losses.length > 0 ? 1 : nothingInCommon || checks.leftOut.length > 0 ? 2 : 0,
  };
}

/** Checks of which both runs say something. */
const looked = ({ same, worse, unseen, better, other }: VerdictChanges): number =>
  same + worse.length + unseen.length + better.length + other.length;

function headOf({ name, verdicts }: Side): RunHead {
  const { startedAt } = verdicts.inputs.run;
  return {
    run: name,
    ...(startedAt && { startedAt: startedAt.toISOString() }),
    decision: verdicts.gate.decision,
  };
}

/** Simulated figures, and those that cannot be compared, are no losses. */
function lossesOf(
  { worse, unseen, dropped }: VerdictChanges,
  changes: FigureChanges,
  { fell, blockers }: DecisionChanges,
): string[] {
  const judged = changes.simulated || changes.incomparable !== undefined ? [] : changes.figures;
  const figures = judged.filter(({ to, judged: it }) => to === undefined || it?.verdict === 'worse');
  return [
    ...sentence(worse.length, 'check', 'does not hold any more', 'do not hold any more'),
    ...sentence(unseen.length, 'check', 'was not looked at any more', 'were not looked at any more'),
    ...sentence(
      dropped.length,
      'check',
      'is decided by no scenario any more',
      'are decided by no scenario any more',
    ),
    ...sentence(figures.length, 'figure', 'is worse or missing', 'are worse or missing'),
    ...(fell === undefined ? [] : [fell]),
    ...sentence(blockers.length, 'thing', 'stands against GO that did not', 'stand against GO that did not'),
  ];
}

const sentence = (count: number, noun: string, one: string, many: string): string[] =>
  count === 0 ? [] : [`${counted(count, noun)} ${count === 1 ? one : many}`];
