import type { Envelope } from '@cucumber/messages';

/** A message and the line of its file. */
export interface Numbered {
  readonly line: number;
  readonly envelope: Envelope;
}

/** Something that a message speaks of: `testCase` and its id. */
type Reference = readonly [kind: string, id: string];

/**
 * One sentence for everything that messages of a file speak of and the file does not hold, with the first line that does,
 * and for everything that two lines say differently. What such a message says cannot be told of any scenario.
 */
export function brokenReferences(file: string, messages: readonly Numbered[]): string[] {
  const held = new Map<string, Numbered>();
  const twice: string[] = [];
  for (const message of messages) {
    for (const reference of holds(message.envelope)) {
      const key = reference.join(' ');
      const before = held.get(key);
      if (before && JSON.stringify(before.envelope) !== JSON.stringify(message.envelope) && isOnce(reference))
        twice.push(`${file}:${message.line} says something else of ${key} than line ${before.line}`);
      held.set(key, message);
    }
  }
  const told = new Set<string>();
  const missing = messages.flatMap(({ line, envelope }) =>
    needs(envelope, held).flatMap((reference) => {
      const key = reference.join(' ');
      if (held.has(key) || told.has(key)) return [];
      told.add(key);
      return [
        `${file}:${line} is a ${Object.keys(envelope)[0]} without its ${reference[0]} (${reference[1]})`,
      ];
    }),
  );
  return [...twice, ...missing];
}

/** Feature files stand in each of several recordings that were put into one file; everything else has an id of its own. */
const isOnce = ([kind]: Reference): boolean =>
  !['source', 'gherkinDocument', 'parse error', 'node', 'testRunStarted', 'testRunFinished'].includes(kind);

function holds(envelope: Envelope): Reference[] {
  const { source, gherkinDocument, parseError, pickle, hook, stepDefinition, testCase } = envelope;
  const { testCaseStarted, testCaseFinished, testStepFinished } = envelope;
  const { testRunStarted, testRunFinished, testRunHookStarted, testRunHookFinished } = envelope;
  if (source) return [['source', source.uri]];
  if (gherkinDocument)
    return [
      ['gherkinDocument', gherkinDocument.uri ?? ''],
      ...nodeIds(gherkinDocument).map((id): Reference => ['node', id]),
    ];
  if (parseError) return [['parse error', parseError.source.uri ?? '']];
  if (pickle) return [['pickle', pickle.id]];
  if (hook) return [['hook', hook.id]];
  if (stepDefinition) return [['stepDefinition', stepDefinition.id]];
  if (testCase)
    return [
      ['testCase', testCase.id],
      ...testCase.testSteps.map(({ id }): Reference => ['test step', `${testCase.id} ${id}`]),
    ];
  if (testCaseStarted)
    return [
      ['testCaseStarted', testCaseStarted.id],
      ['attempt', `${testCaseStarted.testCaseId} ${testCaseStarted.attempt}`],
    ];
  if (testRunStarted) return [['testRunStarted', '']];
  if (testRunFinished) return [['testRunFinished', '']];
  if (testRunHookFinished) return [['testRunHookFinished', testRunHookFinished.testRunHookStartedId]];
  if (testCaseFinished) return [['testCaseFinished', testCaseFinished.testCaseStartedId]];
  if (testStepFinished)
    return [['result', `${testStepFinished.testCaseStartedId} ${testStepFinished.testStepId}`]];
  return testRunHookStarted ? [['testRunHookStarted', testRunHookStarted.id]] : [];
}

function needs(envelope: Envelope, held: ReadonlyMap<string, Numbered>): Reference[] {
  const { source, gherkinDocument, pickle, testCase, testCaseStarted } = envelope;
  const { testRunHookStarted, testRunHookFinished } = envelope;
  if (source) return held.has(`parse error ${source.uri}`) ? [] : [['gherkinDocument', source.uri]];
  if (gherkinDocument) return [['source', gherkinDocument.uri ?? '']];
  if (pickle)
    return held.has(`gherkinDocument ${pickle.uri}`)
      ? [...pickle.astNodeIds, ...pickle.steps.flatMap((step) => step.astNodeIds)].map((id) => ['node', id])
      : [['gherkinDocument', pickle.uri]];
  if (testCase) return needsOfCase(testCase, held.get(`pickle ${testCase.pickleId}`)?.envelope);
  if (testCaseStarted)
    return [
      ['testCase', testCaseStarted.testCaseId],
      ...Array.from(
        { length: testCaseStarted.attempt },
        (_, attempt): Reference => ['attempt', `${testCaseStarted.testCaseId} ${attempt}`],
      ),
    ];
  if (envelope.testRunFinished) return [['testRunStarted', '']];
  if (testRunHookStarted)
    return [
      ['hook', testRunHookStarted.hookId],
      // A run without an end was interrupted, perhaps in this hook.
      ...(held.has('testRunFinished ') ? [['testRunHookFinished', testRunHookStarted.id] as const] : []),
    ];
  if (testRunHookFinished) return [['testRunHookStarted', testRunHookFinished.testRunHookStartedId]];
  return needsOfPart(envelope, held);
}

/** What a result, an attachment or the end of an attempt refers to, as far as its attempt is known. */
function needsOfPart(envelope: Envelope, held: ReadonlyMap<string, Numbered>): Reference[] {
  const { testCaseStartedId: start, testStepId: step } = {
    ...envelope.testCaseFinished,
    ...envelope.testStepFinished,
    ...envelope.attachment,
  } as { testCaseStartedId?: string; testStepId?: string };
  if (start === undefined) return [];
  const begun = held.get(`testCaseStarted ${start}`)?.envelope.testCaseStarted;
  if (begun === undefined) return [['testCaseStarted', start]];
  const testCaseOf = held.get(`testCase ${begun.testCaseId}`)?.envelope.testCase;
  if (testCaseOf === undefined) return [];
  if (step !== undefined) return [['test step', `${begun.testCaseId} ${step}`]];
  // An attempt that has come to its end has a result of every step and hook.
  const ended = envelope.testCaseFinished;
  if (
    ended?.willBeRetried &&
    held.has('testRunFinished ') &&
    !held.has(`attempt ${begun.testCaseId} ${begun.attempt + 1}`)
  )
    return [['attempt', `${begun.testCaseId} ${begun.attempt + 1}`]];
  return ended ? testCaseOf.testSteps.map(({ id }) => ['result', `${start} ${id}`]) : [];
}

/** A test case walks through every step of its scenario: one that it lacks would never have been judged. */
function needsOfCase(testCase: NonNullable<Envelope['testCase']>, known: Envelope | undefined): Reference[] {
  if (known?.pickle === undefined) return [['pickle', testCase.pickleId]];
  const walked = new Set(testCase.testSteps.map(({ pickleStepId }) => pickleStepId));
  return [
    ...known.pickle.steps.flatMap(({ id }): Reference[] =>
      walked.has(id) ? [] : [['step of the scenario', id]],
    ),
    ...testCase.testSteps.flatMap(({ hookId, stepDefinitionIds }): Reference[] => [
      ...(hookId === undefined ? [] : [['hook', hookId] as const]),
      ...(stepDefinitionIds ?? []).map((id) => ['stepDefinition', id] as const),
    ]),
  ];
}

/** The id of every node of a document, however deep. */
function nodeIds(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const { id } = node as { id?: unknown };
  return [...(typeof id === 'string' ? [id] : []), ...Object.values(node).flatMap(nodeIds)];
}
