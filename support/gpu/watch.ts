import type { Cluster } from '../cluster/cluster.ts';
import { type GpuFigures, type GpuSample, gpuFigures, sampleGpus } from './nvidia-smi.ts';

/** A container whose GPUs are watched. */
export interface GpuHolder {
  namespace: string;
  name: string;
  container: string;
}

/** What was seen of one GPU, before the work and during it. */
export interface WatchedGpu {
  /** `pod/index`: GPUs of different pods have the same indices. */
  gpu: string;
  idle: GpuSample;
  during: GpuFigures;
  /** MiB. */
  memoryTotal: number;
}

/** Rounds over all holders while the work goes on: the work is kept going until they are over. */
const ROUNDS = 3;
/** A GPU that was at rest at each look may have been missed between two pieces of work: so many rounds believe it. */
const MOST_ROUNDS = 12;

/**
 * Looks at the GPUs of all holders once, then again and again while `work` runs. `work` is told by its signal when enough has been
 * seen, and has to go on until then. Returns what it returned, and one entry a GPU. Throws when a look fails.
 */
export async function watchGpus<Value>(
  cluster: Pick<Cluster, 'exec'>,
  holders: readonly GpuHolder[],
  work: (seen: AbortSignal) => Promise<Value>,
): Promise<{ value: Value; gpus: WatchedGpu[] }> {
  const idle = await Promise.all(holders.map((holder) => sampleGpus(cluster, holder)));
  const enough = new AbortController();
  const working = work(enough.signal);
  // A failure of the work is told where it is awaited.
  working.catch(() => undefined);
  const samples: GpuSample[][] = holders.map(() => []);
  try {
    const resting = () => holders.some((_, index) => rests(idle[index] ?? [], samples[index] ?? []));
    for (let round = 0; round < ROUNDS || (round < MOST_ROUNDS && resting()); round += 1)
      for (const [index, holder] of holders.entries())
        samples[index]?.push(...(await sampleGpus(cluster, holder)));
  } finally {
    enough.abort();
  }
  const value = await working;
  const gpus = holders.flatMap(({ name }, index) =>
    gpuFigures(samples[index] ?? []).flatMap((during) => {
      const before = idle[index]?.find((sample) => sample.index === during.index);
      return before
        ? [{ gpu: `${name}/${during.index}`, idle: before, during, memoryTotal: before.memoryTotal }]
        : [];
    }),
  );
  return { value, gpus };
}

/** Whether one of the GPUs was never busier than before the work. */
const rests = (before: readonly GpuSample[], during: readonly GpuSample[]): boolean =>
  before.some(
    ({ index, utilisation }) =>
      !during.some((sample) => sample.index === index && sample.utilisation > utilisation),
  );

/** A line for each GPU with lowest, median and highest of what was seen, for the report. */
export function gpusInWords(gpus: readonly WatchedGpu[]): string {
  const spread = ({ min, median, max }: GpuFigures['utilisation'], unit: string) =>
    `${min} / ${median} / ${max} ${unit}`;
  const lines = gpus.map(
    ({ gpu, idle, during, memoryTotal }) =>
      `${gpu}: utilisation ${spread(during.utilisation, '%')} (idle ${idle.utilisation} %), memory ${spread(during.memoryUsed, 'MiB')} of ${memoryTotal} MiB, ${during.samples} samples`,
  );
  return ['lowest / median / highest while requests were answered', ...lines].join('\n');
}
