import type { Cluster } from '../cluster/cluster.ts';

/** One GPU at one moment. */
export interface GpuSample {
  index: number;
  /** Percent, 0 to 100. */
  utilisation: number;
  /** MiB. */
  memoryUsed: number;
  /** MiB. */
  memoryTotal: number;
}

const FIELDS = ['index', 'utilization.gpu', 'memory.used', 'memory.total'];

/** The command whose answer `parseGpuSamples` reads (nvidia-smi --help-query-gpu). */
const GPU_QUERY = ['nvidia-smi', `--query-gpu=${FIELDS.join(',')}`, '--format=csv,noheader,nounits'];

/** Reads the answer of `GPU_QUERY`; throws with the line for anything else. A value that the driver cannot tell (`[N/A]`) is an error, not a zero. */
export function parseGpuSamples(csv: string): GpuSample[] {
  const lines = csv.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) throw new Error('nvidia-smi lists no GPU');
  return lines.map((line) => {
    const values = line.split(',').map((cell) => Number(cell.trim() === '' ? Number.NaN : cell));
    const [index, utilisation, memoryUsed, memoryTotal] = values;
    if (values.length !== FIELDS.length || values.some((value) => Number.isNaN(value)))
      throw new Error(`nvidia-smi: expected ${FIELDS.join(', ')}, got "${line.trim()}"`);
    return {
      index: index as number,
      utilisation: utilisation as number,
      memoryUsed: memoryUsed as number,
      memoryTotal: memoryTotal as number,
    };
  });
}

/** Asks a container for its GPUs; throws when the command fails there. */
export async function sampleGpus(
  cluster: Pick<Cluster, 'exec'>,
  pod: { namespace: string; name: string; container: string },
): Promise<GpuSample[]> {
  const result = await cluster.exec(pod.namespace, pod.name, pod.container, GPU_QUERY);
  if (result.exitCode !== 0)
    throw new Error(
      `nvidia-smi in pod ${pod.namespace}/${pod.name}, container ${pod.container}: exit code ${result.exitCode}: ${result.stderr.trim() || result.stdout.trim()}`,
    );
  return parseGpuSamples(result.stdout);
}

/** Lowest, median and highest of one figure of a GPU over the samples. */
export interface GpuFigures {
  index: number;
  samples: number;
  utilisation: { min: number; median: number; max: number };
  memoryUsed: { min: number; median: number; max: number };
}

/** Sums samples up, one entry a GPU. */
export function gpuFigures(samples: readonly GpuSample[]): GpuFigures[] {
  const byIndex = Map.groupBy(samples, (sample) => sample.index);
  return [...byIndex.entries()].map(([index, own]) => ({
    index,
    samples: own.length,
    utilisation: spread(own.map((sample) => sample.utilisation)),
    memoryUsed: spread(own.map((sample) => sample.memoryUsed)),
  }));
}

function spread(values: number[]): { min: number; median: number; max: number } {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (index: number) => sorted[index] ?? Number.NaN;
  return { min: at(0), median: at(Math.floor((sorted.length - 1) / 2)), max: at(sorted.length - 1) };
}
