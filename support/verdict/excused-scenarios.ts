import type { DefinedScenario } from './defined-scenarios.ts';
import { type AboutScenario, daysLeft, type Exception } from './exceptions.ts';
import type { Inventory } from './inventory.ts';

/** The most days that a quarantine, which nobody answers for, may be ahead of its end. */
export const QUARANTINE_DAYS = 90;

type Named = Pick<DefinedScenario, 'name' | 'uri'>;
type Ranked = Pick<DefinedScenario, 'priority' | 'requirementIds'>;

/** Whether an entry speaks about a scenario: by its title, and by its file where the entry names one. */
export const isAbout = ({ scenario, feature }: AboutScenario, { name, uri }: Named): boolean =>
  scenario === name && (feature === undefined || feature === uri);

/** Whether a scenario decides something of the highest priority, by its tag or by its requirements. */
export const isP0 = (
  { priority, requirementIds }: Ranked,
  { requirements }: Pick<Inventory, 'requirements'>,
): boolean =>
  priority === 'P0' ||
  requirements.some(
    (requirement) => requirement.priority === 'P0' && requirementIds.includes(requirement.id),
  );

/** Whether an entry has not expired; a quarantine whose end is too far away does not hold either. */
export function holds(entry: Exception, today: Date): boolean {
  const days = daysLeft(entry, today);
  return days >= 0 && (entry.type !== 'quarantine' || days <= QUARANTINE_DAYS);
}

/** The files of the scenarios that an entry may mean; one is what it must be. */
export const filesMeant = (entry: AboutScenario, scenarios: readonly Named[]): string[] => [
  ...new Set(scenarios.filter((scenario) => isAbout(entry, scenario)).map(({ uri }) => uri)),
];

/**
 * What is wrong with entries about scenarios, one sentence each: a title that stands in several files, a quarantine of
 * something P0, and one whose end is too far away.
 */
export function scenarioMistakes(
  exceptions: readonly Exception[],
  scenarios: readonly DefinedScenario[],
  inventory: Pick<Inventory, 'requirements'>,
  today: Date,
): string[] {
  return exceptions.flatMap((entry) => {
    if (!('scenario' in entry)) return [];
    const files = filesMeant(entry, scenarios);
    const several =
      files.length > 1
        ? [`${entry.at}: "${entry.scenario}" stands in ${files.join(' and ')}; name the one under "feature"`]
        : [];
    return entry.type === 'quarantine'
      ? [...several, ...quarantineMistakes(entry, scenarios, inventory, today)]
      : several;
  });
}

function quarantineMistakes(
  entry: Exception & AboutScenario,
  scenarios: readonly DefinedScenario[],
  inventory: Pick<Inventory, 'requirements'>,
  today: Date,
): string[] {
  const days = daysLeft(entry, today);
  const mostImportant = scenarios.some((scenario) => isAbout(entry, scenario) && isP0(scenario, inventory));
  return [
    ...(mostImportant
      ? [`${entry.at}: "${entry.scenario}" is P0: no quarantine covers that; somebody must answer for it`]
      : []),
    ...(days > QUARANTINE_DAYS
      ? [`${entry.at}: a quarantine expires at most ${QUARANTINE_DAYS} days ahead, this one in ${days} days`]
      : []),
  ];
}
