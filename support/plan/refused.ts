import { readProject } from '../lint/project.ts';
import { refusedTables } from '../lint/refused-tables.ts';
import { startUpProblems } from '../lint/rules/start-up.ts';
import { unfinishedScenarios } from '../validation/steps.ts';
import type { DefinedScenario } from '../verdict/defined-scenarios.ts';

/**
 * What the start of a run would refuse about these files and scenarios, one sentence each: a plan of a run that could
 * not begin is worth nothing.
 */
export async function refusedBecause(
  files: readonly string[],
  scenarios: readonly DefinedScenario[],
): Promise<string[]> {
  const project = await readProject();
  const features = project.features.filter(({ uri }) => files.includes(uri));
  return [
    ...project.registerProblems,
    ...startUpProblems({ ...project, features }),
    ...unfinishedScenarios(scenarios),
    ...refusedTables(scenarios, project),
  ];
}
