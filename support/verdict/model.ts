import type { HistoryRecord } from '../runs/history-record.ts';
import type { RunFile } from '../settings/settings.ts';
import type { Coverage } from './coverage.ts';
import type { DefinedScenario } from './defined-scenarios.ts';
import type { Exception } from './exceptions.ts';
import type { Check, Inventory, Requirement } from './inventory.ts';
import type { Regarded } from './known-failures.ts';
import type { LastPassed } from './last-passed.ts';
import type { LastVerdict } from './last-verdict.ts';
import type { Metrics } from './metrics-model.ts';
import type { Proof, ProofState } from './proof.ts';
import type { RecordedRun, RecordedScenario } from './recorded-run.ts';
import type { Recording } from './repeated-runs.ts';
import type { Evidence } from './suite-attachments.ts';
import type { RunSuite } from './suite-doubts.ts';
import type { LeftOutSystem } from './target-systems.ts';
import type { UnbegunAttempt } from './unbegun-attempts.ts';
import type { Decided, Verdict } from './verdicts.ts';

/** Everything that a verdict depends on. */
export interface VerdictInputs {
  readonly run: RecordedRun;
  /** What the coordinator wrote beside the messages; absent for messages from elsewhere. */
  readonly runFile?: RunFile;
  /** Those of every merged run, the first as well. */
  readonly runFiles?: readonly RunFile[];
  /** What was read of each message file, in the order in which they were given. */
  readonly recordings?: readonly Recording[];
  /** The suite of each run whose recording says of which run it is. */
  readonly suites?: readonly RunSuite[];
  /** What the feature files define, run or not. */
  readonly defined: readonly DefinedScenario[];
  readonly inventory: Inventory;
  readonly exceptions: readonly Exception[];
  readonly coverage: readonly Coverage[];
  readonly proof?: Proof;
  /** Mistakes in the files that the run is judged by. */
  readonly problems: readonly string[];
  /** What keeps it from being known by what the run was judged, one sentence each: never GO with any. */
  readonly doubts?: readonly string[];
  /** Those doubts that are about what judges here and now, not about the run: its features, registers and suite. */
  readonly doubtsOfJudge?: readonly string[];
  /** Those doubts that lie between the recordings of a merge, or between the beginning and the end of one. */
  readonly doubtsOfMerge?: readonly string[];
  /** Attempts that never began and in whose place a later one decides: nothing of them is judged. */
  readonly unbegun?: readonly UnbegunAttempt[];
  /** Whoever gave the recordings asked for a merge, though it may be only one. */
  readonly asMerge?: boolean;
  /** What could not be read and changes no decision, one sentence each. */
  readonly warnings?: readonly string[];
  /** Earlier runs on the same target, in their order. */
  readonly history?: readonly HistoryRecord[];
  /** Lines of the history that cannot be read: of which runs they were nobody knows. */
  readonly unreadableHistory?: number;
  /** The day by which entries expire: that of the latest run. */
  readonly today: Date;
}

/** The one model that every report is rendered from. */
export interface Verdicts {
  readonly inputs: VerdictInputs;
  readonly scenarios: readonly ScenarioVerdict[];
  readonly requirements: readonly RequirementVerdict[];
  /** Known issues that did not show: one sentence each. */
  readonly fixed: readonly string[];
  /** What was measured, and how it compares with the earlier runs. */
  readonly metrics: Metrics;
  readonly gate: Gate;
}

export interface ScenarioVerdict extends Decided {
  readonly scenario: RecordedScenario;
  /** How each of its claims came out, by position in `scenario.defined.claims`. */
  readonly claims: readonly Regarded[];
  /** What its attempts took together. */
  readonly milliseconds: number;
  /** What failed behind its steps: no entry about a check or a scenario speaks for that. */
  readonly cleanupFailure?: string;
  readonly evidence?: Evidence;
  /** For a trouble: when what it claims last passed on this target; absent where no earlier run looked at it. */
  readonly lastPassed?: LastPassed;
  /** Where this run did not try it: how it came out in the latest run on this target that did. */
  readonly lastVerdict?: LastVerdict;
  /** The entries that speak for a trouble of the whole scenario: the known issues that it showed, or its quarantine. */
  readonly exceptions: readonly Exception[];
}

export interface CheckVerdict extends Decided {
  readonly check: Check;
  readonly proof: ProofState;
  /** The defects that proved it. */
  readonly provenBy: readonly string[];
  /** Defects that proved it when its step, row or the steps before were other ones. */
  readonly provenOtherwise: readonly string[];
  /** Where it is decided; empty where nothing claims it. */
  readonly places: readonly Place[];
  /** Where it did not pass in this run: when it last did on this target; absent where no earlier run looked at it. */
  readonly lastPassed?: LastPassed;
  readonly exceptions: readonly Exception[];
  /** An entry that still holds takes it out of the gate. */
  readonly excused: boolean;
}

export interface Place extends Decided {
  readonly uri: string;
  readonly line: number;
  /** The key of the scenario. */
  readonly scenario: string;
}

export interface RequirementVerdict {
  readonly requirement: Requirement;
  /** The worst of its checks, and of its scenarios that failed where no check stands. */
  readonly verdict: Verdict;
  readonly checks: readonly CheckVerdict[];
  /** Scenarios that carry its tag. */
  readonly scenarios: readonly ScenarioVerdict[];
  readonly coverage?: Coverage;
}

/**
 * GO: everything that the gate asks for holds on a real cluster. REHEARSAL: the same on a simulated cluster, which
 * signs nothing off. PARTIAL: what ran is in order, but not everything that the gate asks for ran.
 */
export type DecisionWord =
  | 'GO'
  | 'REHEARSAL'
  | 'PARTIAL'
  | 'NO-GO'
  | 'INTERRUPTED'
  | 'NOTHING JUDGED'
  | 'INVALID';

export interface Gate {
  readonly decision: DecisionWord;
  readonly exitCode: 0 | 1 | 2 | 130;
  /** One sentence that completes the decision. */
  readonly because: string;
  /** What stands against GO by failing, one sentence each. */
  readonly blockers: readonly string[];
  /** Those of the blockers that went wrong under an older text of their feature, and not so under the latest one. */
  readonly outdatedFailures: readonly OutdatedFailure[];
  /** Those of the blockers that no scenario and no failure of the run stands for. */
  readonly otherBlockers: readonly string[];
  /** Figures that would stand against GO without a waiver, one sentence each. */
  readonly excusedFigures: readonly string[];
  /** What keeps it from GO without having failed, one sentence each: the doubts, then what was not looked at. */
  readonly missing: readonly string[];
  /** Of these, what makes uncertain of what the verdicts are, or by what they were judged. */
  readonly doubts: readonly string[];
  /** Of these, what was not looked at. */
  readonly unseen: readonly string[];
  /** Systems of the inventory that the target does not name: nothing of them keeps it from GO by not having been looked at. */
  readonly leftOut: readonly LeftOutSystem[];
  /** Entries about to expire, known issues that are fixed: nothing that changes the decision. */
  readonly notes: readonly string[];
}

/** A scenario that went wrong under an older text of its feature, in one run or several. */
export interface OutdatedFailure {
  /** What the gate says of it. */
  readonly sentence: string;
  /** How it came out in the latest of these runs, and why. */
  readonly judged: ScenarioVerdict;
  readonly reason: string;
  /** Where it begins in the latest text. */
  readonly now: string;
  /** The recordings, the latest first. */
  readonly files: readonly string[];
}
