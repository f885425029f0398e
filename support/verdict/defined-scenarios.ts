import type { GherkinDocument, Pickle, PickleStep, Scenario, Step, TableRow } from '@cucumber/messages';
import { type Claim, claimsOfExample, claimsOfStep, commentsByLine } from './claims.ts';
import { plainText } from './plain-text.ts';

/** A scenario as its feature file defines it; each row of Examples is one. */
export interface DefinedScenario {
  /** `features/x.feature:12`: what names it to cucumber-js, and what merges its runs. */
  readonly key: string;
  readonly uri: string;
  readonly line: number;
  readonly name: string;
  readonly keyword: string;
  readonly description: string;
  readonly feature: DefinedFeature;
  readonly rule?: string;
  readonly tags: readonly { name: string; line: number }[];
  readonly requirementIds: readonly string[];
  readonly priority?: string;
  readonly steps: readonly DefinedStep[];
  readonly claims: readonly Claim[];
}

export interface DefinedFeature {
  readonly name: string;
  readonly keyword: string;
  readonly description: string;
  readonly line: number;
  readonly tags: readonly { name: string; line: number }[];
}

export interface DefinedStep {
  readonly pickleStepId: string;
  readonly keyword: string;
  /** What the keyword means; `And` and `But` mean what the step before them meant. */
  readonly type: 'Context' | 'Action' | 'Outcome' | 'Unknown';
  readonly text: string;
  readonly line: number;
  readonly table?: readonly (readonly string[])[];
  readonly docString?: string;
}

interface Place {
  readonly scenario: Scenario;
  readonly rule?: string;
}

/** `@LB-001`, `@EC-LB-003`, `@SEC-001-T7`, `@RH-METRIC-01`: upper case with at least one hyphen. */
const REQUIREMENT_TAG = /^@([A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+)$/;
const PRIORITY_TAG = /^@(P[0-3])$/;

/** Joins the pickles of one feature file with what only its syntax tree knows: lines, keywords, comments. */
export function definedScenarios(
  document: GherkinDocument,
  pickles: readonly Pickle[],
): Map<string, DefinedScenario> {
  const feature = document.feature;
  if (feature === undefined) return new Map();
  const places = new Map<string, Place>();
  const steps = new Map<string, Step>();
  for (const child of feature.children) {
    note(child, undefined, places, steps);
    for (const inner of child.rule?.children ?? []) note(inner, child.rule?.name, places, steps);
  }
  const comments = commentsByLine(document.comments);
  const nodes: Nodes = { document, places, steps, comments };
  return new Map(
    pickles.flatMap((pickle) => {
      const scenario = defined(pickle, nodes);
      return scenario === undefined ? [] : [[pickle.id, scenario] as const];
    }),
  );
}

interface Nodes {
  readonly document: GherkinDocument;
  readonly places: ReadonlyMap<string, Place>;
  readonly steps: ReadonlyMap<string, Step>;
  readonly comments: ReadonlyMap<number, string>;
}

function note(
  child: { scenario?: Scenario; background?: { steps: readonly Step[] } },
  rule: string | undefined,
  places: Map<string, Place>,
  steps: Map<string, Step>,
): void {
  for (const step of [...(child.background?.steps ?? []), ...(child.scenario?.steps ?? [])])
    steps.set(step.id, step);
  if (child.scenario)
    places.set(child.scenario.id, { scenario: child.scenario, ...(rule !== undefined && { rule }) });
}

function defined(pickle: Pickle, nodes: Nodes): DefinedScenario | undefined {
  const [scenarioId = '', rowId] = pickle.astNodeIds;
  const place = nodes.places.get(scenarioId);
  const feature = nodes.document.feature;
  if (place === undefined || feature === undefined) return undefined;
  const { header, row } = exampleOf(place.scenario, rowId);
  const line = row?.location.line ?? place.scenario.location.line;
  const steps = pickle.steps.map((step) => definedStep(step, nodes.steps));
  const claims = pickle.steps.flatMap((step, position) =>
    claimsOfStep(position, nodes.steps.get(step.astNodeIds[0] ?? ''), step, nodes.comments),
  );
  return {
    key: `${pickle.uri}:${line}`,
    uri: pickle.uri,
    line,
    name: plainText(pickle.name),
    keyword: place.scenario.keyword,
    description: plainText(place.scenario.description),
    feature: {
      name: plainText(feature.name),
      keyword: feature.keyword,
      description: plainText(feature.description),
      line: feature.location.line,
      tags: feature.tags.map((tag) => ({ name: tag.name, line: tag.location.line })),
    },
    ...(place.rule !== undefined && { rule: plainText(place.rule) }),
    tags: pickle.tags.map((tag) => ({ name: tag.name, line })),
    ...meaningOf(pickle),
    steps,
    claims: [...claims, ...claimsOfExample(header, row, pickle.steps)],
  };
}

function meaningOf(pickle: Pickle): Pick<DefinedScenario, 'requirementIds' | 'priority'> {
  const first = (pattern: RegExp) => pickle.tags.flatMap((tag) => pattern.exec(tag.name)?.[1] ?? []);
  const priority = first(PRIORITY_TAG).sort()[0];
  return { requirementIds: first(REQUIREMENT_TAG), ...(priority !== undefined && { priority }) };
}

function exampleOf(scenario: Scenario, rowId: string | undefined): { header?: TableRow; row?: TableRow } {
  for (const { tableHeader, tableBody } of scenario.examples) {
    const row = tableBody.find((candidate) => candidate.id === rowId);
    if (row) return { row, ...(tableHeader && { header: tableHeader }) };
  }
  return {};
}

function definedStep(step: PickleStep, nodes: ReadonlyMap<string, Step>): DefinedStep {
  const node = nodes.get(step.astNodeIds[0] ?? '');
  const table = step.argument?.dataTable?.rows.map((row) => row.cells.map((cell) => plainText(cell.value)));
  const docString = step.argument?.docString?.content;
  return {
    pickleStepId: step.id,
    keyword: node?.keyword ?? '* ',
    type: step.type ?? 'Unknown',
    text: plainText(step.text),
    line: node?.location.line ?? 0,
    ...(table && { table }),
    ...(docString !== undefined && { docString: plainText(docString) }),
  };
}
