import type { Background, Step } from '@cucumber/messages';
import { type FeatureSource, linesOf } from '../feature-source.ts';
import type { Finding } from '../finding.ts';

const LINES = 3;

/** A Background is the state that one Rule needs: short, beside its scenarios, and nothing but Givens. */
export function backgroundFindings({ uri, document }: FeatureSource): Finding[] {
  const children = document?.feature?.children ?? [];
  const onFeature = children.flatMap(({ background }) => background ?? []);
  const inRules = children.flatMap(({ rule }) =>
    (rule?.children ?? []).flatMap(({ background }) => background ?? []),
  );
  return [
    ...onFeature.map(({ location }) => ({
      uri,
      line: location.line,
      rule: 'background',
      problem: 'the Background stands on the feature',
      fix: 'put it into the Rule whose scenarios need it',
    })),
    ...[...onFeature, ...inRules].flatMap((background) => contentOf(background, uri)),
  ];
}

function contentOf({ location, steps }: Background, uri: string): Finding[] {
  const [first, last] = [steps[0], steps.at(-1)];
  const length = first && last ? linesOf(last).last - linesOf(first).first + 1 : 0;
  const tooLong: Finding[] =
    length > LINES
      ? [
          {
            uri,
            line: location.line,
            rule: 'background',
            problem: `the Background has ${length} lines, at most ${LINES}`,
            fix: 'let a manifest or one Given say it',
          },
        ]
      : [];
  return [...tooLong, ...steps.filter(isNoState).map((step) => noState(step, uri))];
}

const isNoState = ({ keywordType }: Step): boolean =>
  keywordType === 'Action' || keywordType === 'Outcome' || keywordType === 'Unknown';

const noState = (step: Step, uri: string): Finding => ({
  uri,
  line: step.location.line,
  rule: 'background',
  problem: `a ${step.keyword.trim()} stands in a Background`,
  fix: 'a Background only sets a state: write it as a Given, or move it into the scenarios',
});
