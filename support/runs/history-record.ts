import type { Suite } from '../suite/suite.ts';
import { isMoment } from './moment.ts';

/** What the history keeps of one run: one line of `reports/history.ndjson`. */
export interface HistoryRecord {
  readonly run: string;
  /** RFC 3339. */
  readonly startedAt: string;
  readonly target: string;
  readonly context?: string;
  /** Uid of the cluster; absent of simulated ones, where nobody could read it, and in lines of earlier suites. */
  readonly cluster?: string;
  readonly simulated: boolean;
  readonly timeScale: number;
  /** Figures and durations are compared between runs of the same machine class only. */
  readonly machine: string;
  readonly releases: Readonly<Record<string, string>>;
  readonly suite: Suite;
  readonly seed: number;
  readonly decision: string;
  /** Wall-clock time of this run alone. */
  readonly seconds: number;
  /** Scenarios by verdict. */
  readonly scenarios: Readonly<Record<string, number>>;
  /** Every scenario that the features define was selected. */
  readonly whole: boolean;
  /** Ids of checks by verdict; those that are not here were not run. */
  readonly checks: Readonly<Record<string, readonly string[]>>;
  /** Seconds of each scenario that this run brought to an end, by what names it in the history. */
  readonly took: Readonly<Record<string, number>>;
  /** By the id of the figure. */
  readonly figures: Readonly<Record<string, number>>;
  /** Figures that were worse or missing, and that a waiver excused: their new level, or that they are gone, is the reference from here on. */
  readonly accepted?: readonly string[];
  /** Figures of steps that failed, at whatever row: what they measured is no measure. Absent in lines of earlier suites. */
  readonly ofFailedSteps?: readonly string[];
  /** Ids of the runs that it repeated a part of. */
  readonly repeats?: readonly string[];
}

/** Whether some JSON is what the history keeps of a run: each reader relies on every part of it. */
export function isRecord(content: unknown): content is HistoryRecord {
  if (!isObject(content)) return false;
  const { startedAt, simulated, whole, suite, accepted, ofFailedSteps, context, cluster } = content;
  return (
    ['run', 'target', 'machine', 'decision'].every((key) => isText(content[key])) &&
    isMoment(startedAt) &&
    [simulated, whole].every((it) => typeof it === 'boolean') &&
    [content.seconds, content.timeScale].every(isAmount) &&
    [content.figures, content.took, content.scenarios].every((it) => hasOnly(it, isAmount)) &&
    hasOnly(content.checks, isTexts) &&
    isObject(suite) &&
    [accepted, ofFailedSteps].every((it) => it === undefined || isTexts(it)) &&
    [context, cluster].every((it) => it === undefined || typeof it === 'string')
  );
}

/** What can be measured: figures are times, rates, shares, sizes and counts, and none of these is below zero. */
export const isAmount = (value: unknown): value is number => Number.isFinite(value) && Number(value) >= 0;

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const hasOnly = (value: unknown, isOne: (it: unknown) => boolean): boolean =>
  isObject(value) && Object.values(value).every(isOne);
