import { basename } from 'node:path';
import type { GherkinDocument, Pickle, PickleStep, Step } from '@cucumber/messages';
import { sha256Of } from '../sha256.ts';
import { claimsOfStep, commentsByLine } from '../verdict/claims.ts';
import { definedScenarios } from '../verdict/defined-scenarios.ts';

/** Which scenario is running, as reports and namespaces name it. */
export interface ScenarioIdentity {
  readonly title: string;
  readonly requirementIds: readonly string[];
  readonly priority: string;
  readonly uri: string;
  /** Line of the scenario, or of its row of Examples. */
  readonly line: number;
  /** Names of tags without their `@`, those of the feature included. */
  readonly tags: readonly string[];
  /** Lower-case letters, digits and hyphens, at most 24 characters, for names. */
  readonly slug: string;
  /** The same for the feature file, which its shared services carry. */
  readonly fileSlug: string;
  /** Texts of the steps, Background included. */
  readonly steps: readonly { text: string; type: string }[];
}

/** Reads the identity of a scenario from what the runner gives its hooks. */
export function identityOf(pickle: Pickle, document: GherkinDocument): ScenarioIdentity {
  const defined = definedScenarios(document, [pickle]).get(pickle.id);
  const requirementIds = defined?.requirementIds ?? [];
  return {
    title: pickle.name,
    requirementIds,
    priority: defined?.priority ?? 'P3',
    uri: pickle.uri,
    line: defined?.line ?? pickle.location?.line ?? 1,
    tags: pickle.tags.map((tag) => tag.name.slice(1)),
    slug: slugOf([requirementIds[0] ?? '', pickle.name].join(' ')),
    fileSlug: fileSlugOf(pickle.uri),
    steps: pickle.steps.map(({ text, type }) => ({ text, type: type ?? 'Unknown' })),
  };
}

/** The checks that a step decides, by the comment above it and by the rows of its table; a row that claims none stands as an empty id. */
export function claimedBy(document: GherkinDocument, step: PickleStep): string[] {
  const node = nodeOf(document, step.astNodeIds);
  const claims = claimsOfStep(0, node, step, commentsByLine(document.comments));
  const rows = (step.argument?.dataTable?.rows ?? []).slice(1).map((_, index) => index + 1);
  const silent = rows.filter((row) => !claims.some((claim) => claim.row === row));
  const byRow = claims.some(({ by }) => by === 'row');
  return [...claims.map(({ check }) => check), ...(byRow ? silent.map(() => '') : [])];
}

function nodeOf(document: GherkinDocument, ids: readonly string[]): Step | undefined {
  const children = (document.feature?.children ?? []).flatMap((child) => [
    child,
    ...(child.rule?.children ?? []),
  ]);
  const steps = children.flatMap((child) => [
    ...(child.background?.steps ?? []),
    ...(child.scenario?.steps ?? []),
  ]);
  return steps.find(({ id }) => ids.includes(id));
}

/** So many hexadecimal digits tell apart what is cut alike. */
const DIGITS = 6;

/** What names the namespace that the scenarios of a feature file share: two files may be called alike, or begin alike. */
export const fileSlugOf = (uri: string): string =>
  `${cleaned(basename(uri, '.feature')).slice(0, 12).replace(/-$/, '')}-${digitsOf(uri)}`;

/** Lower-case letters, digits and single hyphens, at most 24 characters, ending in a letter or digit; no two texts that are longer share one. */
export function slugOf(text: string): string {
  const clean = cleaned(text);
  if (clean.length <= 24) return clean.replace(/-$/, '') || 'scenario';
  return `${clean.slice(0, 23 - DIGITS).replace(/-$/, '')}-${digitsOf(text)}`;
}

const cleaned = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '');

const digitsOf = (text: string): string => sha256Of(text).slice(0, DIGITS);
