import { messageOf } from '../cluster/environment-error.ts';
import { readCoverage } from '../verdict/coverage.ts';
import { readExceptions } from '../verdict/exceptions.ts';
import { readFeatureFolder } from '../verdict/feature-files.ts';
import { promiseMistakes } from '../verdict/promise-mistakes.ts';
import { entryMistakes } from '../verdict/register-entries.ts';
import { loadInventory } from './features.ts';
import { markdownFeatures } from './markdown-features.ts';

/**
 * What is wrong with the files that a run is judged by, one sentence each, and with features that nobody could judge. Read before anything is launched: a run that
 * nobody can judge is not worth its time.
 */
export async function registerProblems(): Promise<string[]> {
  try {
    const inventory = loadInventory();
    const lists = await Promise.all([
      readExceptions('features/exceptions.yaml', inventory),
      readCoverage('features/coverage.yaml', inventory),
    ]);
    const [{ entries }] = lists;
    const aboutScenarios = entries.some((entry) => 'scenario' in entry);
    const { scenarios } = aboutScenarios ? await readFeatureFolder('features') : { scenarios: [] };
    return [
      ...lists.flatMap(({ problems }) => problems),
      ...promiseMistakes(inventory),
      ...entryMistakes(entries, scenarios, inventory, new Date()),
      ...markdownFeatures('features'),
    ];
  } catch (error) {
    return [messageOf(error)];
  }
}
