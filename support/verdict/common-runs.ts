import { commonRunOf } from '../settings/common-run.ts';
import { repeatsOf } from '../settings/repeated-runs.ts';
import type { RunFile } from '../settings/settings.ts';
import type { ScenarioVerdict, VerdictInputs } from './model.ts';

/** Runs that a sentence names. */
const MOST_NAMED = 5;

/**
 * One sentence where merged runs are of all scenarios only together, and not all of these parts say that they are of one common
 * run: what failed in the other part of each would be forgotten. A run that was of everything, with those that it repeats, may
 * have any others beside it, because they take no attempt away.
 */
export function piecedTogether(
  { runFiles = [], recordings = [] }: Pick<VerdictInputs, 'runFiles' | 'recordings'>,
  scenarios: readonly Pick<ScenarioVerdict, 'scenario'>[],
): string[] {
  if (scenarios.some(({ scenario }) => !scenario.selected)) return [];
  const runOf = new Map(recordings.map(({ messages, run = messages }) => [messages, run]));
  const runs = [...new Set(runOf.values())];
  if (runs.length < 2) return [];
  const known = new Map(runFiles.map((file) => [file.settings.run.id, file]));
  const isWhole = (members: ReadonlySet<string>): boolean =>
    scenarios.every(({ scenario }) =>
      scenario.selectedBy?.some((messages) => members.has(runOf.get(messages) ?? messages)),
    );
  if (runs.some((run) => isWhole(togetherWith(run, known)))) return [];
  return [sentenceOf(runs.toSorted(), known)];
}

/** A run with those of the same common run; where it names none, with those that it repeats. */
function togetherWith(run: string, known: ReadonlyMap<string, RunFile>): Set<string> {
  const name = nameOf(run, known);
  if (name !== undefined) return new Set([...known.keys()].filter((other) => nameOf(other, known) === name));
  const members = new Set([run]);
  // What is added while this goes on is looked at as well: a repeat of a repeat.
  for (const member of members)
    for (const repeated of repeatsOf(known.get(member)?.settings ?? {}).named) members.add(repeated.run);
  return members;
}

const nameOf = (run: string, known: ReadonlyMap<string, RunFile>): string | undefined =>
  commonRunOf(known.get(run)?.settings ?? {});

function sentenceOf(runs: readonly string[], known: ReadonlyMap<string, RunFile>): string {
  const named = runs.slice(0, MOST_NAMED).map((run, index) => {
    const name = nameOf(run, known);
    return `${index === 0 ? 'common run of' : 'of'} ${run}: ${name === undefined ? 'none' : `"${name}"`}`;
  });
  const all = [...named, ...(runs.length > MOST_NAMED ? ['…'] : [])].join(', ');
  return `none of the merged runs was of all scenarios, and they do not say that they are parts of one run (${all}): set SHARD_RUN, the same for the parts of a run and another for the next, and run them again`;
}
