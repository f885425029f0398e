import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type {
  Envelope,
  GherkinDocument,
  ParameterType,
  ParseError,
  Pickle,
  StepDefinition,
} from '@cucumber/messages';
import { unknownNames } from '../selection/names.ts';
import { placeProblems } from '../selection/places.ts';
import { unknownTags } from '../selection/unknown-tags.ts';
import {
  allTags,
  featureProblems,
  loadInventory,
  scenariosOf,
  type TaggedInventory,
} from '../validation/features.ts';
import { stepProblems, unfinishedScenarios } from '../validation/steps.ts';
import type { DefinedScenario } from '../verdict/defined-scenarios.ts';

/** What the message stream tells of features and support code before the first scenario. */
export class RunFeatures {
  readonly #documents: GherkinDocument[] = [];
  readonly #pickles: Pickle[] = [];
  readonly #parseErrors: ParseError[] = [];
  readonly #parameterTypes: ParameterType[] = [];
  readonly #stepDefinitions: StepDefinition[] = [];
  #scenarios: ReadonlyMap<string, DefinedScenario> | undefined;
  #inventory: TaggedInventory | undefined;
  #tableProblems: readonly string[] = [];
  /** Those of them that will run, in their order. */
  selected: readonly Pickle[] = [];

  hear(envelope: Envelope): void {
    const { gherkinDocument, pickle, parseError, parameterType, stepDefinition } = envelope;
    if (gherkinDocument) this.#documents.push(gherkinDocument);
    if (pickle) this.#pickles.push(pickle);
    if (parseError) this.#parseErrors.push(parseError);
    if (parameterType) this.#parameterTypes.push(parameterType);
    if (stepDefinition) this.#stepDefinitions.push(stepDefinition);
  }

  /** The inventory that the features are judged against; throws when it cannot be read. */
  get inventory(): TaggedInventory {
    this.#inventory ??= loadInventory();
    return this.#inventory;
  }

  /** Every scenario of the loaded features by the id of its pickle. */
  get scenarios(): ReadonlyMap<string, DefinedScenario> {
    this.#scenarios ??= scenariosOf(this.#loaded);
    return this.#scenarios;
  }

  /** The scenarios that will run, in their order, each with the id of its pickle. */
  planned(): (readonly [string, DefinedScenario])[] {
    return this.selected.flatMap(({ id }) => {
      const scenario = this.scenarios.get(id);
      return scenario ? [[id, scenario] as const] : [];
    });
  }

  /** What is wrong with the features that were loaded, selected or not. */
  featureProblems(): string[] {
    return featureProblems(this.#loaded, this.inventory);
  }

  /** What a run was asked for and that leads to no scenario: places where none is, titles and tags that none has. */
  nowhere(args: readonly string[], paths: readonly string[]): string[] {
    const scenarios = [...this.scenarios.values()];
    return [
      ...placeProblems(paths, scenarios),
      ...unknownNames(args, scenarios),
      ...unknownTags(args, allTags(this.inventory)),
    ];
  }

  /** What the steps of these scenarios would refuse of their tables; reading the vocabulary is only paid for where one has a table. */
  async lookAtTables(pickles: readonly Pickle[]): Promise<void> {
    const scenarios = pickles.flatMap(({ id }) => this.scenarios.get(id) ?? []);
    if (!scenarios.some(({ steps }) => steps.some(({ table }) => table))) return;
    const { refusedTables } = await import('../lint/refused-tables.ts');
    this.#tableProblems = refusedTables(scenarios);
  }

  /** Steps of the selected scenarios that no definition, or more than one, matches, and what is wrong with their tables. */
  stepProblems(): string[] {
    const selected = this.planned().map(([, scenario]) => scenario);
    const vocabulary = { parameterTypes: this.#parameterTypes, stepDefinitions: this.#stepDefinitions };
    return [
      ...stepProblems(selected, vocabulary, { manifest: manifestNames() }),
      ...unfinishedScenarios(selected),
      ...this.#tableProblems,
    ];
  }

  get #loaded() {
    return { documents: this.#documents, pickles: this.#pickles, parseErrors: this.#parseErrors };
  }
}

const manifestNames = (): string[] =>
  readdirSync(join('fixtures', 'manifests'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(file.lastIndexOf('/') + 1, -'.yaml'.length))
    .sort();
