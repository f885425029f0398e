import { namesFigures } from './figure-waivers.ts';
import type { Located } from './located-yaml.ts';

/** Two entries of one type for one check in one release, or one figure on one target, contradict each other sooner or later. */
export function twice(entries: readonly Located[]): string[] {
  const seen = new Map<string, string>();
  return entries.flatMap((entry) => {
    const list = namesFigures(entry) ? 'figures' : 'checks';
    const ids = entry.fields.get(list);
    const about = ['type', 'feature', 'scenario', 'release', 'target', 'context'].map(
      (it) => entry.fields.get(it) ?? '',
    );
    return (Array.isArray(ids) ? ids : []).flatMap((id) => {
      const key = [...about, id].join('\n');
      const first = seen.get(key);
      seen.set(key, first ?? entry.at());
      return first === undefined ? [] : [`${entry.at(list)}: ${String(id)} stands already at ${first}`];
    });
  });
}
