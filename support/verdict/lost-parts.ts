import { counted } from '../amounts/counted.ts';
import { commonRunOf } from '../settings/common-run.ts';
import { extentsOf } from './extents.ts';
import type { ScenarioVerdict, VerdictInputs } from './model.ts';
import { partOf } from './shards.ts';

/** Runs that a sentence names. */
const MOST_NAMED = 5;

/**
 * One sentence for each common run that was begun and of whose parts some are not given, where other runs tell of everything: what
 * failed in a part that is lost would be forgotten, as it would with a shard. Where shards are among its parts, they say
 * themselves what is missing. A run that names no common run is a part of nothing.
 */
export function lostParts(
  { runFiles = [], recordings = [] }: Pick<VerdictInputs, 'runFiles' | 'recordings'>,
  scenarios: readonly Pick<ScenarioVerdict, 'scenario'>[],
): string[] {
  const extents = extentsOf(recordings, scenarios);
  const groups = Map.groupBy(runFiles, ({ settings }) => commonRunOf(settings));
  return [...groups].flatMap(([name, files]) => {
    if (name === undefined || files.some((file) => partOf(file) !== undefined)) return [];
    const runs = files.map(({ settings }) => settings.run.id);
    const given = new Set(runs.flatMap((run) => extents.get(run) ?? []));
    const lost = scenarios.length - given.size;
    return lost === 0 ? [] : [sentenceOf(name, runs.toSorted(), lost, scenarios.length)];
  });
}

function sentenceOf(name: string, runs: readonly string[], lost: number, all: number): string {
  const named = [...runs.slice(0, MOST_NAMED), ...(runs.length > MOST_NAMED ? ['…'] : [])].join(', ');
  const are = lost === 1 ? 'is' : 'are';
  return `of the common run "${name}" (${named}) ${counted(lost, 'scenario')} of ${all} ${are} in none of the parts that were given: what failed in another would be forgotten; give the recordings of all of its parts, or of none`;
}
