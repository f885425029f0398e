import type { Clock } from '../metrics/figure-names.ts';

/** `metrics.json`: what a run measured, against the earlier runs of the same machine class on the same target. */
export interface Metrics {
  readonly run?: string;
  readonly target?: string;
  /** True on a simulated cluster: these figures say nothing about a product and never gate a release. */
  readonly simulated: boolean;
  /** How many times as fast as the wall clock that of the cluster goes. */
  readonly timeScale?: number;
  /** The class of the machine that measured; absent where the runs do not say it, or not the same. */
  readonly machine?: string;
  readonly metrics: readonly Metric[];
  /** Figures of earlier runs on the target that this one lacks though it ran the step that measures them. */
  readonly missing: readonly MissingFigure[];
  /** Those of which this suite has no name any more, so that no step can measure them: they were renamed or removed. */
  readonly retired: readonly MissingFigure[];
  /** Over this run and all earlier ones that it can be compared with. */
  readonly reliability?: MeanTime;
}

export interface MissingFigure {
  readonly id: string;
  /** The latest run that measured it. */
  readonly run: string;
  /** The entry of the register that excuses it: `features/exceptions.yaml:12`. */
  readonly waived?: string;
}

/** How a figure compares with the reference of the earlier runs. */
export type Against = FigureChange & { readonly median: number };

export interface Refused {
  readonly value: number;
  /** The id of the run that measured it, where its recording says that. */
  readonly run?: string;
  readonly against: Against;
  /** The entry of the register that excuses it. */
  readonly waived?: string;
}

export interface Metric {
  readonly id: string;
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly better?: 'lower' | 'higher';
  /** By which clock a time or a rate was taken. */
  readonly clock?: Clock;
  readonly requirements: readonly string[];
  readonly scenario: string;
  readonly at: string;
  /** The id of the run that measured it, where its recording says that. */
  readonly run?: string;
  /** Absent in the first run that measured it. */
  readonly against?: Against;
  /** Another attempt that measured worse than the earlier runs allow, where the one that decides did not. */
  readonly refused?: Refused;
  /** The entry of the register that excuses that it is worse: `features/exceptions.yaml:12`. */
  readonly waived?: string;
}

export type FigureVerdict = 'same' | 'better' | 'worse' | 'inconclusive' | 'changed';

export interface FigureChange {
  readonly verdict: FigureVerdict;
  /** Share of the value before: 0.25 is a quarter more. Absent where that was 0 and is not any more: of nothing there is no share. */
  readonly change?: number;
  /** The change up to which a good run may lie that way, as such a share; absent where nothing tells it. */
  readonly limit?: number;
  /** How many failures, or percent of them, are let pass where there were none before. */
  readonly most?: number;
  /** Earlier runs that the limit was read from. */
  readonly runs: number;
}

/** The mean time between failures over all comparable runs: one run alone is too short for it. */
export interface MeanTime {
  /** Runs that observed pods, this one among them. */
  readonly runs: number;
  /** Cluster time for which pods were observed, summed up, in ms. */
  readonly observed: number;
  readonly failures: number;
  /** ms; absent without a failure. */
  readonly meanTimeBetweenFailures?: number;
  /** ms; without a failure it is only known to be longer than what was observed. */
  readonly meanTimeBetweenFailuresAbove?: number;
}

/** What the figures of a run mean for the gate, one sentence each. */
export interface FiguresForGate {
  readonly blockers: readonly string[];
  /** What would stand against GO without a waiver. */
  readonly excused: readonly string[];
  /** Why they could not be judged. */
  readonly open: readonly string[];
  readonly notes: readonly string[];
}
