/** Exact percentiles of a set of values, by the nearest-rank method. */
export interface Percentiles {
  count: number;
  mean: number;
  min: number;
  p50: number;
  p95: number;
  p99: number;
  p999: number;
  max: number;
}

/** Throws for an empty set: a figure of nothing is not zero. */
export function percentilesOf(values: readonly number[]): Percentiles {
  if (values.length === 0) throw new Error('no measurement: a percentile of nothing does not exist');
  const sorted = Float64Array.from(values).sort();
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] as number;
  return {
    count: sorted.length,
    mean: sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
    min: rank(0),
    p50: rank(0.5),
    p95: rank(0.95),
    p99: rank(0.99),
    p999: rank(0.999),
    max: rank(1),
  };
}
