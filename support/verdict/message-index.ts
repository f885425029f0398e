import type { Attachment, Envelope } from '@cucumber/messages';
import { attemptOf, type MessageIndex } from './attempts.ts';
import { definedScenarios } from './defined-scenarios.ts';
import type { RecordedScenario } from './recorded-run.ts';
import { dateOf } from './run-bounds.ts';
import type { RunMark } from './run-mark.ts';

/** The scenarios that one file holds, each with its attempts in it. */
export function scenariosIn(index: MessageIndex, mark: RunMark | undefined): RecordedScenario[] {
  const planned = new Set(mark?.planned);
  const casesOf = Map.groupBy(index.testCases.values(), ({ pickleId }) => pickleId);
  return [...index.pickles].flatMap(([id]) => {
    const defined = index.defined.get(id);
    if (defined === undefined) return [];
    const testCases = casesOf.get(id) ?? [];
    const attempts = testCases.flatMap((testCase) =>
      (index.startsOf.get(testCase.id) ?? []).map((started) => ({
        ...attemptOf(started, testCase, defined, index),
        ...(mark && { run: mark.run }),
      })),
    );
    return [{ defined, selected: testCases.length > 0 || planned.has(defined.key), attempts }];
  });
}

/** The messages of one file, by their ids. */
export function indexOf(envelopes: readonly Envelope[]): MessageIndex {
  const index = emptyIndex();
  for (const envelope of envelopes) {
    if (envelope.pickle) index.pickles.set(envelope.pickle.id, envelope.pickle);
    if (envelope.testCase) index.testCases.set(envelope.testCase.id, envelope.testCase);
    if (envelope.hook) index.hooks.set(envelope.hook.id, envelope.hook);
    if (envelope.stepDefinition)
      index.stepDefinitions.set(envelope.stepDefinition.id, envelope.stepDefinition);
    if (envelope.testCaseStarted)
      push(index.startsOf, envelope.testCaseStarted.testCaseId, envelope.testCaseStarted);
    if (envelope.testCaseFinished)
      index.ends.set(
        envelope.testCaseFinished.testCaseStartedId,
        dateOf(envelope.testCaseFinished.timestamp),
      );
    if (envelope.testStepFinished) {
      const { testCaseStartedId, testStepId, testStepResult } = envelope.testStepFinished;
      index.results.set(`${testCaseStartedId} ${testStepId}`, testStepResult);
    }
    if (envelope.attachment) noteAttachment(index, envelope.attachment);
  }
  const picklesOf = Map.groupBy(index.pickles.values(), ({ uri }) => uri);
  for (const { gherkinDocument } of envelopes) {
    if (!gherkinDocument) continue;
    const own = picklesOf.get(gherkinDocument.uri ?? '') ?? [];
    for (const [id, defined] of definedScenarios(gherkinDocument, own)) index.defined.set(id, defined);
  }
  return index;
}

const emptyIndex = (): MessageIndex => ({
  pickles: new Map(),
  testCases: new Map(),
  hooks: new Map(),
  stepDefinitions: new Map(),
  defined: new Map(),
  startsOf: new Map(),
  ends: new Map(),
  results: new Map(),
  attachments: new Map(),
});

function noteAttachment(index: MessageIndex, attachment: Attachment): void {
  const { testCaseStartedId, testStepId } = attachment;
  if (testCaseStartedId && testStepId)
    push(index.attachments, `${testCaseStartedId} ${testStepId}`, attachment);
}

function push<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
