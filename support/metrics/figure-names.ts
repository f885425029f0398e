import { UnknownWord } from '../spelling/unknown-word.ts';

/**
 * What a table of figures may name, by the source that it is taken from. A figure's unit and direction follow from its
 * name (`support/metrics/figure-kind.ts`): milliseconds unless the name says otherwise.
 */
const FIGURE_NAMES = {
  distribution: [
    'requests served',
    'fewest requests of a pod',
    'most requests of a pod',
    'largest share of a pod in percent',
  ],
  latency: [
    'average latency',
    'median latency',
    'p95 latency',
    'p99 latency',
    'p99.9 latency',
    'p95 to median latency',
  ],
  throughput: ['requests per second', 'tokens per second'],
  outcomes: [
    'requests sent',
    'failed requests',
    'success rate in percent',
    'error rate in percent',
    'error rate of HTTP 4xx in percent',
    'error rate of HTTP 5xx in percent',
    'error rate of time-outs in percent',
    'error rate of broken connections in percent',
    'error rate of other statuses in percent',
  ],
  startup: ['start-up time', 'model download time', 'time to ready after the download'],
  loading: ['longest to shortest download', 'longest to shortest load'],
  reliability: ['pod restarts', 'failures of pods', 'observed pod time'],
  recovery: ['recovery time'],
  gpus: [
    'GPUs with memory in use',
    'GPUs busier than at rest',
    'lowest peak of a GPU in percent',
    'median use of a GPU in percent',
    'GB in use on the emptiest GPU',
    'GB in use on the fullest GPU',
    'GPU memory in use in percent',
  ],
  'hand-over': [
    'average prefill time',
    'average decode time',
    'prefill time in percent of decode time',
    'bytes from prefill to decode',
    'transfers from prefill to decode',
  ],
  dialogues: [
    'shortest latency of first answers',
    'shortest latency of follow-ups',
    'latency of follow-ups in percent of first answers',
  ],
  resources: ['CPU use in percent of the request', 'memory use in percent of the request', 'memory in bytes'],
} as const satisfies Record<string, readonly string[]>;

/** Sources that read the times which the cluster notes; the others watch a clock beside requests and pods. */
const BY_THE_CLUSTER = ['startup', 'reliability', 'recovery'] as const;

/**
 * By which clock a time or a rate was taken. `cluster`: the times that the cluster notes, which on a simulated one go
 * TIME_SCALE times as fast; `wall`: real time, as whoever sends requests has it.
 */
export type Clock = 'cluster' | 'wall';

/** The clock of a figure with this unit; undefined for counts, shares and sizes, which no clock has part in. */
export function clockOf(figure: string, unit: string): Clock | undefined {
  if (unit !== 'ms' && unit !== '/s') return undefined;
  const byCluster = BY_THE_CLUSTER.flatMap((source): readonly string[] => FIGURE_NAMES[source]);
  return byCluster.includes(figure) ? 'cluster' : 'wall';
}

export type FigureSource = keyof typeof FIGURE_NAMES;

/** Figures of one source by name. */
export type FiguresOf<Source extends FigureSource> = Record<(typeof FIGURE_NAMES)[Source][number], number>;

/** Figures by name. */
export type Figures = Record<string, number>;

/** All figures that a table may name. */
export const figureNames = (): string[] => Object.values(FIGURE_NAMES).flat();

/** The source of a figure; throws with the figures that there are. */
export function sourceOf(figure: string): FigureSource {
  const found = Object.entries(FIGURE_NAMES).find(([, names]) =>
    (names as readonly string[]).includes(figure),
  );
  if (found) return found[0] as FigureSource;
  throw new UnknownWord(`"${figure}" is not a figure: write one of ${figureNames().join(', ')}`);
}
