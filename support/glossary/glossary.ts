import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { detectable } from '../capabilities/capabilities.ts';
import { headSentence } from '../manifests/head-comment.ts';
import { manifestNames, readManifest } from '../manifests/manifest.ts';
import type { TaggedInventory } from '../validation/features.ts';
import { closedTags } from '../validation/tags.ts';
import { readFeatureFolder } from '../verdict/feature-files.ts';
import { readInventory } from '../verdict/inventory.ts';
import { readKnownTexts } from './known-texts.ts';
import { readSystemWords, type SystemWords } from './release-words.ts';
import type { StepPattern } from './step-definitions.ts';
import { type Usage, usagesOf } from './usage.ts';
import { partWords, type ValueList, valueLists } from './value-lists.ts';
import { type FeatureVocabulary, readVocabulary } from './vocabulary.ts';

/** Everything that a writer of features may say. */
export interface Glossary {
  readonly vocabulary: FeatureVocabulary;
  readonly usages: ReadonlyMap<StepPattern, Usage>;
  readonly lists: readonly ValueList[];
  readonly partWords: readonly string[];
  /** Names of containers of which one may have to be absent. */
  readonly containers: readonly string[];
  readonly words: readonly SystemWords[];
  readonly manifests: readonly ManifestEntry[];
  /** Tags besides requirements and capabilities. */
  readonly tags: readonly string[];
  readonly capabilities: readonly { readonly id: string; readonly meaning: string }[];
}

export interface ManifestEntry {
  readonly system: string;
  readonly name: string;
  readonly kind: string;
  /** What it is, in a sentence: the first of the comment at its head. */
  readonly what: string;
  /** A step of a feature names it. */
  readonly used: boolean;
}

const MANIFESTS = path.join('fixtures', 'manifests');

/** Reads the glossary of the project in the working directory. Throws when a feature does not parse. */
export async function readGlossary(): Promise<Glossary> {
  const vocabulary = readVocabulary();
  const { scenarios, problems } = await readFeatureFolder('features');
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const inventory = (await readInventory(path.join('features', 'requirements.yaml'))) as TaggedInventory;
  const capabilities = inventory.capabilities as Glossary['capabilities'];
  const usages = usagesOf(vocabulary, scenarios);
  return {
    vocabulary,
    usages,
    lists: valueLists(),
    partWords: partWords(),
    containers: [...readKnownTexts().containers].sort(),
    words: readSystemWords(),
    manifests: manifestsOf(namedIn(usages)),
    tags: closedTags({ ...inventory, requirements: [] }, []),
    // What nothing detects would be skipped on every cluster.
    capabilities: capabilities.filter(({ id }) => detectable.includes(id)),
  };
}

/** Every quoted name and every cell of a column `manifest` that steps of features hold. */
function namedIn(usages: ReadonlyMap<StepPattern, Usage>): Set<string> {
  const steps = [...usages.values()].flatMap(({ files }) =>
    [...files.values()].flatMap((lines) => [...lines.values()]),
  );
  return new Set(
    steps.flatMap(({ text, table = [] }) => {
      const [header = [], ...rows] = table;
      const column = header.indexOf('manifest');
      const quoted = [...text.matchAll(/"([^"]*)"/g)].map(([, name]) => name ?? '');
      return [...quoted, ...rows.flatMap((row) => row[column] ?? [])];
    }),
  );
}

const manifestsOf = (named: ReadonlySet<string>): ManifestEntry[] =>
  (existsSync(MANIFESTS) ? readdirSync(MANIFESTS).sort() : []).flatMap((system) =>
    manifestNames(system).map((name) => ({
      system,
      name,
      kind: readManifest(system, name).kind,
      what: whatIs(path.join(MANIFESTS, system, `${name}.yaml`)),
      used: named.has(name),
    })),
  );

function whatIs(file: string): string {
  const sentence = headSentence(readFileSync(file, 'utf8'));
  if (sentence === undefined)
    throw new Error(
      `${file}:1: expected a comment that says in a sentence what it is, above everything else`,
    );
  return sentence;
}
