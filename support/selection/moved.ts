import { existsSync } from 'node:fs';
import type { DefinedScenario } from '../verdict/defined-scenarios.ts';
import type { RecordedRun } from '../verdict/recorded-run.ts';

/** A feature file that a run was to run scenarios of and that is gone, and the files that have such scenarios instead. */
export interface MovedFile {
  readonly from: string;
  readonly to: readonly string[];
}

/**
 * Feature files of a run that were moved since: they are gone, and files that the run did not know decide a check of theirs, or
 * have a title of theirs. The verdicts of a repeat would not stand beside those that it repeats, which go by the place.
 */
export function movedFiles(
  { sources, scenarios }: Pick<RecordedRun, 'sources' | 'scenarios'>,
  now: readonly DefinedScenario[],
): MovedFile[] {
  const known = new Set(sources.map(({ uri }) => uri));
  const strange = now.filter(({ uri }) => !known.has(uri));
  return [...known].flatMap((from) => {
    if (existsSync(from)) return [];
    const before = scenarios.filter(({ defined, selected }) => selected && defined.uri === from);
    const alike = strange.filter((scenario) => before.some(({ defined }) => isAlike(defined, scenario)));
    const to = [...new Set(alike.map(({ uri }) => uri))];
    return to.length === 0 ? [] : [{ from, to }];
  });
}

const isAlike = (one: DefinedScenario, other: DefinedScenario): boolean =>
  one.name === other.name ||
  one.claims.some(({ check }) => other.claims.some((claim) => claim.check === check));
