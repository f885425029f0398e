import { keepNamespace } from '../cluster/namespaces.ts';
import { IMAGES } from '../verdict/pod-images.ts';
import { KEPT, WORDS } from '../verdict/suite-attachments.ts';
import { allOf, deletions } from './cleanup.ts';
import { type Kept, keepCommands, keptNamespace } from './keep.ts';
import { giveUpNamespace } from './namespaces.ts';
import type { Scenario } from './scenario.ts';

/** What the end of a scenario needs of the World. */
export interface Reporting {
  attach(data: string, mediaType: string): unknown;
}

/**
 * Ends a scenario: stops what it began, takes back its changes, deletes what it created, last created first, without
 * waiting. What `KEEP` asks to keep stays, with the commands to look and to delete. Throws one error that lists
 * everything that went wrong.
 */
export async function endScenario(world: Reporting, scenario: Scenario, failed: boolean): Promise<void> {
  const { worker, user, ownNamespaceName } = scenario;
  if (Object.keys(scenario.words).length > 0) await world.attach(JSON.stringify(scenario.words), WORDS);
  const images = await scenario.images.found();
  if (images) await world.attach(JSON.stringify(images), IMAGES);
  const { settings, throwaway } = worker.runFile;
  const { keep } = settings;
  const keeping = keep === 'always' || (keep === 'on-failure' && failed);
  if (throwaway) return allOf(scenario.endings);
  const away = ownNamespaceName === undefined ? [] : [() => giveUpNamespace(user, ownNamespaceName)];
  await allOf([
    ...scenario.endings,
    ...(scenario.changedOthers ? [() => takeBackChanges(scenario)] : []),
    ...(keeping
      ? [() => keepForPeople(world, scenario)]
      : [...deletions(worker.cluster, scenario.leftovers()), ...away]),
  ]);
}

async function takeBackChanges({ worker }: Scenario): Promise<void> {
  const { problems } = await worker.cluster.undoChanges();
  if (problems.length > 0) throw new Error(problems.join('; '));
}

async function keepForPeople(world: Reporting, scenario: Scenario): Promise<void> {
  const { worker, ownNamespaceName, sharedNamespaceName } = scenario;
  const namespaces = [ownNamespaceName, sharedNamespaceName].filter((name) => name !== undefined);
  const kept: Kept[] = scenario.leftovers().map((reference) => ({ reference }));
  for (const name of namespaces) {
    await keepNamespace(worker.cluster, name);
    kept.push(await keptNamespace(worker.cluster, name));
  }
  if (kept.length === 0) return;
  const commands = keepCommands(worker.runFile.settings.target, kept);
  await world.attach(JSON.stringify({ commands }), KEPT);
}
