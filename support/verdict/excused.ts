import { troublesOf } from './decide.ts';
import type { CheckVerdict, RequirementVerdict, ScenarioVerdict } from './model.ts';
import type { RecordedScenario } from './recorded-run.ts';
import { holds } from './register-entries.ts';
import { namelessFailures } from './suite-attachments.ts';
import { type Decided, isTrouble } from './verdicts.ts';

/** How each check of the inventory came out, by its id. */
export const checkVerdicts = (
  requirements: readonly RequirementVerdict[],
): ReadonlyMap<string, CheckVerdict> =>
  new Map(requirements.flatMap(({ checks }) => checks.map((check) => [check.check.id, check] as const)));

/** Nothing was found out about the system: what had to be there was not, or the scenario was not brought to its end. */
const isUnseen = ({ verdict }: Decided): boolean => verdict === 'blocked' || verdict === 'not-reached';

/** An entry that holds says that the scenario is in quarantine. */
export const isQuarantined = ({ exceptions }: ScenarioVerdict): boolean =>
  exceptions.some(({ type }) => type === 'quarantine');

/** A scenario in quarantine that could not look: it blocks nothing, and excuses nothing either. What it decides is open. */
export const leavesOpen = (judged: ScenarioVerdict): boolean => isQuarantined(judged) && isUnseen(judged);

/** The keys of the scenarios in quarantine that could not look. */
export const keysLeftOpen = (scenarios: readonly ScenarioVerdict[]): ReadonlySet<string> =>
  new Set(scenarios.filter(leavesOpen).map(({ scenario }) => scenario.defined.key));

/** Tells the places to which a scenario in quarantine did not come: as a whole, or because it failed before them. */
export function placesLeftOpen(
  scenarios: readonly ScenarioVerdict[],
): (place: CheckVerdict['places'][number]) => boolean {
  const whole = keysLeftOpen(scenarios);
  const quarantined = new Set(scenarios.filter(isQuarantined).map(({ scenario }) => scenario.defined.key));
  return (place) =>
    isTrouble(place.verdict) &&
    (whole.has(place.scenario) || (quarantined.has(place.scenario) && isUnseen(place)));
}

/** The register speaks for a scenario: it is in quarantine and failed, or for every attempt every check that stands against it is excused. */
export function isExcused(judged: ScenarioVerdict, checks: ReadonlyMap<string, CheckVerdict>): boolean {
  if (isQuarantined(judged) && isTrouble(judged.verdict)) return !isUnseen(judged);
  const { scenario } = judged;
  if (namelessFailures(scenario).length > 0) return false;
  const troubles = troublesOf(scenario);
  return troubles.length > 0 && troubles.every(({ claims }) => areExcused(scenario, claims, checks));
}

/**
 * The register speaks for what went wrong under an older text: its scenario is in quarantine, or each check that stands
 * against it is waived, or known then and now. One that passes now is flaky, and no known issue excuses that.
 */
export function isExcusedBefore(
  judged: ScenarioVerdict,
  checks: ReadonlyMap<string, CheckVerdict>,
  today: Date,
): boolean {
  if (isQuarantined(judged)) return true;
  const { scenario, claims } = judged;
  if (namelessFailures(scenario).length > 0) return false;
  const troubles = troublesOf(scenario);
  return (
    troubles.length > 0 &&
    troubles.every((trouble) => {
      const against = scenario.defined.claims.flatMap(({ check }, index) =>
        isTrouble(trouble.claims[index]?.verdict ?? 'not-run') ? [{ check: checks.get(check), index }] : [],
      );
      return (
        against.length > 0 &&
        against.every(
          ({ check, index }) =>
            check?.excused && (isWaived(check, today) || claims[index]?.verdict === 'known'),
        )
      );
    })
  );
}

/** Somebody answers for shipping without the check. */
export const isWaived = ({ exceptions }: CheckVerdict, today: Date): boolean =>
  exceptions.some((entry) => entry.type === 'waiver' && holds(entry, today));

/** Something stands against an attempt, and all of it is excused. */
function areExcused(
  { defined }: RecordedScenario,
  claims: readonly Decided[],
  checks: ReadonlyMap<string, CheckVerdict>,
): boolean {
  const against = defined.claims.filter((_, index) => isTrouble(claims[index]?.verdict ?? 'not-run'));
  return against.length > 0 && against.every(({ check }) => checks.get(check)?.excused === true);
}
