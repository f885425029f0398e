import type { Requirement } from '../verdict/inventory.ts';
import { isTrouble, type Verdict } from '../verdict/verdicts.ts';
import type { Side } from './side.ts';

/** A check that came out differently. */
export interface VerdictChange {
  readonly check: string;
  readonly priority?: string;
  /** What the check is about, in the words of the inventory. */
  readonly what?: string;
  readonly from: Verdict;
  readonly to: Verdict;
  readonly reason?: string;
  /** Where the later run decides it. */
  readonly at: string;
}

/** A check that only one of the runs decides. */
export interface LoneCheck {
  readonly check: string;
  readonly priority?: string;
  readonly what?: string;
  readonly verdict: Verdict;
  readonly words: string;
  readonly at: string;
}

export interface VerdictChanges {
  /** Held or was not looked at before, and does not hold now; or held, and is a known issue or not promised now. */
  readonly worse: readonly VerdictChange[];
  /** Was judged before, and the later run could not look at it. */
  readonly unseen: readonly VerdictChange[];
  readonly better: readonly VerdictChange[];
  readonly other: readonly VerdictChange[];
  readonly added: readonly LoneCheck[];
  /** No scenario of the later run decides it any more. */
  readonly dropped: readonly LoneCheck[];
  /** Checks that came out the same. */
  readonly same: number;
  /** Checks that one of the runs filtered out. */
  readonly notCompared: number;
  /** Those of them that the earlier run looked at: what became of them the later run does not say. */
  readonly leftOut: readonly string[];
}

type Class = 'worse' | 'unseen' | 'better' | 'other' | 'same' | 'notCompared';

/** How every check that either run decides changed, in the order of the inventory. */
export function verdictChanges(a: Side, b: Side): VerdictChanges {
  const facts = factsOf(b);
  const order = [...new Set([...facts.keys(), ...a.promises.keys(), ...b.promises.keys()])];
  const both = order.filter((check) => a.promises.has(check) && b.promises.has(check));
  const classes = Map.groupBy(both, (check) => classOf(check, a, b));
  const changes = (name: Class): VerdictChange[] =>
    (classes.get(name) ?? []).map((check) => ({
      check,
      ...facts.get(check),
      from: verdictIn(a, check),
      to: verdictIn(b, check),
      ...reasonOf(b, check),
      at: b.promises.get(check)?.at ?? '',
    }));
  const lone = (one: Side, other: Side): LoneCheck[] =>
    other.paths
      ? []
      : order.flatMap((check) => {
          const promised = one.promises.get(check);
          if (promised === undefined || other.promises.has(check)) return [];
          const { words, at } = promised;
          return [{ check, ...facts.get(check), verdict: verdictIn(one, check), words, at }];
        });
  const [added, dropped] = [lone(b, a), lone(a, b)];
  const alone = order.filter((check) => a.promises.has(check) !== b.promises.has(check)).length;
  return {
    worse: changes('worse'),
    unseen: changes('unseen'),
    better: changes('better'),
    other: changes('other'),
    added,
    dropped,
    same: classes.get('same')?.length ?? 0,
    leftOut: order.filter((check) => isLeftOut(check, a, b)),
    notCompared: (classes.get('notCompared')?.length ?? 0) + alone - added.length - dropped.length,
  };
}

/** The earlier run looked at it, and the later one was told not to. */
const isLeftOut = (check: string, a: Side, b: Side): boolean =>
  a.promises.get(check)?.selected === true &&
  !isOpen(verdictIn(a, check)) &&
  (b.promises.has(check) ? isFiltered(check, b) : b.paths);

/** The filters of a run are why it did not look at a check, or not at all of it. */
const isFiltered = (check: string, side: Side): boolean => {
  const promised = side.promises.get(check);
  return !promised?.selected || (promised.leftOut && verdictIn(side, check) === 'not-run');
};

const verdictIn = ({ checks }: Side, check: string): Verdict => checks.get(check)?.verdict ?? 'not-run';

function reasonOf({ checks }: Side, check: string): { reason?: string } {
  const reason = checks.get(check)?.reason;
  return reason === undefined ? {} : { reason };
}

function classOf(check: string, a: Side, b: Side): Class {
  if (!a.promises.get(check)?.selected || isFiltered(check, b)) return 'notCompared';
  const [from, to] = [verdictIn(a, check), verdictIn(b, check)];
  if (from === to) return 'same';
  if (isTrouble(to)) return isTrouble(from) ? 'other' : 'worse';
  if (isOpen(to)) return isOpen(from) ? 'other' : 'unseen';
  // What is a known issue, or is not promised any more, does not hold either, whoever agreed to that.
  if (to !== 'passed') return from === 'passed' ? 'worse' : 'other';
  return 'better';
}

/** Nothing looked at the system. */
const isOpen = (verdict: Verdict): boolean => verdict === 'skipped' || verdict === 'not-run';

function factsOf({ verdicts }: Side): Map<string, { priority: string; what: string }> {
  const { requirements } = verdicts.inputs.inventory;
  const facts = ({ priority, checks }: Requirement) =>
    checks.map(({ id, what }) => [id, { priority, what }] as const);
  return new Map(requirements.flatMap(facts));
}
