import { commonRunOf } from '../settings/common-run.ts';
import { repeatsOf } from '../settings/repeated-runs.ts';
import type { RunFile } from '../settings/settings.ts';
import { toldBy } from './decide.ts';
import { lostParts } from './lost-parts.ts';
import type { ScenarioVerdict, VerdictInputs } from './model.ts';

/** Runs that a sentence names. */
const MOST_NAMED = 5;

/**
 * One sentence where several runs are a verdict about all scenarios only because they were put together: what failed in the
 * other part of each would be forgotten. They are one where those that belong together tell of everything that any of them
 * tells of: all that name one common run, or one that names none. A run that has no end belongs to the one that repeats what
 * it left, and to no other. What else is given adds attempts, and takes none away: where it is of another common run, all of that.
 */
export function piecedTogether(
  { runFiles = [], recordings = [] }: Pick<VerdictInputs, 'runFiles' | 'recordings'>,
  scenarios: readonly Pick<ScenarioVerdict, 'scenario'>[],
): string[] {
  if (scenarios.some(({ scenario }) => !scenario.selected)) return [];
  const runs = [...new Set(recordings.map(({ messages, run: id = messages }) => id))];
  if (runs.length < 2) return [];
  const known = new Map(runFiles.map((file) => [file.settings.run.id, file]));
  const ended = recordings.flatMap(({ run, ended: end }) => (run !== undefined && end ? [run] : []));
  if (groupsOf([...new Set(ended)], known).some(tellsAllOf(scenarios)))
    return lostParts({ runFiles, recordings }, scenarios);
  return [sentenceOf(runs.toSorted(), known)];
}

/** Whether some runs tell of all of some scenarios that any run tells of. */
export function tellsAllOf(
  scenarios: readonly Pick<ScenarioVerdict, 'scenario'>[],
): (runs: ReadonlySet<string>) => boolean {
  const told = scenarios.map(({ scenario }) => toldBy(scenario)).filter(({ length }) => length > 0);
  // A recording that does not say of which run it is keeps a merge from GO by itself.
  return (runs) => told.every((by) => by.some((run) => run === undefined || runs.has(run)));
}

/** The runs that belong together, each group with those that it repeats. */
function groupsOf(ended: readonly string[], known: ReadonlyMap<string, RunFile>): Set<string>[] {
  const groups = Map.groupBy(ended, (run) => nameOf(run, known) ?? { alone: run });
  return [...groups.values()].map((runs) => {
    const members = new Set(runs);
    // What is added while this goes on is looked at as well: a repeat of a repeat.
    for (const member of members)
      for (const repeated of repeatsOf(known.get(member)?.settings ?? {}).named) members.add(repeated.run);
    return members;
  });
}

const nameOf = (run: string, known: ReadonlyMap<string, RunFile>): string | undefined =>
  commonRunOf(known.get(run)?.settings ?? {});

function sentenceOf(runs: readonly string[], known: ReadonlyMap<string, RunFile>): string {
  const named = runs.slice(0, MOST_NAMED).map((run, index) => {
    const name = nameOf(run, known);
    return `${index === 0 ? 'common run of' : 'of'} ${run}: ${name === undefined ? 'none' : `"${name}"`}`;
  });
  const all = [...named, ...(runs.length > MOST_NAMED ? ['…'] : [])].join(', ');
  return `no merged run that came to its end tells of all scenarios, alone or with those of its common run or that it repeats (${all}): set SHARD_RUN, the same for the parts of a run and another for the next, and run them again`;
}
