import {
  CucumberExpression,
  type Expression,
  ParameterType,
  ParameterTypeRegistry,
  RegularExpression,
} from '@cucumber/cucumber-expressions';
import { StepDefinitionPatternType } from '@cucumber/messages';
import type { Vocabulary } from '../validation/steps.ts';
import { type ParameterTypeSource, readParameterTypes } from './parameter-types.ts';
import { readStepDefinitions, type StepPattern } from './step-definitions.ts';

/** The words that features are written with. */
export interface FeatureVocabulary {
  readonly steps: readonly StepPattern[];
  readonly parameterTypes: readonly ParameterTypeSource[];
  /** The step that a sentence uses; the first where it is ambiguous. */
  find(text: string): StepPattern | undefined;
}

/** Reads the vocabulary of the project, or of the given files. */
export function readVocabulary(
  folder = 'step-definitions',
  parameterTypesFile = 'support/parameter-types.ts',
): FeatureVocabulary {
  const steps = readStepDefinitions(folder);
  const parameterTypes = readParameterTypes(parameterTypesFile);
  const registry = new ParameterTypeRegistry();
  for (const { name, expression } of parameterTypes)
    registry.defineParameterType(
      new ParameterType(name, [expression], null, (text: string) => text, false, false),
    );
  const expressions = steps.map((step): [StepPattern, Expression] => [step, expressionOf(step, registry)]);
  return {
    steps,
    parameterTypes,
    find: (text) => expressions.find(([, expression]) => expression.match(text))?.[0],
  };
}

const expressionOf = ({ type, pattern }: StepPattern, registry: ParameterTypeRegistry): Expression =>
  type === 'CUCUMBER_EXPRESSION'
    ? new CucumberExpression(pattern, registry)
    : new RegularExpression(new RegExp(pattern), registry);

/** The vocabulary in the form in which the message stream of a run has it. */
export const asMessages = ({ steps, parameterTypes }: FeatureVocabulary): Vocabulary => ({
  parameterTypes: parameterTypes.map(({ name, expression }, index) => ({
    id: `type-${index}`,
    name,
    regularExpressions: [expression],
    preferForRegularExpressionMatch: false,
    useForSnippets: false,
  })),
  stepDefinitions: steps.map(({ type, pattern, file, line }, index) => ({
    id: `step-${index}`,
    pattern: { source: pattern, type: StepDefinitionPatternType[type] },
    sourceReference: { uri: file, location: { line } },
  })),
});
