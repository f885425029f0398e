import { readFileSync } from 'node:fs';
import type { Background, GherkinDocument, Rule, Scenario, Step } from '@cucumber/messages';
import { type ParsedFeature, parseFeature } from '../verdict/feature-text.ts';

/** A feature file with its syntax tree, as the rules look at it. */
export interface FeatureSource extends ParsedFeature {
  readonly uri: string;
  readonly text: string;
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
  const parsed = parseFeature(uri, text);
  return { uri, text, ...parsed, written: parsed.document ? writtenIn(parsed.document) : [] };
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
