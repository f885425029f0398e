import { existsSync, globSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { type KnownTexts, readKnownTexts } from '../glossary/known-texts.ts';
import { readSystemWords } from '../glossary/release-words.ts';
import { partWords, type ValueList, valueLists } from '../glossary/value-lists.ts';
import { type FeatureVocabulary, readVocabulary } from '../glossary/vocabulary.ts';
import { manifestNames, readManifest } from '../manifests/manifest.ts';
import type { TaggedInventory } from '../validation/features.ts';
import { markdownFeatures } from '../validation/markdown-features.ts';
import { readCoverage } from '../verdict/coverage.ts';
import { type Deviation, type Exception, readExceptions } from '../verdict/exceptions.ts';
import { readInventory } from '../verdict/inventory.ts';
import { promiseMistakes } from '../verdict/promise-mistakes.ts';
import { type FeatureSource, readFeatureSource } from './feature-source.ts';

/** What the steps and tables of features may say. */
export interface Words {
  readonly vocabulary: FeatureVocabulary;
  /** The kind of each manifest, by its name. */
  readonly manifests: ReadonlyMap<string, string>;
  readonly lists: readonly ValueList[];
  /** Words that cells may hold beside literal texts: of the releases, and for parts of a service. */
  readonly words: ReadonlySet<string>;
  /** What is known to be somewhere: only that can be absent. */
  readonly known: KnownTexts;
}

/** Everything that features are held against. */
export interface Project extends Words {
  /** The folder of the features: `features`. */
  readonly folder: string;
  readonly features: readonly FeatureSource[];
  readonly inventory: TaggedInventory;
  /** The entries of `exceptions.yaml` that excuse something for a time. */
  readonly excused: readonly Exclude<Exception, Deviation>[];
  /** What is wrong with `exceptions.yaml`, `coverage.yaml` and what release tables do not promise, one sentence with file and line each. */
  readonly registerProblems: readonly string[];
  /** The entries that say where the document deviates. */
  readonly deviations: readonly Deviation[];
  /** Checks that a named test or file of this project settles; none of a requirement that a scenario carries. */
  readonly covered: ReadonlySet<string>;
}

/** Checks that need no step: those that a test covers, and those that a deviation names as judged by nothing. */
export const settledChecks = ({
  covered,
  deviations,
}: Pick<Project, 'covered' | 'deviations'>): ReadonlySet<string> =>
  new Set([...covered, ...deviations.flatMap(({ nothingJudges }) => nothingJudges)]);

const MANIFESTS = path.join('fixtures', 'manifests');

/** Reads the features below a folder, and what lies beside them. Throws one sentence without an inventory. */
export async function readProject(folder = 'features'): Promise<Project> {
  const beside = (name: string): string => path.join(folder, name);
  const inventory = (await readInventory(beside('requirements.yaml'))) as TaggedInventory;
  const [exceptions, coverage] = await Promise.all([
    readExceptions(beside('exceptions.yaml'), inventory),
    readCoverage(beside('coverage.yaml'), inventory),
  ]);
  const features = featureFiles(folder).map(readFeatureSource);
  const carried = new Set(
    features.flatMap(({ scenarios }) => scenarios.flatMap(({ requirementIds }) => requirementIds)),
  );
  const covered = new Set(coverage.entries.map(({ requirement }) => requirement));
  return {
    folder,
    features,
    inventory: { ...inventory, capabilities: inventory.capabilities ?? [] },
    excused: exceptions.entries.filter((entry) => entry.type !== 'deviation'),
    registerProblems: [
      ...exceptions.problems,
      ...coverage.problems,
      ...promiseMistakes(inventory),
      ...markdownFeatures(folder),
    ],
    deviations: exceptions.entries.filter((entry) => entry.type === 'deviation'),
    covered: new Set(
      inventory.requirements
        .filter(({ id }) => covered.has(id) && !carried.has(id))
        .flatMap(({ checks }) => checks.map(({ id }) => id)),
    ),
    ...readWords(),
  };
}

/** Reads what steps and tables may say. */
export const readWords = (): Words => ({
  vocabulary: readVocabulary(),
  manifests: manifestKinds(),
  lists: valueLists(),
  words: new Set([...readSystemWords().flatMap(({ meanings }) => [...meanings.keys()]), ...partWords()]),
  known: readKnownTexts(),
});

function manifestKinds(): Map<string, string> {
  const systems = existsSync(MANIFESTS) ? readdirSync(MANIFESTS).sort() : [];
  return new Map(
    systems.flatMap((system) =>
      manifestNames(system).map((name) => [name, readManifest(system, name).kind] as const),
    ),
  );
}

const featureFiles = (folder: string): string[] =>
  globSync('**/*.feature', { cwd: folder })
    .sort()
    .map((file) => path.relative('.', path.join(folder, file)));
