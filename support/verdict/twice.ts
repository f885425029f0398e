import { type AcceptedFigure, acceptedIn, namesFigures } from './figure-waivers.ts';
import type { Located } from './located-yaml.ts';

/**
 * Two entries of one type for one check in one release, for one scenario in quarantine, or for one figure on one target,
 * contradict each other sooner or later. An entry that names no feature is about the same scenario as one that does.
 */
export function twice(entries: readonly Located[]): string[] {
  const seen = new Map<string, { feature: unknown; at: string }[]>();
  return entries.flatMap((entry) => {
    const { list, subjects } = subjectsOf(entry);
    const about = ['type', 'scenario', 'release', 'target', 'context'].map(
      (it) => entry.fields.get(it) ?? '',
    );
    const feature = entry.fields.get('feature');
    return subjects.flatMap((subject) => {
      const key = [...about, subject].join('\n');
      const before = seen.get(key) ?? [];
      seen.set(key, [...before, { feature, at: entry.at() }]);
      const first = before.find((it) => !it.feature || !feature || it.feature === feature);
      return first === undefined ? [] : [`${entry.at(list)}: ${subject} stands already at ${first.at}`];
    });
  });
}

/** What an entry speaks of: its figures, its checks, or, where a quarantine names none, its scenario. */
function subjectsOf({ fields, ...entry }: Located): { list: string; subjects: string[] } {
  const list = namesFigures({ fields, ...entry }) ? 'figures' : 'checks';
  const ids = fields.get(list);
  const subjectOf = (it: unknown): string =>
    list === 'figures' ? subjectOfFigure(acceptedIn(it)) : String(it);
  if (Array.isArray(ids) && fields.get('type') !== 'quarantine')
    return { list, subjects: ids.map(subjectOf) };
  const scenario = fields.get('scenario');
  return { list: 'scenario', subjects: scenario === undefined ? [] : [JSON.stringify(scenario)] };
}

/** That a figure is missing is accepted apart from how bad it may be. */
const subjectOfFigure = ({ id, accepts }: AcceptedFigure): string =>
  accepts === 'missing' ? `${id} ${accepts}` : id;
