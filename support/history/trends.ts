import { momentText } from '../amounts/moment-text.ts';
import { shortDuration } from '../amounts/short-duration.ts';
import { figureText, kindOf } from '../metrics/figure-kind.ts';
import type { HistoryRecord } from '../runs/history-record.ts';
import { comparable, placeOf } from '../runs/same-target.ts';
import type { Verdicts } from '../verdict/model.ts';
import { passRate } from '../verdict/totals.ts';
import { type Plot, type Point, plotSvg } from './plot.ts';
import { historyRecord, saysSomething } from './record.ts';

/** Plots show so many of the latest runs. */
const MOST_RUNS = 50;

/** A plot with the name of its file. */
export interface NamedPlot {
  readonly file: string;
  readonly svg: string;
  /** The requirement that its figure is about; absent where it is about the run as a whole. */
  readonly requirement?: string;
}

/** What the trends of a run show. */
export interface Trends {
  /** The latest runs on the same target by the same class of machine, this one the last. */
  readonly runs: readonly HistoryRecord[];
  /** Duration, pass rates and every figure. */
  readonly plots: readonly NamedPlot[];
}

/** The trends up to a run, from the runs before it and itself; empty where nobody knows where it ran. */
export function trendsOf(verdicts: Verdicts): Trends {
  const { runFile, history = [] } = verdicts.inputs;
  if (runFile === undefined) return trendsFrom([]);
  const own = saysSomething(verdicts) ? [historyRecord(verdicts, runFile.settings, { version: '' })] : [];
  return trendsFrom([...comparable(history, placeOf(runFile)), ...own]);
}

/** The trends of some runs that may stand beside each other, in their order. */
export function trendsFrom(comparableRuns: readonly HistoryRecord[]): Trends {
  const runs = comparableRuns.slice(-MOST_RUNS);
  const plots = [
    runPlot('Duration', 'duration', runs, SECONDS, ({ seconds }) => seconds),
    ...shares(runs),
    ...figures(runs),
  ];
  return { runs, plots };
}

function runPlot(
  title: string,
  file: string,
  runs: readonly HistoryRecord[],
  texts: Texts,
  value: (record: HistoryRecord) => number | undefined,
  most?: number,
): NamedPlot {
  const points = runs.flatMap((record): Point[] => {
    const found = value(record);
    return found === undefined
      ? []
      : [{ title: titleOf(record), value: found, ...(!record.whole && { partial: true }) }];
  });
  return {
    file: `${file}.svg`,
    svg: plotSvg({ title, points, ...texts, ...(most !== undefined && { most }) }),
  };
}

/** Of what was judged, by scenario and by check. */
const shares = (runs: readonly HistoryRecord[]): NamedPlot[] => [
  runPlot('Scenarios that passed', 'pass-rate', runs, SHARES, ({ scenarios }) => passRate(scenarios), 1),
  runPlot(
    'Checks that passed',
    'pass-rate-of-checks',
    runs,
    SHARES,
    ({ checks }) =>
      passRate(Object.fromEntries(Object.entries(checks).map(([verdict, ids]) => [verdict, ids.length]))),
    1,
  ),
];

/** One plot for each figure that the latest runs measured; a figure is as whole as its scenario, whatever else ran. */
function figures(runs: readonly HistoryRecord[]): NamedPlot[] {
  const ids = [...new Set(runs.flatMap((record) => Object.keys(record.figures)))].sort();
  return ids.map((id) => {
    const kind = kindOf(id.slice(id.indexOf(' ') + 1));
    const points = runs.flatMap((record): Point[] => {
      const value = record.figures[id];
      return value === undefined ? [] : [{ title: titleOf(record), value }];
    });
    const simulated = runs.at(-1)?.simulated ? ' (simulated)' : '';
    const text = (value: number): string => figureText(value, kind);
    const scale = (value: number): string => text(value).replace(WITHOUT_NEED, '');
    return {
      file: `${fileName(id)}.svg`,
      svg: plotSvg({ title: `${id}${simulated}`, points, text, scale }),
      requirement: id.replace(/(?:\.\d+)? .*$/, ''),
    };
  });
}

const fileName = (id: string): string => id.toLowerCase().replace(/[^a-z0-9.]+/g, '-');

const titleOf = ({ run, startedAt, decision }: HistoryRecord): string =>
  `${momentText(startedAt)} run ${run}, ${decision}`;

type Texts = Pick<Plot, 'text' | 'scale'>;

/** A zero behind the point of a round number. */
const WITHOUT_NEED = /\.0(?!\d)/;

const secondsText = (seconds: number): string => shortDuration(seconds * 1_000);
const SECONDS: Texts = {
  text: secondsText,
  scale: (seconds) => secondsText(seconds).replace(WITHOUT_NEED, ''),
};

const SHARES: Texts = {
  text: (share) => `${(share * 100).toFixed(share === 1 || share === 0 ? 0 : 1)} %`,
  scale: (share) => `${Math.round(share * 100)} %`,
};
