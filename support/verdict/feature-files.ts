import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { sha256Of } from '../sha256.ts';
import type { DefinedScenario } from './defined-scenarios.ts';
import { parseFeature } from './feature-text.ts';
import type { RecordedRun } from './recorded-run.ts';

/** What the feature files of a folder define. */
export interface FeatureFolder {
  readonly scenarios: readonly DefinedScenario[];
  /** SHA-256 of the text of each file, by uri. */
  readonly texts: ReadonlyMap<string, string>;
  /** One sentence for each file that does not parse. */
  readonly problems: readonly string[];
}

/**
 * Reads every `*.feature` below `folder`, in the order of their paths. A uri is the path relative to the working
 * directory, as cucumber-js writes it, so that what is defined can be told from what was run.
 */
export async function readFeatureFolder(folder: string): Promise<FeatureFolder> {
  const files: string[] = [];
  for await (const file of glob('**/*.feature', { cwd: folder })) files.push(file);
  const scenarios: DefinedScenario[] = [];
  const problems: string[] = [];
  const texts = new Map<string, string>();
  for (const file of files.sort()) {
    const uri = path.relative('.', path.join(folder, file));
    const text = await readFile(path.join(folder, file), 'utf8');
    texts.set(uri, sha256Of(text));
    const parsed = parseFeature(uri, text);
    scenarios.push(...parsed.scenarios);
    problems.push(...parsed.parseErrors.map(({ message }) => `${uri} does not parse: ${message}`));
  }
  return { scenarios, problems, texts };
}

/** One sentence for each text that ran and is not the one of the folder: who reads the file reads another promise. */
export function changedTexts({ texts }: FeatureFolder, sources: RecordedRun['sources']): string[] {
  const changed = sources.filter(({ uri, sha256 }) => texts.get(uri) !== sha256);
  return [
    ...new Set(
      changed.map(({ uri }) =>
        texts.has(uri) ? `${uri} has changed since it ran` : `${uri} ran and is not there any more`,
      ),
    ),
  ];
}
