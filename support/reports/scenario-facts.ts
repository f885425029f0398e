import path from 'node:path';
import type { Settings, Target } from '../settings/settings.ts';
import { shellCommand } from '../shell.ts';
import { targetVariables } from '../signoff/set-variables.ts';
import type { StepStatus } from '../verdict/attempts.ts';
import type { DefinedFeature } from '../verdict/defined-scenarios.ts';
import type { ScenarioVerdict, VerdictInputs, Verdicts } from '../verdict/model.ts';

/** The target of a run that names none. */
const DEFAULT_TARGET = 'embedded';

/** A feature file with the scenarios of it that the run selected. */
export interface ReportedFeature {
  readonly uri: string;
  readonly feature: DefinedFeature;
  readonly scenarios: readonly ScenarioVerdict[];
}

/** The features of a run in the order of their files; what was filtered out is left out. */
export function featuresOf({ scenarios }: Verdicts): ReportedFeature[] {
  const selected = scenarios.filter(({ scenario }) => scenario.selected);
  const byUri = Map.groupBy(selected, ({ scenario }) => scenario.defined.uri);
  return [...byUri].flatMap(([uri, group]) => {
    const feature = group[0]?.scenario.defined.feature;
    return feature ? [{ uri, feature, scenarios: group }] : [];
  });
}

/** What tells scenarios of a file apart, by their keys: their title, with the line where rows of Examples share it. */
export function distinctNames({ scenarios }: Pick<Verdicts, 'scenarios'>): ReadonlyMap<string, string> {
  const all = scenarios.map(({ scenario }) => scenario.defined);
  const byTitle = Map.groupBy(all, ({ uri, name }) => `${uri}\n${name}`);
  return new Map(
    [...byTitle.values()].flatMap((same) =>
      same.map(({ key, name, line }) => [key, same.length > 1 ? `${name} (line ${line})` : name] as const),
    ),
  );
}

/** A status in the words of cucumber's JSON, which has none for what never ended: nobody judged it. */
export const statusWord = (status: StepStatus): string =>
  status === 'unfinished' || status === 'unknown' ? 'skipped' : status;

/** The command that repeats a scenario: `npx cucumber-js features/x.feature:12`, where its run was and with the defects that it had. */
export const repeatCommand = (
  { scenario }: ScenarioVerdict,
  { runFile }: Pick<VerdictInputs, 'runFile'>,
): string => shellCommand(placeVariables(runFile?.settings), 'npx cucumber-js', [scenario.defined.key]);

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

/** `12.3 s`, `4 min 05 s`. */
export function shortDuration(milliseconds: number): string {
  if (milliseconds < 60_000) return `${(milliseconds / 1_000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1_000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}
