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
import { parseAmount } from '../amounts/amount.ts';
import { messageOf } from '../cluster/environment-error.ts';
import { offer } from '../spelling/nearest.ts';
import type { DefinedScenario, DefinedStep } from '../verdict/defined-scenarios.ts';
import { insteadOf } from './undefined-step.ts';

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
 * One sentence for each scenario without steps, and for each step whose sentence announces a table that is not there, or
 * has one, or a text, that it does not announce.
 */
export function unfinishedScenarios(scenarios: Iterable<DefinedScenario>): string[] {
  const problems = new Set<string>();
  for (const { uri, line: title, steps } of scenarios) {
    if (steps.length === 0) problems.add(`${uri}:${title}: the scenario has no steps`);
    for (const step of steps) {
      const problem = unannounced(step);
      if (problem) problems.add(`${uri}:${step.line}: step "${step.text}" ${problem}`);
    }
  }
  return [...problems];
}

/** What stands below a step that it does not announce by its colon, or is missing below one that does. No step takes a text. */
function unannounced({ text, table, docString }: DefinedStep): string | undefined {
  const announced = text.endsWith(':');
  if (docString !== undefined)
    return announced
      ? 'needs a table below it, not a text; docs/glossary.md shows its columns'
      : 'takes no text; delete the text between the quotes below it';
  if (announced === (table !== undefined)) return undefined;
  return announced
    ? 'needs a table below it; docs/glossary.md shows its columns'
    : 'takes no table; delete the table, or write the step that has one';
}

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
  for (const scenario of scenarios) {
    for (const line of stepsReadAsText(scenario, definitions)) problems.add(line);
    for (const step of scenario.steps) {
      const place = `${scenario.uri}:${step.line}`;
      const matches = definitions.flatMap((definition) => {
        const found = definition.match(step.text);
        return found ? [{ definition, found }] : [];
      });
      for (const problem of problemsOf(step.text, matches, definitions, vocabulary, known))
        problems.add(`${place}: ${problem}`);
    }
  }
  return [...problems];
}

/** A step that lost its keyword is free text to the parser, whatever stands around it. */
const stepsReadAsText = (
  { uri, line, description }: DefinedScenario,
  definitions: readonly Definition[],
): string[] =>
  description
    .split('\n')
    .map((text) => text.trim())
    .filter((text) =>
      [text, text.replace(/^\S+\s+/, '')]
        .flatMap((said) => [said, said.replace(/[.,;:!?]+$/, '')])
        .some((said) => definitions.some((definition) => definition.match(said))),
    )
    .map(
      (text) =>
        `${uri}:${line}: "${text}" below it is read as a description; begin a step with Given, When, Then, And or But`,
    );

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
    const amiss = type === 'amount' ? problemOfAmount(value) : undefined;
    if (amiss !== undefined) return [`step "${text}": ${amiss}`];
    return values && !values.includes(value)
      ? [`step "${text}": there is no ${type} "${value}"; ${offer(value, values)}`]
      : [];
  });
}

function problemOfAmount(text: string): string | undefined {
  try {
    return void parseAmount(text);
  } catch (error) {
    return messageOf(error);
  }
}

function undefinedStep(
  text: string,
  definitions: readonly Definition[],
  { parameterTypes }: Vocabulary,
): string {
  const plain = text.replaceAll(/\p{Zs}/gu, ' ').replaceAll(/[\p{Cc}\p{Cf}]/gu, '');
  if (plain !== text && definitions.some(({ match }) => match(plain)))
    return `step "${text}" is not defined: it has a space that is none, or a character that cannot be seen; write "${plain}"`;
  const straight = plain.replaceAll(/[“”„‟«»]/g, '"');
  if (straight !== plain && definitions.some(({ match }) => match(straight)))
    return `step "${text}" is not defined: its quotation marks are not the plain ones; write "${straight}"`;
  const types = new Map(
    parameterTypes.map(({ name, regularExpressions }) => [name, regularExpressions.join('|')] as const),
  );
  const patterns = definitions.map(({ pattern }) => pattern);
  return `step "${text}" is not defined; ${insteadOf(text, patterns, types)}`;
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
