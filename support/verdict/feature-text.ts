import { generateMessages } from '@cucumber/gherkin';
import {
  type GherkinDocument,
  IdGenerator,
  type ParseError,
  type Pickle,
  SourceMediaType,
} from '@cucumber/messages';
import { type DefinedScenario, definedScenarios } from './defined-scenarios.ts';

/** What the text of a feature file says to Gherkin. */
export interface ParsedFeature {
  /** Absent where the text does not parse. */
  readonly document?: GherkinDocument;
  readonly parseErrors: readonly ParseError[];
  readonly pickles: readonly Pickle[];
  /** What would run; each row of Examples is one. */
  readonly scenarios: readonly DefinedScenario[];
}

/** Parses the text of a feature file as the runner does; what is wrong with it is told by `parseErrors`. */
export function parseFeature(uri: string, text: string): ParsedFeature {
  const envelopes = generateMessages(text, uri, SourceMediaType.TEXT_X_CUCUMBER_GHERKIN_PLAIN, {
    includeSource: false,
    includeGherkinDocument: true,
    includePickles: true,
    newId: IdGenerator.uuid(),
  });
  const document = envelopes.find((envelope) => envelope.gherkinDocument)?.gherkinDocument;
  const pickles = envelopes.flatMap((envelope) => envelope.pickle ?? []);
  return {
    ...(document && { document }),
    parseErrors: envelopes.flatMap((envelope) => envelope.parseError ?? []),
    pickles,
    scenarios: document ? [...definedScenarios(document, pickles).values()] : [],
  };
}
