import type { Cluster } from '../../../cluster/cluster.ts';
import { figuresOfGpus } from '../../../gpu/figures.ts';
import type { WatchedGpu } from '../../../gpu/watch.ts';
import { type Attaching, judgeRows } from '../../../judging/check-results.ts';
import { limitOf } from '../../../metrics/figure-limit.ts';
import { type FigureSource, type Figures, type FiguresOf, sourceOf } from '../../../metrics/figure-names.ts';
import { UnknownWord } from '../../../spelling/unknown-word.ts';
import { latencyFigures, outcomeFigures, type Sample, throughputFigures } from '../../../traffic/figures.ts';
import type { Change } from '../pods/changes.ts';
import { loadingFigures, recoveryFigures, reliabilityFigures, startupFigures } from '../pods/pod-times.ts';
import { type Dialogue, dialogueFigures } from '../requests/dialogues.ts';
import { handOverFigures, type Work } from '../requests/hand-over.ts';
import { type Counts, countsNow, servedSince } from '../requests/served-counts.ts';
import type { Subject } from '../served.ts';
import { resourceFigures, type Used } from './resource-use.ts';

/** What figures are taken from: the service, and what the scenario did to it. */
export interface Measured {
  cluster: Cluster;
  subject: Subject;
  /** The traffic of the scenario. */
  samples?: readonly Sample[];
  /** What each pod had served before the traffic. */
  before?: Counts;
  /** The loss of pods, or the change of their number. */
  change?: Change;
  /** What was seen of its GPUs during the traffic. */
  gpus?: readonly WatchedGpu[];
  /** What its pods used during the traffic. */
  used?: Used;
  /** What the servers of a service with prefill pods had done before the traffic. */
  work?: Work;
  /** Questions with their follow-ups. */
  dialogues?: readonly Dialogue[];
}

const COLLECTORS: {
  [Source in FigureSource]: (from: Measured) => FiguresOf<Source> | Promise<FiguresOf<Source>>;
} = {
  distribution: async (from) => distribution(await servedNow(from)),
  latency: (from) => latencyFigures(trafficOf(from)),
  throughput: (from) => throughputFigures(trafficOf(from)),
  outcomes: (from) => outcomeFigures(trafficOf(from)),
  startup: ({ cluster, subject }) => startupFigures(cluster, subject),
  loading: ({ cluster, subject }) => loadingFigures(cluster, subject),
  reliability: ({ cluster, subject, change }) => reliabilityFigures(cluster, subject, change),
  recovery: ({ cluster, subject, change }) =>
    recoveryFigures(cluster, subject, needed(change, 'no step changed it')),
  gpus: ({ gpus }) => figuresOfGpus(needed(gpus, 'no step before this one watched the GPUs')),
  'hand-over': ({ cluster, subject, work }) =>
    handOverFigures(cluster, subject, needed(work, 'no step before this one read what its servers had done')),
  dialogues: ({ dialogues }) => dialogueFigures(needed(dialogues, 'no step before this one held dialogues')),
  resources: ({ used }) =>
    resourceFigures(needed(used, 'no step before this one measured CPU and memory while it answered')),
};

/** Takes every figure of the sources that the rows name: also those that no row judges are recorded. */
export async function measure(from: Measured, rows: readonly { figure: string }[]): Promise<Figures> {
  const sources = [...new Set(rows.map(({ figure }) => sourceOf(figure)))];
  const taken = await Promise.all(sources.map(async (source): Promise<Figures> => COLLECTORS[source](from)));
  return Object.assign({}, ...taken);
}

const trafficOf = ({ samples }: Measured): readonly Sample[] =>
  needed(samples && samples.length > 0 ? samples : undefined, 'no step before this one sent requests');

const servedNow = async ({ cluster, subject, before }: Measured): Promise<number[]> => {
  const since = needed(before, 'no step before this one read what the pods had served');
  return [...servedSince(since, await countsNow(cluster, subject)).values()];
};

function needed<Value>(value: Value | undefined, why: string): Value {
  if (value === undefined) throw new Error(`there is nothing to take these figures from: ${why}`);
  return value;
}

function distribution(served: readonly number[]): FiguresOf<'distribution'> {
  const total = served.reduce((sum, count) => sum + count, 0);
  return {
    'requests served': total,
    'fewest requests of a pod': Math.min(...served),
    'most requests of a pod': Math.max(...served),
    'largest share of a pod in percent': (100 * Math.max(...served)) / total,
  };
}

export interface FigureRow {
  check?: string;
  figure: string;
  limit: string;
}

/** Judges each figure of what is named against its limit (`exactly 100`, `more than 90`, `at most 2 seconds`). A figure that is no number was not measured and keeps no limit. */
export const figuresMustHold = (
  world: Attaching,
  name: string,
  figures: Figures,
  rows: readonly FigureRow[],
): Promise<void> =>
  judgeRows(world, rows, ({ figure, limit }) => {
    const value = figures[figure];
    if (value === undefined)
      throw new UnknownWord(`"${figure}" is not a figure: write one of ${Object.keys(figures).join(', ')}`);
    const { holds, isSpan } = limitOf(figure, limit);
    if (!holds(value))
      throw new Error(
        `${figure} of ${name}: expected ${limit}, got ${Number.isNaN(value) ? 'nothing that was measured' : `${Number(value.toFixed(2))}${isSpan ? ' ms' : ''}`}`,
      );
  });
