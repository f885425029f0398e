import { join } from 'node:path';
import { captureEvidence, EVIDENCE, type Evidence } from '../evidence/capture.ts';
import type { Scenario } from './scenario.ts';

/**
 * Captures what explains the failure of a scenario, before anything of it is deleted, and attaches where it lies and
 * what it comes to. A second capture in the same attempt goes to a folder of its own.
 */
export async function attachEvidence(
  world: { attach(data: string, mediaType: string): unknown },
  scenario: Scenario,
  failure: unknown,
): Promise<Evidence> {
  const { identity, worker, ownNamespaceName, sharedNamespaceName } = scenario;
  const { settings } = worker.runFile;
  const evidence = await captureEvidence({
    cluster: worker.cluster,
    failure,
    runDirectory: settings.run.directory,
    directory: join('evidence', identity.requirementIds[0] ?? 'other', scenario.folder),
    since: scenario.since,
    namespaces: [ownNamespaceName, sharedNamespaceName].filter((name) => name !== undefined),
    owners: scenario.created(),
    controllers: settings.target.controllers,
    exchanges: scenario.exchanges,
  });
  await world.attach(JSON.stringify(evidence), EVIDENCE);
  return evidence;
}
