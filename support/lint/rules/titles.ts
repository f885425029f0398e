import type { FeatureSource } from '../feature-source.ts';
import type { Finding } from '../finding.ts';

const PROCESS_WORDS =
  /\b(?:test(?:s|ed|ing)?|verif(?:y|ies|ied|ying|ication)|check(?:s|ed|ing)?|should(?:n't)?)\b/i;
const STEP_NUMBER = /\bsteps? \d+|^\s*\d+(?:\.\d+)*[.):]?\s/i;
const REQUIREMENT_ID = /\b[A-Z]{2,}(?:-[A-Z0-9]+)*-\d+\b/;

interface Title {
  readonly what: string;
  readonly name: string;
  readonly line: number;
}

/** A title states the promise as a fact. */
export function titleFindings(feature: FeatureSource): Finding[] {
  return titlesOf(feature).flatMap(({ what, name, line }) =>
    faultsOf(name).map(([problem, fix]) => ({
      uri: feature.uri,
      line,
      rule: 'title',
      problem: `the title of the ${what} ${problem}`,
      fix,
    })),
  );
}

const FACT = 'state as a fact what is promised';

function faultsOf(name: string): [problem: string, fix: string][] {
  const said = name.replaceAll(/"[^"]*"|<[^>]*>/g, '');
  const word = PROCESS_WORDS.exec(said)?.[0];
  const faults: [string, string][] = [];
  if (name.trim() === '') faults.push(['is empty', FACT]);
  if (word !== undefined) faults.push([`says "${word}"`, FACT]);
  if (STEP_NUMBER.test(said)) faults.push(['has the number of a step', `leave the number out and ${FACT}`]);
  if (REQUIREMENT_ID.test(said)) faults.push(['has the id of a requirement', 'leave it to the tag']);
  if (/[?!.]\s*$/.test(name)) faults.push([`ends with "${name.trim().slice(-1)}"`, 'end it without a mark']);
  return faults;
}

/** Every title of a file: of the feature, its rules and its scenarios. */
export function titlesOf({ document, written }: FeatureSource): Title[] {
  const feature = document?.feature;
  if (!feature) return [];
  const rules = feature.children.flatMap(({ rule }) => rule ?? []);
  return [
    { what: 'feature', name: feature.name, line: feature.location.line },
    ...rules.map(({ name, location }) => ({ what: 'rule', name, line: location.line })),
    ...written.map(({ scenario: { name, location } }) => ({ what: 'scenario', name, line: location.line })),
  ];
}
