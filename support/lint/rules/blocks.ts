import type { FeatureSource } from '../feature-source.ts';
import type { Finding } from '../finding.ts';

/** Each block goes by one word, as in the glossary and in the messages of a run, and a rule has scenarios. */
export const blockFindings = (feature: FeatureSource): Finding[] => [
  ...otherWords(feature),
  ...emptyRules(feature),
];

interface Block {
  readonly keyword: string;
  readonly location: { readonly line: number };
}

/** Words of Gherkin that mean the same as others, and a plain scenario that has Examples. */
function otherWords({ uri, document, written }: FeatureSource): Finding[] {
  const instead = (block: Block, word: string): Finding[] =>
    block.keyword === word
      ? []
      : [
          {
            uri,
            line: block.location.line,
            rule: 'keyword',
            problem: `the block begins with "${block.keyword}:"`,
            fix: `write "${word}:"`,
          },
        ];
  const feature = document?.feature;
  return [
    ...(feature ? instead(feature, 'Feature') : []),
    ...written.flatMap(({ scenario }) => [
      ...instead(
        scenario,
        scenario.examples.length > 0 || isOutline(scenario) ? 'Scenario Outline' : 'Scenario',
      ),
      ...scenario.examples.flatMap((examples) => instead(examples, 'Examples')),
    ]),
  ];
}

const isOutline = ({ keyword }: Block): boolean => /Outline|Template/.test(keyword);

const emptyRules = ({ uri, document }: FeatureSource): Finding[] =>
  (document?.feature?.children ?? [])
    .flatMap(({ rule }) => rule ?? [])
    .filter(({ children }) => !children.some(({ scenario }) => scenario))
    .map(({ location }) => ({
      uri,
      line: location.line,
      rule: 'size',
      problem: 'the rule has no scenario',
      fix: 'write one, or delete the rule',
    }));
