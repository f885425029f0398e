import type { CheckVerdict, RequirementVerdict, ScenarioVerdict } from './model.ts';
import { namelessFailures } from './suite-attachments.ts';
import { isTrouble } from './verdicts.ts';

/** How each check of the inventory came out, by its id. */
export const checkVerdicts = (
  requirements: readonly RequirementVerdict[],
): ReadonlyMap<string, CheckVerdict> =>
  new Map(requirements.flatMap(({ checks }) => checks.map((check) => [check.check.id, check] as const)));

/** The register speaks for a scenario: it is in quarantine, or every check that stands against it is excused. */
export function isExcused(
  { scenario, claims, verdict, exception }: ScenarioVerdict,
  checks: ReadonlyMap<string, CheckVerdict>,
): boolean {
  if (exception?.type === 'quarantine' && isTrouble(verdict)) return true;
  if (namelessFailures(scenario).length > 0) return false;
  const against = scenario.defined.claims.filter((_, index) => {
    const came = claims[index]?.verdict ?? 'not-run';
    return verdict === 'known' ? came === 'known' : isTrouble(came);
  });
  return against.length > 0 && against.every(({ check }) => checks.get(check)?.excused === true);
}
