import type { GherkinDocument, ParseError, Pickle } from '@cucumber/messages';
import { type DefinedScenario, definedScenarios } from '../verdict/defined-scenarios.ts';
import { type Inventory, loadInventory as load } from '../verdict/inventory.ts';
import { claimCommentProblems } from './claim-comments.ts';
import { claimProblems } from './claims.ts';
import { manifestProblems } from './manifests.ts';
import { parseProblems } from './parse-errors.ts';
import { swallowedLineProblems } from './swallowed-lines.ts';
import { closedTags, tagProblems } from './tags.ts';

const INVENTORY = 'features/requirements.yaml';

/** What a run was given to judge, as the message stream told it. */
export interface LoadedFeatures {
  readonly documents: readonly GherkinDocument[];
  readonly pickles: readonly Pickle[];
  readonly parseErrors: readonly ParseError[];
}

/** The inventory with its capabilities, which only tags need. */
export interface TaggedInventory extends Inventory {
  readonly capabilities: readonly { readonly id: string }[];
}

/** Reads `features/requirements.yaml` without waiting, before anything is launched. */
export const loadInventory = (): TaggedInventory => load(INVENTORY) as TaggedInventory;

/** Every tag that a feature may carry, without its `@`. */
export const allTags = (inventory: TaggedInventory): string[] =>
  closedTags(
    inventory,
    inventory.capabilities.map(({ id }) => id),
  );

/** Everything that is wrong with the features themselves: one sentence each, in the order of files and lines. */
export function featureProblems(loaded: LoadedFeatures, inventory: TaggedInventory): string[] {
  const known = new Set(allTags(inventory));
  return [
    ...parseProblems(loaded.parseErrors),
    ...loaded.documents.flatMap(emptyProblems),
    ...loaded.documents.flatMap(swallowedLineProblems),
    ...loaded.documents.flatMap((document) => tagProblems(document, known)),
    ...loaded.documents.flatMap(claimCommentProblems),
    ...claimProblems(scenariosOf(loaded).values(), inventory, known),
    ...manifestProblems(),
  ];
}

/** A file that lost its text judges nothing, and says nothing of it. */
const emptyProblems = ({ feature, uri = '?' }: GherkinDocument): string[] =>
  feature ? [] : [`${uri}:1: the file has no feature; write one (npm run new), or delete the file`];

/** The scenarios of all documents by the id of their pickle. */
export function scenariosOf({ documents, pickles }: LoadedFeatures): Map<string, DefinedScenario> {
  const byFile = Map.groupBy(pickles, ({ uri }) => uri);
  return new Map(
    documents.flatMap((document) => [...definedScenarios(document, byFile.get(document.uri ?? '') ?? [])]),
  );
}
