import type { Tag } from '@cucumber/messages';
import { detectable } from '../../capabilities/capabilities.ts';
import { CATEGORIES } from '../../validation/categories.ts';
import { allTags } from '../../validation/features.ts';
import { REQUIREMENT, SYSTEMS } from '../../validation/tags.ts';
import type { Requirement } from '../../verdict/inventory.ts';
import type { FeatureSource, WrittenScenario } from '../feature-source.ts';
import type { Finding } from '../finding.ts';
import { type Project, settledChecks } from '../project.ts';

/** A scenario carries the requirements that it judges, and the highest priority that the inventory gives them. */
export function tagFindings(feature: FeatureSource, project: Project): Finding[] {
  return [
    ...undetectable(feature, project),
    ...misplacedTags(feature, project),
    ...tagsOfRules(feature),
    ...tagsOfExamples(feature),
    ...feature.written.flatMap((scenario) => [
      ...requirementFindings(feature, scenario, project),
      ...repeatedTags(feature.uri, scenario),
    ]),
  ];
}

function requirementFindings(
  { uri, scenarios }: FeatureSource,
  { scenario }: WrittenScenario,
  project: Project,
): Finding[] {
  const { inventory } = project;
  const place = { uri, line: scenario.location.line, rule: 'tag' };
  const first = scenario.location.line;
  const last = scenario.examples.at(-1)?.tableBody.at(-1)?.location.line ?? first;
  const running = scenarios.filter(({ line }) => line >= first && line <= last);
  const [one] = running;
  if (!one) return [];
  if (one.requirementIds.length === 0)
    return one.tags.some(({ name }) => name === '@regressions')
      ? []
      : [
          {
            ...place,
            problem: 'the scenario judges no requirement',
            fix: 'tag it with the id of the requirement, such as @LB-001',
          },
        ];
  const requirements = inventory.requirements.filter(({ id }) => one.requirementIds.includes(id));
  const [highest] = requirements.map(({ priority }) => priority).sort();
  const findings: Finding[] = [];
  if (one.priority !== undefined && highest !== undefined && one.priority !== highest)
    findings.push({
      ...place,
      problem: `the scenario is ${one.priority}, its requirements are ${requirements.map(({ id, priority }) => `${id} (${priority})`).join(', ')}`,
      fix: `tag it @${highest}${requirements.length > 1 ? ', the highest of them' : ''}`,
    });
  const claimed = running.flatMap(({ claims }) => claims.map(({ check }) => check));
  for (const { id, checks } of requirements)
    if (!checks.some((check) => claimed.includes(check.id)))
      findings.push({
        ...place,
        problem: `the scenario carries @${id} and decides none of its checks`,
        fix: `${howToDecide(openOf(checks, project), project)}, or take the tag away`,
      });
  return findings;
}

/** Checks that no step decides, and nothing else settles. */
function openOf(checks: Requirement['checks'], project: Project): string[] {
  const decided = new Set([
    ...project.features.flatMap(({ scenarios }) =>
      scenarios.flatMap(({ claims }) => claims.map(({ check }) => check)),
    ),
    ...settledChecks(project),
  ]);
  return checks.map(({ id }) => id).filter((id) => !decided.has(id));
}

/** What a scenario may claim, in words; which of the checks it decides only its writer knows. */
const howToDecide = (open: readonly string[], { folder }: Project): string =>
  open.length > 0
    ? `write # checks: with those that it decides, open ${open.length === 1 ? 'is' : 'are'} ${someOf(open)} (${folder}/requirements.yaml says what they want)`
    : `each of them is decided already: ${folder}/requirements.yaml says what they want; above the step that decides one as well write # checks: ID, and "# decided in several places: ID" in every file that decides it`;

const someOf = (ids: readonly string[]): string =>
  ids.length <= MOST ? ids.join(', ') : `${ids.slice(0, MOST).join(', ')}, …`;

/** Checks that a finding names. */
const MOST = 6;

function repeatedTags(uri: string, { scenario, rule }: WrittenScenario): Finding[] {
  const names = [...(rule?.tags ?? []), ...scenario.tags].map(({ name }) => name);
  const twice = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  return [...twice].map((name) => ({
    uri,
    line: scenario.location.line,
    rule: 'tag',
    problem: `the tag ${name} stands there twice`,
    fix: 'write it once',
  }));
}

const OF_FEATURES: readonly string[] = [...SYSTEMS, ...CATEGORIES];

/** System and category stand on the feature, which all its scenarios inherit, and nothing else does. */
function misplacedTags({ uri, document, written }: FeatureSource, { inventory }: Project): Finding[] {
  const known = new Set(allTags(inventory));
  const ofFeature = ({ name }: Tag): boolean => OF_FEATURES.includes(name.slice(1));
  const own = written.flatMap(({ scenario, rule }) => [
    ...(rule?.tags ?? []),
    ...scenario.tags,
    ...scenario.examples.flatMap(({ tags }) => tags),
  ]);
  const onFeature = (document?.feature?.tags ?? []).filter(
    (tag) => known.has(tag.name.slice(1)) && !ofFeature(tag) && !REQUIREMENT.test(tag.name.slice(1)),
  );
  return [
    ...[...new Set(own.filter(ofFeature))].map(({ name, location }) => ({
      uri,
      line: location.line,
      rule: 'tag',
      problem: `${name} stands on a rule or scenario`,
      fix: 'leave system and category to the feature, whose tags all its scenarios have',
    })),
    ...onFeature.map(({ name, location }) => ({
      uri,
      line: location.line,
      rule: 'tag',
      problem: `${name} stands on the feature`,
      fix: 'put it on the scenarios that it is true of; a feature carries its system and category',
    })),
  ];
}

/**
 * Whoever reads a scenario sees what it stands for: nothing but system and category comes from above. What else is told of
 * these and of requirements is told of rules, too.
 */
const tagsOfRules = ({ uri, document }: FeatureSource): Finding[] =>
  (document?.feature?.children ?? [])
    .flatMap(({ rule }) => rule?.tags ?? [])
    .filter(({ name }) => !OF_FEATURES.includes(name.slice(1)) && !REQUIREMENT.test(name.slice(1)))
    .map(({ name, location }) => ({
      uri,
      line: location.line,
      rule: 'tag',
      problem: `${name} stands on the rule`,
      fix: 'put it on each scenario of the rule that it is true of',
    }));

/** Rows of one scenario stand for the same: with tags of their own they would be judged by none of the rules for scenarios. */
const tagsOfExamples = ({ uri, written }: FeatureSource): Finding[] =>
  written
    .flatMap(({ scenario }) => scenario.examples.flatMap(({ tags }) => tags))
    .filter(({ name }) => !OF_FEATURES.includes(name.slice(1)))
    .map(({ name, location }) => ({
      uri,
      line: location.line,
      rule: 'tag',
      problem: `${name} stands on Examples`,
      fix: 'put it on the outline, or write an outline of its own for these rows',
    }));

const NEEDS = '@needs-';

/** What needs a capability that nothing looks for would be skipped on every cluster. */
function undetectable({ uri, document, written }: FeatureSource, { inventory }: Project): Finding[] {
  const known = inventory.capabilities.map(({ id }) => id);
  const own = written.flatMap(({ scenario, rule }) => [
    ...(rule?.tags ?? []),
    ...scenario.tags,
    ...scenario.examples.flatMap(({ tags }) => tags),
  ]);
  return [...new Set([...(document?.feature?.tags ?? []), ...own])]
    .filter(
      ({ name }) =>
        name.startsWith(NEEDS) &&
        known.includes(name.slice(NEEDS.length)) &&
        !detectable.includes(name.slice(NEEDS.length)),
    )
    .map(({ name, location }) => ({
      uri,
      line: location.line,
      rule: 'tag',
      problem: `nothing detects what ${name} asks for: it would be skipped on every cluster`,
      fix: 'write a probe for it in support/capabilities/capabilities.ts, or take the tag away',
    }));
}
