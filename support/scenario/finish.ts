import { causeOf } from '../verdict/plain-text.ts';
import { BlockedError } from './blocked.ts';
import { endScenario, type Reporting } from './end.ts';
import { attachEvidence } from './evidence.ts';
import type { Scenario } from './scenario.ts';
import { reportToControlGroup } from './surroundings.ts';

/**
 * The last thing that happens to a scenario: its evidence is captured if it failed, then it is cleaned up. A failure of
 * the clean-up fails the scenario, with evidence of its own. A blocked scenario has no evidence: its one cause is elsewhere.
 * What depends on a control group hears of its failure only when it is the last attempt (not `retried`).
 */
export async function finishScenario(
  world: Reporting,
  scenario: Scenario,
  failure: unknown,
  retried = false,
): Promise<void> {
  const failed = failure !== undefined;
  // From here on the time is the clean-up's.
  scenario.end();
  if (failed && !(failure instanceof BlockedError)) {
    const message = failure instanceof Error ? failure.message : String(failure);
    if (!retried) reportToControlGroup(scenario.identity, scenario.worker, causeOf(message));
    await keepEvidence(world, scenario, failure);
  }
  try {
    await endScenario(world, scenario, failed);
  } catch (error) {
    if (!failed) await keepEvidence(world, scenario, error);
    throw error;
  }
}

async function keepEvidence(world: Reporting, scenario: Scenario, failure: unknown): Promise<void> {
  if (!scenario.worker.runFile.throwaway) await attachEvidence(world, scenario, failure);
}
