import type { DefinedScenario } from './defined-scenarios.ts';
import { type AboutScenario, daysLeft, type Exception } from './exceptions.ts';
import type { Inventory } from './inventory.ts';

/** The most days that an entry may be ahead of its end: few for a quarantine, which nobody answers for. */
const DAYS = { quarantine: 90, 'known-issue': 366, waiver: 366, deviation: Number.POSITIVE_INFINITY };
export const QUARANTINE_DAYS = DAYS.quarantine;

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

/** Whether an entry has not expired; one whose end is too far away does not hold either. */
export function holds(entry: Exception, today: Date): boolean {
  const days = daysLeft(entry, today);
  return days >= 0 && days <= DAYS[entry.type];
}

/** The files of the scenarios that an entry may mean; one is what it must be. */
export const filesMeant = (entry: AboutScenario, scenarios: readonly Named[]): string[] => [
  ...new Set(scenarios.filter((scenario) => isAbout(entry, scenario)).map(({ uri }) => uri)),
];

/**
 * What is wrong with entries beside what they say, one sentence each: a title that stands in several files, a quarantine
 * of something P0, and an end that is too far away.
 */
export function entryMistakes(
  exceptions: readonly Exception[],
  scenarios: readonly DefinedScenario[],
  inventory: Pick<Inventory, 'requirements'>,
  today: Date,
): string[] {
  return exceptions.flatMap((entry) => [
    ...('scenario' in entry ? titleMistakes(entry, scenarios, inventory) : []),
    ...endMistakes(entry, today),
  ]);
}

function titleMistakes(
  entry: Exception & AboutScenario,
  scenarios: readonly DefinedScenario[],
  inventory: Pick<Inventory, 'requirements'>,
): string[] {
  const files = filesMeant(entry, scenarios);
  const isMostImportant = scenarios.some((scenario) => isAbout(entry, scenario) && isP0(scenario, inventory));
  return [
    ...(files.length > 1
      ? [`${entry.at}: "${entry.scenario}" stands in ${files.join(' and ')}; name the one under "feature"`]
      : []),
    ...(entry.type === 'quarantine' && isMostImportant
      ? [`${entry.at}: "${entry.scenario}" is P0: no quarantine covers that; somebody must answer for it`]
      : []),
  ];
}

function endMistakes(entry: Exception, today: Date): string[] {
  const days = daysLeft(entry, today);
  return entry.type !== 'deviation' && days > DAYS[entry.type]
    ? [
        `${entry.at}: a ${entry.type} expires at most ${DAYS[entry.type]} days ahead, this one in ${days} days`,
      ]
    : [];
}
