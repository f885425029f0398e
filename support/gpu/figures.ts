import type { FiguresOf } from '../metrics/figure-names.ts';
import type { WatchedGpu } from './watch.ts';

/** Bytes of a MiB against those of a GB: nvidia-smi counts the one, promises the other. */
const GB_PER_MIB = 1024 ** 2 / 1e9;

const middle = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? Number.NaN;

/** What the GPUs of a service did together: how many hold something, how many work, how much of each is in use. */
export function figuresOfGpus(gpus: readonly WatchedGpu[]): FiguresOf<'gpus'> {
  const peaks = gpus.map(({ during }) => during.utilisation.max);
  const memory = gpus.map(({ during }) => during.memoryUsed.median);
  return {
    'GPUs with memory in use': memory.filter((used) => used > 0).length,
    'GPUs busier than at rest': gpus.filter(({ idle, during }) => during.utilisation.max > idle.utilisation)
      .length,
    'lowest peak of a GPU in percent': Math.min(...peaks),
    'median use of a GPU in percent': middle(gpus.map(({ during }) => during.utilisation.median)),
    'GB in use on the emptiest GPU': Math.min(...memory) * GB_PER_MIB,
    'GB in use on the fullest GPU': Math.max(...memory) * GB_PER_MIB,
    'GPU memory in use in percent':
      (100 * memory.reduce((sum, used) => sum + used, 0)) /
      gpus.reduce((sum, { memoryTotal }) => sum + memoryTotal, 0),
  };
}
