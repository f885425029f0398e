import { piecedTogether } from './common-runs.ts';
import { forgottenAttempts } from './forgotten-attempts.ts';
import { isMerge } from './heads.ts';
import { lateParts } from './late-parts.ts';
import { leftOut } from './left-out.ts';
import type { ScenarioVerdict, VerdictInputs } from './model.ts';

/**
 * What keeps recordings from being known to be of one run, and all of it, one sentence each: what has
 * one of these doubts does not pass. A run that was made alone has none but that suite or cluster changed while it went on.
 */
export function mergeDoubts(
  inputs: VerdictInputs,
  scenarios: readonly Pick<ScenarioVerdict, 'scenario'>[],
): string[] {
  return [
    ...piecedTogether(inputs, scenarios),
    ...(isMerge(inputs) ? forgottenAttempts(inputs, scenarios) : []),
    ...lateParts(inputs, scenarios),
    // What is lost is told already.
    ...(inputs.run.damages.length > 0 ? [] : leftOut(inputs, scenarios)),
    ...(inputs.doubtsOfMerge ?? []),
  ];
}
