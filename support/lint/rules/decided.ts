import { checkIds } from '../../judging/check-results.ts';
import type { Requirement } from '../../verdict/inventory.ts';
import type { FeatureSource } from '../feature-source.ts';
import type { Finding } from '../finding.ts';
import { type Project, settledChecks } from '../project.ts';
import { fileId } from './unique.ts';

/**
 * `# decided in several places: LB-001.30` anywhere in a feature file, best under its first title: the check is meant
 * to be decided by several steps, each of which must hold. Every file that decides it says so. Rows of one table need
 * no such line: they stand under each other.
 */
const ON_PURPOSE = /^\s*#\s*decided in several places:\s*(.*)$/i;

interface Decider {
  readonly uri: string;
  /** Of the first claim of the step. */
  readonly line: number;
}

/** Every check of a requirement that the features judge is decided, and by one step unless several are meant. */
export function decidedFindings(project: Project): Finding[] {
  const deciders = decidersOf(project.features);
  const meant = project.features.flatMap(meantIn);
  return [
    ...undecided(project, deciders),
    ...[...deciders].flatMap(([check, places]) => twice(check, places, meant)),
    ...meant.flatMap((listed) => needless(listed, deciders)),
    ...judgedAfterAll(project, deciders),
  ];
}

/** The steps that decide each check; rows of one table, and rows of Examples, are one step. */
function decidersOf(features: readonly FeatureSource[]): Map<string, Decider[]> {
  const byCheck = new Map<string, Map<string, Decider>>();
  for (const scenario of features.flatMap(({ scenarios }) => scenarios))
    for (const { check, line, step } of scenario.claims) {
      const places = byCheck.get(check) ?? new Map<string, Decider>();
      const key = `${scenario.uri}:${scenario.steps[step]?.line ?? line}`;
      if (!places.has(key)) places.set(key, { uri: scenario.uri, line });
      byCheck.set(check, places);
    }
  return new Map([...byCheck].map(([check, places]) => [check, [...places.values()]]));
}

interface Listed extends Decider {
  readonly check: string;
}

const meantIn = ({ uri, document }: FeatureSource): Listed[] =>
  (document?.comments ?? []).flatMap(({ text, location }) =>
    checkIds(ON_PURPOSE.exec(text)?.[1]).map((check) => ({ check, uri, line: location.line })),
  );

function twice(check: string, places: readonly Decider[], meant: readonly Listed[]): Finding[] {
  if (places.length < 2) return [];
  const silent = [...new Set(places.map(({ uri }) => uri))].filter(
    (uri) => !meant.some((listed) => listed.check === check && listed.uri === uri),
  );
  return silent.flatMap((uri): Finding[] => {
    const own = places.findLast((place) => place.uri === uri);
    const others = places.filter((place) => place !== own).map((place) => `${place.uri}:${place.line}`);
    return own
      ? [
          {
            ...own,
            rule: 'decided',
            problem: `${check} is also decided at ${others.join(' and ')}`,
            fix: `keep one, or say in this file that all are meant: # decided in several places: ${check}`,
          },
        ]
      : [];
  });
}

function needless(
  { check, uri, line }: Listed,
  deciders: ReadonlyMap<string, readonly Decider[]>,
): Finding[] {
  const places = deciders.get(check) ?? [];
  if (places.length > 1 && places.some((place) => place.uri === uri)) return [];
  const problem =
    places.length > 1
      ? `${check} is decided in several places, none of them in this file`
      : `${check} is decided in ${places.length === 0 ? 'no place' : 'one place'}, not in several`;
  return [{ uri, line, rule: 'decided', problem, fix: 'take it out of the list' }];
}

function undecided(project: Project, deciders: ReadonlyMap<string, readonly Decider[]>): Finding[] {
  return project.inventory.requirements.flatMap((requirement): Finding[] => {
    const first = firstScenarioOf(requirement, project.features);
    if (!first) return [];
    const open = openChecksOf(requirement, project, deciders);
    return open.map((check) => ({
      ...first,
      rule: 'decided',
      problem: `scenarios carry @${requirement.id}, but nothing decides ${check.id} ("${check.what}")`,
      fix: 'let a step or a row decide it, or name it under "nothing-judges" of a deviation in exceptions.yaml',
    }));
  });
}

/** In the file that is named after the requirement; elsewhere where it has none. */
function firstScenarioOf({ id }: Requirement, features: readonly FeatureSource[]): Decider | undefined {
  const carrying = features
    .flatMap(({ scenarios }) => scenarios)
    .filter(({ requirementIds }) => requirementIds.includes(id));
  return carrying.find(({ uri }) => fileId(uri) === id) ?? carrying[0];
}

/** A register that calls a check judged by nothing would settle it also when its step is lost. */
const judgedAfterAll = (
  { deviations }: Project,
  deciders: ReadonlyMap<string, readonly Decider[]>,
): Finding[] =>
  deviations.flatMap(({ at, nothingJudges }) =>
    nothingJudges.flatMap((check): Finding[] => {
      const [place] = deciders.get(check) ?? [];
      if (!place) return [];
      const [, uri = at, line = '1'] = /^(.*):(\d+)$/.exec(at) ?? [];
      return [
        {
          uri,
          line: Number(line),
          rule: 'decided',
          problem: `${check} is named under "nothing-judges", but ${place.uri}:${place.line} decides it`,
          fix: 'take it out of the list',
        },
      ];
    }),
  );

/** Of checks that are alternatives, one decided is enough. */
function openChecksOf(
  { checks }: Requirement,
  project: Project,
  deciders: ReadonlyMap<string, readonly Decider[]>,
) {
  const settled = settledChecks(project);
  const isDecided = (id: string): boolean => deciders.has(id) || settled.has(id);
  const alternatives = new Set(
    checks.flatMap(({ id, any_of }) => (any_of !== undefined && isDecided(id) ? [any_of] : [])),
  );
  return checks.filter(({ id, any_of }) => !isDecided(id) && !alternatives.has(any_of ?? ''));
}
