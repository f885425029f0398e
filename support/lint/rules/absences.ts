import { offer } from '../../spelling/nearest.ts';
import type { DefinedScenario, DefinedStep } from '../../verdict/defined-scenarios.ts';
import type { FeatureSource } from '../feature-source.ts';
import type { Finding } from '../finding.ts';
import type { Words } from '../project.ts';
import { rowLines } from './row-lines.ts';

const LABEL = /\bcarries a label of "([^"]*)"/;
const ANSWER = /^the answer does not mention "([^"]*)"/;
const QUOTED = /"([^"]*)"/g;

/**
 * What must not be there is named as something that is known to be somewhere: a misspelt name is absent everywhere, so
 * that its absence cannot fail.
 */
export function absenceFindings(feature: FeatureSource, words: Words): Finding[] {
  const seen = new Set<string>();
  return feature.scenarios
    .flatMap((scenario) =>
      scenario.steps.flatMap((step) => [
        ...inSentence(step, scenario, words),
        ...inTable(step, feature, words),
      ]),
    )
    .filter(({ line }) => !seen.has(String(line)) && seen.add(String(line)))
    .map((found) => ({ uri: feature.uri, rule: 'absence', ...found }));
}

/** True for a step that may say so: one with a table, or one whose sentence does. */
export const mayNameAbsence = ({ table, text }: DefinedStep): boolean =>
  table !== undefined || LABEL.test(text) || ANSWER.test(text);

type Found = Pick<Finding, 'line' | 'problem' | 'fix'>;

function inSentence({ text, line }: DefinedStep, { steps }: DefinedScenario, { known }: Words): Found[] {
  const domain = LABEL.exec(text)?.[1];
  if (domain !== undefined && !known.labelDomains.has(domain))
    return [{ line, ...unknown(domain, 'a label of a manifest', known.labelDomains) }];
  const unsaid = ANSWER.exec(text)?.[1];
  if (unsaid === undefined) return [];
  const before = steps.slice(
    0,
    steps.findIndex((step) => step.line === line),
  );
  const said = before.flatMap((step) => [...step.text.matchAll(QUOTED)].map(([, part = '']) => part));
  return unsaid !== '' && said.some((part) => part.includes(unsaid))
    ? []
    : [
        {
          line,
          problem: `no step before it says "${unsaid}": that no answer mentions it cannot fail`,
          fix: 'write it as it was said',
        },
      ];
}

function inTable(
  { text, line, table = [] }: DefinedStep,
  feature: FeatureSource,
  { known, words }: Words,
): Found[] {
  const [header = [], ...rows] = table;
  const lines = rowLines(feature, line);
  const cell = (row: readonly string[], column: string): string => row[header.indexOf(column)] ?? '';
  return rows.flatMap((row, index): Found[] => {
    const at = lines[index + 1] ?? line;
    const container = cell(row, 'container');
    if (/ has these containers:$/.test(text) && cell(row, 'place') === 'absent')
      return words.has(container) || known.containers.has(container)
        ? []
        : [{ line: at, ...unknown(container, 'a container', known.containers) }];
    const unsaid = cell(row, 'text');
    return !/ log of .* does not mention\b.*:$/.test(text) || words.has(unsaid) || known.texts.has(unsaid)
      ? []
      : [{ line: at, ...unknown(unsaid, 'a text of a release', known.texts) }];
  });
}

const unknown = (name: string, what: string, all: ReadonlySet<string>): Pick<Finding, 'problem' | 'fix'> => ({
  problem: `"${name}" is nowhere ${what}: that it is absent cannot fail`,
  fix: offer(name, [...all]),
});
