import type { DefinedScenario, DefinedStep } from '../verdict/defined-scenarios.ts';
import type { StepPattern } from './step-definitions.ts';
import type { FeatureVocabulary } from './vocabulary.ts';

/** Where a step of the vocabulary is used. */
export interface Usage {
  /** The sentences, by feature file; each line once, however often Examples repeat it. */
  readonly files: ReadonlyMap<string, ReadonlyMap<number, DefinedStep>>;
  /** The first sentence, in the order of files and lines. */
  readonly example?: DefinedStep;
}

/** The usage of every step of the vocabulary, in its order. */
export function usagesOf(
  vocabulary: FeatureVocabulary,
  scenarios: readonly DefinedScenario[],
): Map<StepPattern, Usage> {
  const files = new Map(vocabulary.steps.map((step) => [step, new Map<string, Map<number, DefinedStep>>()]));
  for (const { uri, steps } of scenarios)
    for (const used of steps) {
      const places = files.get(vocabulary.find(used.text) as StepPattern);
      const lines = places?.get(uri) ?? new Map<number, DefinedStep>();
      if (!lines.has(used.line)) places?.set(uri, lines.set(used.line, used));
    }
  return new Map([...files].map(([step, found]) => [step, { files: found, ...exampleIn(found) }]));
}

function exampleIn(files: ReadonlyMap<string, ReadonlyMap<number, DefinedStep>>): { example?: DefinedStep } {
  const [first] = [...files.values()].flatMap((lines) => [...lines.values()]);
  return first ? { example: first } : {};
}
