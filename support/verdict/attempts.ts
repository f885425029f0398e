import type {
  Attachment,
  Hook,
  Pickle,
  StepDefinition,
  TestCase,
  TestCaseStarted,
  TestStep,
  TestStepResult,
} from '@cucumber/messages';
import { NO_COLUMN } from '../judging/check-results.ts';
import type { DefinedScenario, DefinedStep } from './defined-scenarios.ts';
import { plainText } from './plain-text.ts';
import { dateOf } from './run-bounds.ts';
import { rowResults } from './suite-attachments.ts';

/** How a step or hook ended; `unfinished` is our word for one whose end was never recorded. */
export type StepStatus =
  | 'passed'
  | 'failed'
  | 'skipped'
  | 'pending'
  | 'undefined'
  | 'ambiguous'
  | 'unknown'
  | 'unfinished';

/** One run of a scenario from its first hook to its last. */
export interface Attempt {
  readonly id: string;
  /** The id of the run that it is of; absent where its recording does not say that. */
  readonly run?: string;
  readonly startedAt: Date;
  /** Absent where the run ended before the scenario did. */
  readonly endedAt?: Date;
  readonly steps: readonly RecordedStep[];
}

export interface RecordedStep {
  /** The step of the scenario; absent for hooks. */
  readonly defined?: DefinedStep;
  /** Position among the steps of the scenario; absent for hooks. */
  readonly position?: number;
  /** Before or After, for hooks. */
  readonly hook?: 'Before' | 'After';
  /** Where the code stands: `step-definitions/service.steps.ts:12`. */
  readonly code?: string;
  /** The pattern of the step definition. */
  readonly pattern?: string;
  readonly status: StepStatus;
  readonly message?: string;
  readonly nanoseconds: number;
  readonly attachments: readonly RecordedAttachment[];
}

/** An attachment; `text` is present unless it is binary. */
export interface RecordedAttachment {
  readonly mediaType: string;
  readonly name?: string;
  readonly text?: string;
  readonly base64?: string;
}

/** The messages of one file, by their ids. */
export interface MessageIndex {
  readonly pickles: Map<string, Pickle>;
  readonly testCases: Map<string, TestCase>;
  readonly hooks: Map<string, Hook>;
  readonly stepDefinitions: Map<string, StepDefinition>;
  /** By pickle id. */
  readonly defined: Map<string, DefinedScenario>;
  /** By test case id. */
  readonly startsOf: Map<string, TestCaseStarted[]>;
  /** By the id of the start. */
  readonly ends: Map<string, Date>;
  /** By `<id of the start> <id of the step>`, as the attachments. */
  readonly results: Map<string, TestStepResult>;
  readonly attachments: Map<string, Attachment[]>;
}

/** Puts the messages of one attempt together. */
export function attemptOf(
  started: TestCaseStarted,
  testCase: TestCase,
  defined: DefinedScenario,
  index: MessageIndex,
): Attempt {
  const endedAt = index.ends.get(started.id);
  const positions = new Map(defined.steps.map((step, position) => [step.pickleStepId, position]));
  return {
    id: started.id,
    startedAt: dateOf(started.timestamp),
    ...(endedAt && { endedAt }),
    steps: testCase.testSteps.map((step) => {
      const position = positions.get(step.pickleStepId ?? '');
      const attachments = (index.attachments.get(`${started.id} ${step.id}`) ?? []).map(recordedAttachment);
      return {
        ...(step.hookId !== undefined && hookOf(step.hookId, index)),
        ...(position !== undefined && { position, ...definedAt(defined, position) }),
        ...codeOf(step, index),
        ...resultOf(index.results.get(`${started.id} ${step.id}`), attachments),
        attachments,
      };
    }),
  };
}

function definedAt(scenario: DefinedScenario, position: number): { defined?: DefinedStep } {
  const step = scenario.steps[position];
  return step ? { defined: step } : {};
}

function hookOf(id: string, index: MessageIndex): Pick<RecordedStep, 'hook' | 'code'> {
  const hook = index.hooks.get(id);
  return {
    hook: hook?.type === 'AFTER_TEST_CASE' ? 'After' : 'Before',
    ...(hook?.sourceReference.uri && { code: placeOf(hook.sourceReference) }),
  };
}

function codeOf(step: TestStep, index: MessageIndex): Pick<RecordedStep, 'code' | 'pattern'> {
  const definition = index.stepDefinitions.get(step.stepDefinitionIds?.[0] ?? '');
  if (definition === undefined) return {};
  return { code: placeOf(definition.sourceReference), pattern: definition.pattern.source };
}

const placeOf = (source: { uri?: string; location?: { line: number } }): string =>
  `${source.uri ?? '?'}:${source.location?.line ?? '?'}`;

function resultOf(
  result: TestStepResult | undefined,
  attachments: readonly RecordedAttachment[],
): Pick<RecordedStep, 'status' | 'message' | 'nanoseconds'> {
  if (result === undefined) return withoutEnd(attachments);
  const message = result.message ?? result.exception?.message;
  return {
    status: STATUSES[result.status] ?? 'unknown',
    ...(message !== undefined && { message: plainText(message) }),
    nanoseconds: Math.max(0, result.duration.seconds * 1e9 + result.duration.nanos),
  };
}

/** A step whose end is not recorded has failed all the same where a row of it did: it could only have ended so. */
function withoutEnd(
  attachments: readonly RecordedAttachment[],
): Pick<RecordedStep, 'status' | 'message' | 'nanoseconds'> {
  const failed = (rowResults({ attachments }) ?? []).filter(({ verdict }) => verdict === 'failed');
  if (failed.length === 0) return { status: 'unfinished', nanoseconds: 0 };
  const message = failed.map(({ id, message: said = 'no message' }) =>
    id === '' || id === NO_COLUMN ? said : `${id}: ${said}`,
  );
  return { status: 'failed', message: message.join('\n'), nanoseconds: 0 };
}

const STATUSES: Readonly<Record<string, StepStatus>> = {
  PASSED: 'passed',
  FAILED: 'failed',
  SKIPPED: 'skipped',
  PENDING: 'pending',
  UNDEFINED: 'undefined',
  AMBIGUOUS: 'ambiguous',
};

/** Media types whose content is text, besides `text/*`. */
const TEXTUAL = /^text\/|[/+](?:json|xml|yaml|x-ndjson)(?:;|$)|x\.cucumber\.log/;

function recordedAttachment(attachment: Attachment): RecordedAttachment {
  const { mediaType, body, contentEncoding, fileName } = attachment;
  const encoded = contentEncoding === 'BASE64';
  const name = fileName === undefined ? {} : { name: plainText(fileName) };
  if (!TEXTUAL.test(mediaType))
    return { mediaType, ...name, base64: encoded ? body : Buffer.from(body).toString('base64') };
  const text = encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
  return { mediaType, ...name, text: plainText(text) };
}
