import { readFileSync } from 'node:fs';
import { generateMessages } from '@cucumber/gherkin';
import {
  type Background,
  type GherkinDocument,
  IdGenerator,
  type ParseError,
  type Pickle,
  type Rule,
  type Scenario,
  SourceMediaType,
  type Step,
} from '@cucumber/messages';
import { type DefinedScenario, definedScenarios } from '../verdict/defined-scenarios.ts';

/** A feature file with its syntax tree, as the rules look at it. */
export interface FeatureSource {
  readonly uri: string;
  readonly text: string;
  readonly document?: GherkinDocument;
  readonly parseErrors: readonly ParseError[];
  readonly pickles: readonly Pickle[];
  /** What would run; each row of Examples is one. */
  readonly scenarios: readonly DefinedScenario[];
  /** What was written; an outline is one. */
  readonly written: readonly WrittenScenario[];
}

export interface WrittenScenario {
  readonly scenario: Scenario;
  readonly rule?: Rule;
  /** All that run before it, of the feature and of its rule. */
  readonly backgrounds: readonly Background[];
  /** Steps of its backgrounds, then its own, with what `And` and `But` mean. */
  readonly steps: readonly WrittenStep[];
}

export interface WrittenStep {
  readonly step: Step;
  readonly type: StepType;
  readonly inBackground: boolean;
}

export type StepType = 'Context' | 'Action' | 'Outcome' | 'Unknown';

/** Reads a feature file; what does not parse is told by its `parseErrors`. */
export const readFeatureSource = (uri: string): FeatureSource =>
  featureSourceOf(uri, readFileSync(uri, 'utf8'));

/** The same for a text. */
export function featureSourceOf(uri: string, text: string): FeatureSource {
  const envelopes = generateMessages(text, uri, SourceMediaType.TEXT_X_CUCUMBER_GHERKIN_PLAIN, {
    includeSource: false,
    includeGherkinDocument: true,
    includePickles: true,
    newId: IdGenerator.uuid(),
  });
  const document = envelopes.find((envelope) => envelope.gherkinDocument)?.gherkinDocument;
  const pickles = envelopes.flatMap((envelope) => envelope.pickle ?? []);
  return {
    uri,
    text,
    ...(document && { document }),
    parseErrors: envelopes.flatMap((envelope) => envelope.parseError ?? []),
    pickles,
    scenarios: document ? [...definedScenarios(document, pickles).values()] : [],
    written: document ? writtenIn(document) : [],
  };
}

interface Child {
  readonly background?: Background | undefined;
  readonly scenario?: Scenario | undefined;
}

function writtenIn({ feature }: GherkinDocument): WrittenScenario[] {
  const children = feature?.children ?? [];
  const shared = children.flatMap(({ background }) => background ?? []);
  return [
    ...scenariosAmong(children, shared),
    ...children.flatMap(({ rule }) =>
      rule
        ? scenariosAmong(
            rule.children,
            [...shared, ...rule.children.flatMap(({ background }) => background ?? [])],
            rule,
          )
        : [],
    ),
  ].sort((a, b) => a.scenario.location.line - b.scenario.location.line);
}

const scenariosAmong = (
  children: readonly Child[],
  backgrounds: readonly Background[],
  rule?: Rule,
): WrittenScenario[] =>
  children.flatMap(({ scenario }) =>
    scenario ? [{ scenario, ...(rule && { rule }), backgrounds, steps: stepsOf(scenario, backgrounds) }] : [],
  );

function stepsOf(scenario: Scenario, backgrounds: readonly Background[]): WrittenStep[] {
  const before = backgrounds.flatMap(({ steps }) => steps);
  let type: StepType = 'Unknown';
  return [...before, ...scenario.steps].map((step) => {
    if (step.keywordType !== 'Conjunction') type = step.keywordType ?? 'Unknown';
    return { step, type, inBackground: before.includes(step) };
  });
}

/** The lines that a step takes, its table or text included. */
export function linesOf({ location, dataTable, docString }: Step): { first: number; last: number } {
  const text = docString ? docString.location.line + docString.content.split('\n').length + 1 : 0;
  return {
    first: location.line,
    last: Math.max(location.line, dataTable?.rows.at(-1)?.location.line ?? 0, text),
  };
}
