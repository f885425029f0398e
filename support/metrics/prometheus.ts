/** One sample of a Prometheus text exposition. */
export interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

const SAMPLE =
  /^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?:[^"}]|"(?:[^"\\]|\\.)*")*\})?\s+(\S+)(?:\s+-?\d+)?(?:\s+#.*)?$/;
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"\s*,?\s*/y;

/**
 * Reads the Prometheus text format 0.0.4 (and OpenMetrics samples, without their exemplars). Comments are passed over.
 * Throws with the line's number for a line that is neither.
 */
export function parseMetrics(text: string): Sample[] {
  const samples: Sample[] = [];
  text.split('\n').forEach((raw, index) => {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) return;
    const match = SAMPLE.exec(line);
    const [, name, labels, value] = match ?? [];
    if (name === undefined || value === undefined)
      throw new Error(`metrics line ${index + 1} is not a sample: ${line.slice(0, 120)}`);
    samples.push({ name, labels: parseLabels(labels, index + 1), value: parseValue(value, index + 1) });
  });
  return samples;
}

function parseLabels(text: string | undefined, line: number): Record<string, string> {
  const labels: Record<string, string> = {};
  if (text === undefined) return labels;
  const inner = text.slice(1, -1).trim();
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < inner.length) {
    const match = LABEL.exec(inner);
    const [, name, value] = match ?? [];
    if (name === undefined || value === undefined)
      throw new Error(`metrics line ${line} has broken labels: ${text.slice(0, 120)}`);
    labels[name] = value.replace(/\\(.)/g, (_, c: string) => (c === 'n' ? '\n' : c));
  }
  return labels;
}

function parseValue(text: string, line: number): number {
  if (/^[+-]?Inf$/.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  const value = text === 'NaN' ? Number.NaN : Number(text);
  if (Number.isNaN(value) && text !== 'NaN') throw new Error(`metrics line ${line} has no number: ${text}`);
  return value;
}

/** True when the text declares the metric's type: a labelled counter that never counted is declared, but has no sample. */
export const declares = (text: string, name: string): boolean =>
  text.split('\n').some((line) => line.startsWith(`# TYPE ${name} `));

/** The sum of a metric over all label sets that carry the given labels; undefined when there is no such sample. */
export function sumOf(
  samples: readonly Sample[],
  name: string,
  labels: Record<string, string> = {},
): number | undefined {
  const found = samples.filter(
    (sample) =>
      sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
  );
  return found.length === 0 ? undefined : found.reduce((sum, sample) => sum + sample.value, 0);
}
