import path from 'node:path';
import type { Settings, Target } from '../settings/settings.ts';
import { targetVariables } from '../settings/target-variables.ts';
import { shellCommand } from '../shell.ts';
import type { ScenarioVerdict, VerdictInputs } from '../verdict/model.ts';

/** The target of a run that names none. */
const DEFAULT_TARGET = 'embedded';

/** The command that repeats a scenario: `npx cucumber-js features/x.feature:12`, where its run was and with the defects that it had. */
export const repeatCommand = (
  { scenario }: ScenarioVerdict,
  { runFile }: Pick<VerdictInputs, 'runFile'>,
): string => shellCommand(placeVariables(runFile?.settings), 'npx cucumber-js', [scenario.defined.key]);

/** The command that repeats what did not come to a verdict, and judges it with the run. */
export const completingCommand = (settings: Settings | undefined): string =>
  shellCommand(placeVariables(settings), 'npm run acceptance', ['--rerun', settings?.run.id ?? 'last']);

/** What a command needs to go where a run was: `TARGET` where it is not the default one, what was set beside it, and `DEFECTS`. */
export function placeVariables(settings: Settings | undefined): Record<string, string> {
  const target = settings?.target && targetWord(settings.target);
  return {
    ...(target !== undefined && target !== DEFAULT_TARGET && { TARGET: target }),
    ...targetVariables(settings?.variables),
    ...defectsVariable(settings?.defects),
  };
}

/** How `TARGET` names a target: by its name where its file is one of the suite's, else by its path. */
export const targetWord = ({ name, source }: Target): string =>
  source === undefined || path.dirname(source.path) === path.join('fixtures', 'targets') ? name : source.path;

/** `{ DEFECTS: 'a,b' }`; nothing for a run without. */
export const defectsVariable = (defects: readonly string[] = []): Record<string, string> =>
  defects.length === 0 ? {} : { DEFECTS: defects.join(',') };
