import path from 'node:path';
import { CATEGORIES } from '../../validation/categories.ts';
import { SYSTEMS } from '../../validation/tags.ts';
import type { FeatureSource } from '../feature-source.ts';
import type { Finding } from '../finding.ts';
import type { Project } from '../project.ts';
import { fileId } from './unique.ts';

const REGRESSIONS = 'regressions';

/** `features/<system>/<category>/LB-001-basic-service.feature`, with the same two words as tags. */
export function placeFindings(feature: FeatureSource, project: Project): Finding[] {
  const [system = '', ...folders] = path.relative(project.folder, feature.uri).split(path.sep).slice(0, -1);
  if (system === REGRESSIONS) return regressionFindings(feature);
  const file = { uri: feature.uri, line: 1, rule: 'place' };
  if (system === '' || folders.length !== 1)
    return [
      {
        ...file,
        problem: 'the file does not lie in a folder of its system and category',
        fix: `move it to ${project.folder}/<system>/<category>/`,
      },
    ];
  return [...nameFindings(feature, project), ...tagFindings(feature, [system, ...folders])];
}

function nameFindings({ uri, scenarios }: FeatureSource, { inventory, features }: Project): Finding[] {
  const id = fileId(uri);
  const carried = new Set(scenarios.flatMap(({ requirementIds }) => requirementIds));
  const known = inventory.requirements.some((requirement) => requirement.id === id);
  if (id !== undefined && known && carried.has(id)) return [];
  return [
    {
      uri,
      line: 1,
      rule: 'place',
      problem:
        id === undefined
          ? 'the name of the file does not begin with a requirement'
          : `no scenario of the file carries @${id}, after which it is named`,
      fix: nameOrPlace([...carried], features),
    },
  ];
}

/** The name of a requirement that no file has yet; where each has one, the file in which the scenarios belong. */
function nameOrPlace(carried: readonly string[], features: readonly FeatureSource[]): string {
  const places = new Map(
    features.flatMap(({ uri }) => (fileId(uri) === undefined ? [] : [[fileId(uri), uri]])),
  );
  const free = carried.find((id) => !places.has(id));
  const [first = 'LB-001'] = carried;
  return free === undefined && places.has(first)
    ? `write its scenarios in ${places.get(first)}: one procedure has one file`
    : `name it ${free ?? first}-<what-it-is-about>.feature after the requirement that it judges`;
}

function tagFindings({ uri, document }: FeatureSource, folders: readonly string[]): Finding[] {
  const feature = document?.feature;
  if (!feature) return [];
  const tags = new Set(feature.tags.map(({ name }) => name.slice(1)));
  const missing = folders.filter((folder) => !tags.has(folder));
  const findings: Finding[] = missing.map((tag) => ({
    uri,
    line: feature.location.line,
    rule: 'place',
    problem: `the feature lies in the folder "${tag}" and has no tag @${tag}`,
    fix: 'tag a feature with its system and category, or move the file',
  }));
  const others = [...SYSTEMS, ...CATEGORIES].filter((tag) => tags.has(tag) && !folders.includes(tag));
  return [
    ...findings,
    ...(missing.length > 0 ? [] : others).map((tag) => ({
      uri,
      line: feature.location.line,
      rule: 'place',
      problem: `the feature lies in ${folders.join('/')} and has the tag @${tag} besides`,
      fix: 'take the tag away: a feature is of one system and one category',
    })),
  ];
}

function regressionFindings({ uri, text }: FeatureSource): Finding[] {
  const [first = ''] = text.split('\n');
  return /^#.*https?:\/\/\S+/.test(first)
    ? []
    : [
        {
          uri,
          line: 1,
          rule: 'place',
          problem: 'the first line of a regression is not the link to its report',
          fix: 'write it as a comment: # https://…',
        },
      ];
}
