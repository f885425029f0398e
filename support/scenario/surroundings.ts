import { acquireAlone } from '../cluster/exclusive.ts';
import { SKIP_REASON } from '../judging/check-results.ts';
import { minutes } from '../waiting/duration.ts';
import { inControlGroup, systemsOf } from '../worker/control-group.ts';
import type { Worker } from '../worker/worker.ts';
import { BlockedError } from './blocked.ts';
import type { ScenarioIdentity } from './identity.ts';
import { Scenario } from './scenario.ts';
import { type Missing, missingCapability, needsOf, unspokenBy } from './skip.ts';

/** How long a scenario queues for the cluster (cluster time). */
const QUEUE = minutes(120);
/** The baseline has other controllers than what the control group looks at: it says which part is broken. */
const BASELINE = 'baseline';

/** What the scenario cannot be judged here without: a release that speaks of it, or a capability. */
export function missingFor(identity: ScenarioIdentity, { runFile }: Worker): Missing | undefined {
  const needs = needsOf(identity.tags, identity.requirementIds, runFile.needs ?? {});
  return unspokenBy(runFile.settings.releases, identity) ?? missingCapability(needs, runFile.capabilities);
}

/** The attachment by which a scenario says why it was skipped. */
export const skipAttachment = (missing: Missing): [string, string] => [JSON.stringify(missing), SKIP_REASON];

/**
 * Waits until the control group of the scenario's system has ended, before the scenario's own time begins; throws
 * `BlockedError` when it has failed. `pickle` is the id by which the coordinator knows the scenario.
 */
export async function stopBehindControlGroup(
  identity: ScenarioIdentity,
  worker: Worker,
  pickle: string,
): Promise<void> {
  if (!worker.runFile.settings.preflight || inControlGroup(identity.tags)) return;
  if (identity.tags.includes(BASELINE)) return;
  const systems = systemsOf(identity.tags);
  if (systems.length === 0) return;
  worker.show(identity.title);
  await worker.awaitControlGroup(pickle, systems);
  for (const system of systems) {
    const cause = worker.controlGroup.failure(system);
    if (cause !== undefined) throw new BlockedError(`the control group of ${system} failed: ${cause}`);
  }
}

/** Tells all workers when a scenario of the control group failed for good: behind an attempt that is retried nothing is blocked. */
export function reportToControlGroup(identity: ScenarioIdentity, worker: Worker, cause: string): void {
  if (!inControlGroup(identity.tags)) return;
  for (const system of systemsOf(identity.tags))
    worker.controlGroup.failed(system, `"${identity.title}" (${cause})`);
}

/** A scenario ready for its first step; one that needs the cluster alone has it. */
export async function beginScenario(identity: ScenarioIdentity, worker: Worker): Promise<Scenario> {
  worker.show(identity.title);
  if (!identity.tags.includes('alone'))
    return new Scenario(identity, worker, await worker.cluster.time.now());
  const holder = `${worker.runFile.settings.run.id}/${worker.id}`;
  const giveBack = await acquireAlone(worker.cluster, holder, QUEUE);
  const scenario = new Scenario(identity, worker, await worker.cluster.time.now());
  scenario.endings.push(giveBack);
  return scenario;
}
