import type { FeatureSource } from '../feature-source.ts';
import type { Finding } from '../finding.ts';

const SPAN = /\b(\d+(?:\.\d+)?) (millisecond|second|minute|hour)s?\b/g;
const SECONDS: Readonly<Record<string, number>> = { millisecond: 0.001, second: 1, minute: 60, hour: 3_600 };
/** Nobody waits longer for one step. */
const MOST = 24 * 3_600;

/** A span in a sentence is one in which something can happen, and for which a run can wait. */
export function spanFindings({ uri, scenarios }: FeatureSource): Finding[] {
  const byPlace = new Map<string, Finding>();
  for (const { text, line } of scenarios.flatMap(({ steps }) => steps))
    for (const [span, count, unit = ''] of text.replaceAll(/"[^"]*"/g, '').matchAll(SPAN)) {
      const seconds = Number(count) * (SECONDS[unit] ?? 0);
      if (seconds > 0 && seconds <= MOST) continue;
      byPlace.set(`${line} ${span}`, {
        uri,
        line,
        rule: 'span',
        problem:
          seconds === 0 ? `nothing happens in ${span}` : `no run waits ${span}: that is more than a day`,
        fix: 'write the span that is promised, with its unit',
      });
    }
  return [...byPlace.values()];
}
