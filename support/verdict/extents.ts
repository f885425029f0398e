import type { ScenarioVerdict, VerdictInputs } from './model.ts';

/** The keys of the scenarios that each run was to run, in one order. */
export function extentsOf(
  recordings: NonNullable<VerdictInputs['recordings']>,
  scenarios: readonly Pick<ScenarioVerdict, 'scenario'>[],
): Map<string, string[]> {
  const extents = new Map<string, string[]>();
  for (const { messages, run = messages } of recordings)
    extents.set(
      run,
      scenarios.flatMap(({ scenario }) =>
        scenario.selectedBy?.includes(messages) ? [scenario.defined.key] : [],
      ),
    );
  return extents;
}
