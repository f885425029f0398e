import { troublesOf } from './decide.ts';
import type { CheckVerdict, RequirementVerdict, ScenarioVerdict } from './model.ts';
import type { RecordedScenario } from './recorded-run.ts';
import { namelessFailures } from './suite-attachments.ts';
import { type Decided, isTrouble } from './verdicts.ts';

/** How each check of the inventory came out, by its id. */
export const checkVerdicts = (
  requirements: readonly RequirementVerdict[],
): ReadonlyMap<string, CheckVerdict> =>
  new Map(requirements.flatMap(({ checks }) => checks.map((check) => [check.check.id, check] as const)));

/** The register speaks for a scenario: it is in quarantine, or for every attempt every check that stands against it is excused. */
export function isExcused(
  { scenario, verdict, exception }: ScenarioVerdict,
  checks: ReadonlyMap<string, CheckVerdict>,
): boolean {
  if (exception?.type === 'quarantine' && isTrouble(verdict)) return true;
  if (namelessFailures(scenario).length > 0) return false;
  const troubles = troublesOf(scenario);
  return troubles.length > 0 && troubles.every(({ claims }) => areExcused(scenario, claims, checks));
}

/** Something stands against an attempt, and all of it is excused. */
function areExcused(
  { defined }: RecordedScenario,
  claims: readonly Decided[],
  checks: ReadonlyMap<string, CheckVerdict>,
): boolean {
  const against = defined.claims.filter((_, index) => isTrouble(claims[index]?.verdict ?? 'not-run'));
  return against.length > 0 && against.every(({ check }) => checks.get(check)?.excused === true);
}
