import { PLACEHOLDERS } from '../../glossary/value-lists.ts';
import { editDistance, nearest, offer } from '../../spelling/nearest.ts';
import { CONDITION_NAMES } from '../../systems/kserve/service/condition-names.ts';
import type { DefinedStep } from '../../verdict/defined-scenarios.ts';
import type { FeatureSource } from '../feature-source.ts';
import type { Finding } from '../finding.ts';
import type { Project } from '../project.ts';

/** What is filled in, beside what tables compare: `{file namespace}` where a step names an object of the file. */
const FILLED_IN = [...Object.keys(PLACEHOLDERS), '{file namespace}', '{runtime}', '{index}'];
const PLACEHOLDER = /(?<![{$])\{[A-Za-z][A-Za-z ]*\}(?!\})/g;
const CONDITION = /\b(?:reports|has reported|its condition) "([^"]*)"/;

/**
 * Texts are free, so a misspelt word of the release, condition or placeholder would be looked for on the cluster as it
 * stands, and its absence be blamed on the product. What is nearly one of them is meant as one.
 */
export function spellingFindings({ uri, scenarios }: FeatureSource, { words }: Project): Finding[] {
  const seen = new Set<string>();
  return scenarios.flatMap(({ steps }) =>
    steps.flatMap((step) =>
      doubtsOf(step, [...words]).flatMap(([text, meant]): Finding[] => {
        const key = `${step.line} ${text}`;
        if (seen.has(key)) return [];
        seen.add(key);
        return [
          {
            uri,
            line: step.line,
            rule: 'spelling',
            ...(meant === undefined
              ? {
                  problem: `"${text}" is no condition that the suite knows`,
                  fix: `${offer(text, CONDITION_NAMES)} (a new one belongs into support/systems/kserve/service/condition-names.ts)`,
                }
              : {
                  problem: `"${text}" is nearly "${meant}"`,
                  fix: 'write that, or what is not so like it',
                }),
          },
        ];
      }),
    ),
  );
}

type Doubt = readonly [text: string, meant: string | undefined];

/** Each doubtful text of a step, and what is nearly meant by it; nothing for a condition that is like none. */
function doubtsOf({ text, table = [] }: DefinedStep, words: readonly string[]): Doubt[] {
  const quoted = [...text.matchAll(/"([^"]*)"/g)].map(([, inside = '']) => inside);
  const [header = [], ...rows] = table;
  const cells = rows.flat();
  const column = header.indexOf('condition');
  const conditions = [CONDITION.exec(text)?.[1] ?? [], rows.map((row) => row[column] ?? [])].flat(2);
  const placeholders = [...quoted, ...cells].flatMap((part) => part.match(PLACEHOLDER) ?? []);
  return [
    ...nearly(
      quoted.filter((part) => part.startsWith('the ')),
      words,
    ),
    ...conditions
      .filter((name) => !isCondition(name))
      .map((name) => nearly([name], CONDITION_NAMES)[0] ?? ([name, undefined] as const)),
    ...nearly(placeholders, FILLED_IN),
  ];
}

const isCondition = (name: string): boolean => (CONDITION_NAMES as readonly string[]).includes(name);

/** Texts that differ from a known word by at most two letters, or by one in six. */
const nearly = (texts: readonly string[], known: readonly string[]): [string, string][] =>
  texts.flatMap((text): [string, string][] => {
    const meant = known.includes(text) ? undefined : nearest(text, known);
    return meant !== undefined && editDistance(text, meant) <= Math.max(2, text.length / 6)
      ? [[text, meant]]
      : [];
  });
