import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { generateMessages } from '@cucumber/gherkin';
import { IdGenerator, SourceMediaType } from '@cucumber/messages';
import { type DefinedScenario, definedScenarios } from './defined-scenarios.ts';

/** What the feature files of a folder define. */
export interface FeatureFolder {
  readonly scenarios: readonly DefinedScenario[];
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
  for (const file of files.sort()) {
    const uri = path.relative('.', path.join(folder, file));
    const read = definedIn(uri, await readFile(path.join(folder, file), 'utf8'));
    scenarios.push(...read.scenarios);
    problems.push(...read.problems);
  }
  return { scenarios, problems };
}

function definedIn(uri: string, text: string): FeatureFolder {
  const envelopes = generateMessages(text, uri, SourceMediaType.TEXT_X_CUCUMBER_GHERKIN_PLAIN, {
    includeSource: false,
    includeGherkinDocument: true,
    includePickles: true,
    newId: IdGenerator.incrementing(),
  });
  const document = envelopes.find((envelope) => envelope.gherkinDocument)?.gherkinDocument;
  const pickles = envelopes.flatMap((envelope) => envelope.pickle ?? []);
  return {
    scenarios: document ? [...definedScenarios(document, pickles).values()] : [],
    problems: envelopes.flatMap((envelope) =>
      envelope.parseError ? [`${uri} does not parse: ${envelope.parseError.message}`] : [],
    ),
  };
}
