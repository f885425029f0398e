import { piecedTogether } from './common-runs.ts';
import { forgottenAttempts } from './forgotten-attempts.ts';
import { isMerge } from './heads.ts';
import { lateParts } from './late-parts.ts';
import { leftOut } from './left-out.ts';
import type { ScenarioVerdict, VerdictInputs } from './model.ts';
import { partOf } from './shards.ts';
import { selectionOf } from './totals.ts';

/**
 * What keeps recordings from being known to be of one run, and all of it, one sentence each: what has
 * one of these doubts does not pass. A run that was made alone has none but that suite or cluster changed while it went on, or
 * that it is a later attempt and no part: nobody merges it with the earlier ones that failed.
 */
export function mergeDoubts(
  inputs: VerdictInputs,
  scenarios: readonly Pick<ScenarioVerdict, 'scenario'>[],
): string[] {
  return [
    ...piecedTogether(inputs, scenarios),
    ...(awaitsMerge(inputs, scenarios) ? [] : forgottenAttempts(inputs, scenarios)),
    ...lateParts(inputs, scenarios),
    // What is lost is told already.
    ...(inputs.run.damages.length > 0 ? [] : leftOut(inputs, scenarios)),
    ...(inputs.doubtsOfMerge ?? []),
  ];
}

/** Whether a run was made alone and is a part, a shard or a selection: whoever merges the parts has the earlier attempts to give. */
export const awaitsMerge = (
  inputs: Pick<VerdictInputs, 'runFiles' | 'asMerge'>,
  scenarios: readonly Pick<ScenarioVerdict, 'scenario'>[],
): boolean =>
  !isMerge(inputs) &&
  (selectionOf(scenarios).left > 0 || (inputs.runFiles ?? []).some((file) => partOf(file) !== undefined));
