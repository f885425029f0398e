import { counted } from '../amounts/counted.ts';
import { commonRunOf } from '../settings/common-run.ts';
import type { RunFile } from '../settings/settings.ts';
import { headsOf } from './heads.ts';
import type { ScenarioVerdict, VerdictInputs } from './model.ts';
import { partOf, splitOf } from './shards.ts';
import { selectionOf } from './totals.ts';

/** Scenarios that a sentence names. */
const MOST_NAMED = 3;

/**
 * One sentence where no run of a merge was of some scenarios: nobody can tell a part that was lost from one that nobody asked
 * for. The shards of one common run are all there, or it is damage: what they leave out a filter left out, as one run
 * leaves it out. A part of a common run that was to be merged and lies alone lacks the others.
 */
export function leftOut(
  { runFiles = [], asMerge = false }: Pick<VerdictInputs, 'runFiles' | 'asMerge'>,
  scenarios: readonly Pick<ScenarioVerdict, 'scenario'>[],
): string[] {
  const { left, defined } = selectionOf(scenarios);
  if (left === 0 || left === defined) return [];
  const asked = askedOf(runFiles);
  if (asked.size > 1) return [`${whatIsLeft(scenarios)} in none of the merged runs: ${GIVE_ALL}`];
  const [only] = runFiles.filter(({ settings }) => headsOf(runFiles).has(settings.run.id));
  const name = only && commonRunOf(only.settings);
  if (!asMerge || only === undefined || name === undefined || partOf(only) !== undefined) return [];
  const { id } = only.settings.run;
  return [
    `run ${id} is a part of the common run "${name}" and was given alone: ${whatIsLeft(scenarios)} not in it; ${GIVE_ALL}, or name it by its id in reports/runs if it is all that there is`,
  ];
}

const GIVE_ALL = 'give the recordings of all parts, or run what is in none';

/** What was asked for by itself: a run with those that it repeats, or all shards of a common run. */
function askedOf(files: readonly RunFile[]): Set<string> {
  const heads = headsOf(files);
  const asked = files.flatMap((file) => {
    const { id } = file.settings.run;
    const shard = partOf(file);
    return heads.has(id) ? [shard?.run === undefined ? id : splitOf(shard)] : [];
  });
  return new Set(asked);
}

function whatIsLeft(scenarios: readonly Pick<ScenarioVerdict, 'scenario'>[]): string {
  const left = scenarios.flatMap(({ scenario }) => (scenario.selected ? [] : [scenario.defined.key]));
  const named = `${left.slice(0, MOST_NAMED).join(', ')}${left.length > MOST_NAMED ? ', …' : ''}`;
  return `${counted(left.length, 'scenario')} of ${scenarios.length} (${named}) ${left.length === 1 ? 'is' : 'are'}`;
}
