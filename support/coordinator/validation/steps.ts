import {
  type Argument,
  CucumberExpression,
  ParameterType,
  ParameterTypeRegistry,
  RegularExpression,
} from '@cucumber/cucumber-expressions';
import type {
  ParameterType as ParameterTypeMessage,
  StepDefinition as StepDefinitionMessage,
} from '@cucumber/messages';
import type { DefinedScenario } from '../../verdict/defined-scenarios.ts';
import { editDistance } from './nearest.ts';

/** What the support code defines, as the message stream tells it. */
export interface Vocabulary {
  readonly parameterTypes: readonly ParameterTypeMessage[];
  readonly stepDefinitions: readonly StepDefinitionMessage[];
}

interface Definition {
  readonly pattern: string;
  readonly place: string;
  match(text: string): readonly Argument[] | null;
}

/** Values that a parameter type of the suite accepts, where a file or a table says so and not its expression. */
export type KnownValues = Readonly<Record<string, readonly string[]>>;

/**
 * One sentence for each step of the scenarios that no definition matches (with the nearest one), that several match,
 * or whose value does not exist.
 */
export function stepProblems(
  scenarios: Iterable<DefinedScenario>,
  vocabulary: Vocabulary,
  known: KnownValues,
): string[] {
  const definitions = definitionsOf(vocabulary);
  const problems = new Set<string>();
  for (const scenario of scenarios)
    for (const step of scenario.steps) {
      const place = `${scenario.uri}:${step.line}`;
      const matches = definitions.flatMap((definition) => {
        const found = definition.match(step.text);
        return found ? [{ definition, found }] : [];
      });
      for (const problem of problemsOf(step.text, matches, definitions, vocabulary, known))
        problems.add(`${place}: ${problem}`);
    }
  return [...problems];
}

interface Match {
  definition: Definition;
  found: readonly Argument[];
}

function problemsOf(
  text: string,
  matches: readonly Match[],
  definitions: readonly Definition[],
  vocabulary: Vocabulary,
  known: KnownValues,
): string[] {
  const [only, ...others] = matches;
  if (!only) return [undefinedStep(text, definitions, vocabulary)];
  if (others.length > 0)
    return [
      `step "${text}" is ambiguous: ${matches.map(({ definition }) => `"${definition.pattern}" (${definition.place})`).join(' and ')} match it`,
    ];
  return only.found.flatMap((argument) => {
    const type = argument.parameterType.name ?? '';
    const value = (argument.group.children?.[0]?.value ?? argument.group.value ?? '').replaceAll('"', '');
    const values = known[type];
    return values && !values.includes(value)
      ? [`step "${text}": there is no ${type} "${value}": write one of ${values.join(', ')}`]
      : [];
  });
}

function undefinedStep(text: string, definitions: readonly Definition[], vocabulary: Vocabulary): string {
  const [nearest] = definitions
    .map((definition) => ({ definition, distance: distanceTo(definition.pattern, text) }))
    .sort((a, b) => a.distance - b.distance);
  if (!nearest) return `step "${text}" is not defined: no step definitions were loaded`;
  const { pattern } = nearest.definition;
  const types = vocabulary.parameterTypes.filter(({ name }) => pattern.includes(`{${name}}`));
  const values = types.map(
    ({ name, regularExpressions }) => `{${name}}: ${inWords(regularExpressions.join('|'))}`,
  );
  const where = values.length > 0 ? ` with ${values.join('; ')}` : '';
  return `step "${text}" is not defined; the nearest is "${pattern}"${where}`;
}

/** An expression that only lists words is shown as that list. */
const inWords = (expression: string): string =>
  /^[\w |-]+$/.test(expression) ? expression.split('|').join(', ') : expression;

/** Words that must change to make a step out of a pattern; what stands for a parameter costs half a word. */
function distanceTo(pattern: string, text: string): number {
  const words = (sentence: string): string[] => sentence.replaceAll(/"[^"]*"/g, '{}').split(/\s+/);
  const alphabet = new Map<string, string>();
  const letter = (word: string): string => {
    const key = word.toLowerCase();
    const known = alphabet.get(key) ?? String.fromCharCode(0x4e00 + alphabet.size);
    alphabet.set(key, known);
    return known;
  };
  const bare = pattern.replaceAll(/\{[^}]*\}/g, '{}').replaceAll(/\(s\)/g, 's');
  const distance = editDistance(words(bare).map(letter).join(''), words(text).map(letter).join(''));
  return distance + editDistance(bare, text) / 100;
}

function definitionsOf({ parameterTypes, stepDefinitions }: Vocabulary): Definition[] {
  const registry = new ParameterTypeRegistry();
  for (const { name, regularExpressions } of parameterTypes)
    registry.defineParameterType(
      new ParameterType(name, regularExpressions as string[], null, (text: string) => text, false, false),
    );
  return stepDefinitions.map(({ pattern, sourceReference }) => {
    const expression =
      pattern.type === 'CUCUMBER_EXPRESSION'
        ? new CucumberExpression(pattern.source, registry)
        : new RegularExpression(regularExpression(pattern.source), registry);
    return {
      pattern: pattern.source,
      place: `${sourceReference.uri ?? '?'}:${sourceReference.location?.line ?? '?'}`,
      match: (text) => expression.match(text),
    };
  });
}

/** The runner writes an expression with flags as `/…/i`, others without slashes. */
function regularExpression(source: string): RegExp {
  const [, body, flags] = /^\/(.*)\/([a-z]+)$/s.exec(source) ?? [];
  return body === undefined ? new RegExp(source) : new RegExp(body, flags);
}
