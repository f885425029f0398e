import type { Attempt, RecordedAttachment, RecordedStep, StepStatus } from '../verdict/attempts.ts';
import { decidingAttempt } from '../verdict/decide.ts';
import type { ScenarioVerdict, Verdicts } from '../verdict/model.ts';
import { causeOf, cutMessage } from '../verdict/plain-text.ts';
import { featuresOf } from './reported-features.ts';

/** A feature in the JSON form that test management tools import. */
export interface JsonFeature {
  readonly uri: string;
  readonly id: string;
  readonly keyword: string;
  readonly name: string;
  readonly description: string;
  readonly line: number;
  readonly tags: readonly { name: string; line: number }[];
  readonly elements: readonly JsonElement[];
}

export interface JsonElement {
  readonly type: 'scenario';
  readonly id: string;
  readonly keyword: string;
  readonly name: string;
  readonly description: string;
  readonly line: number;
  readonly tags: readonly { name: string; line: number }[];
  readonly start_timestamp: string;
  readonly steps: readonly JsonStep[];
}

export interface JsonStep {
  readonly keyword: string;
  readonly name: string;
  readonly line?: number;
  readonly hidden?: true;
  readonly arguments?: readonly ({ rows: readonly { cells: readonly string[] }[] } | { content: string })[];
  readonly match?: { location: string };
  /** `duration` in nanoseconds. */
  readonly result: { status: string; duration: number; error_message?: string };
  readonly embeddings?: readonly { data: string; mime_type: string; name?: string }[];
}

/**
 * The run in cucumber's JSON form. A scenario is one element however often it was attempted: the attempt that decides,
 * with how the others ended attached to its first step. Requirement ids and priority are tags. One feature after the
 * other, because of a large run all of them are a second copy of every attachment; whoever shows attachments otherwise
 * leaves them out.
 */
export function* cucumberJson(verdicts: Verdicts, { attachments = true } = {}): Generator<JsonFeature> {
  for (const { uri, feature, scenarios } of featuresOf(verdicts))
    yield {
      uri,
      id: slug(feature.name),
      keyword: feature.keyword,
      name: feature.name,
      description: feature.description,
      line: feature.line,
      tags: feature.tags,
      elements: scenarios.flatMap((scenario) => {
        const attempt = decidingAttempt(scenario.scenario);
        return attempt ? [elementOf(scenario, attempt, attachments)] : [];
      }),
    };
}

/** The text of `cucumber.json`, piece by piece: of a large run all of it is tens of megabytes. */
export function* cucumberJsonText(verdicts: Verdicts): Generator<string> {
  yield '[';
  let between = '\n';
  for (const feature of cucumberJson(verdicts)) {
    yield between + JSON.stringify([feature], null, 1).slice(2, -2);
    between = ',\n';
  }
  yield between === '\n' ? ']\n' : '\n]\n';
}

function elementOf({ scenario }: ScenarioVerdict, attempt: Attempt, attachments: boolean): JsonElement {
  const { defined, attempts } = scenario;
  const names = [defined.feature.name, ...(defined.rule === undefined ? [] : [defined.rule]), defined.name];
  return {
    type: 'scenario',
    id: names.map(slug).join(';'),
    keyword: defined.keyword,
    name: defined.name,
    description: defined.description,
    line: defined.line,
    tags: defined.tags,
    start_timestamp: attempt.startedAt.toISOString(),
    steps: withOthers(
      attempt.steps.map((step) => ({ ...stepOf(step), ...(attachments && embeddingsOf(step)) })),
      attempts,
      attempt,
    ),
  };
}

function stepOf(step: RecordedStep): JsonStep {
  const { defined } = step;
  const args = [
    ...(defined?.table ? [{ rows: defined.table.map((cells) => ({ cells })) }] : []),
    ...(defined?.docString === undefined ? [] : [{ content: defined.docString }]),
  ];
  const message =
    step.message ?? (step.status === 'unfinished' ? 'the run ended before this did' : undefined);
  return {
    keyword: defined?.keyword ?? step.hook ?? '* ',
    name: defined?.text ?? '',
    ...(defined ? { line: defined.line } : { hidden: true }),
    ...(args.length > 0 && { arguments: args }),
    ...(step.code !== undefined && { match: { location: step.code } }),
    result: {
      status: statusWord(step.status),
      duration: step.nanoseconds,
      ...(message !== undefined && { error_message: cutMessage(message) }),
    },
  };
}

const embeddingsOf = ({ attachments }: RecordedStep): Pick<JsonStep, 'embeddings'> =>
  attachments.length > 0 ? { embeddings: attachments.map(embeddingOf) } : {};

/** A status in the words of this form, which has none for what never ended: nobody judged it. */
const statusWord = (status: StepStatus): string =>
  status === 'unfinished' || status === 'unknown' ? 'skipped' : status;

function embeddingOf(attachment: RecordedAttachment): { data: string; mime_type: string; name?: string } {
  return {
    data: attachment.base64 ?? Buffer.from(attachment.text ?? '').toString('base64'),
    mime_type: attachment.mediaType,
    ...(attachment.name !== undefined && { name: attachment.name }),
  };
}

function withOthers(steps: readonly JsonStep[], attempts: readonly Attempt[], deciding: Attempt): JsonStep[] {
  const told = attempts.flatMap((attempt, index) => {
    if (attempt === deciding) return [];
    const failed = attempt.steps.find((step) => step.status !== 'passed' && step.status !== 'skipped');
    const end = failed ? `${failed.status}: ${causeOf(failed.message)}` : 'passed';
    return `attempt ${index + 1} at ${attempt.startedAt.toISOString()} ${end}`;
  });
  return steps.map((step, index) =>
    index === 0 && told.length > 0
      ? {
          ...step,
          embeddings: [
            ...(step.embeddings ?? []),
            {
              data: Buffer.from(told.join('\n')).toString('base64'),
              mime_type: 'text/plain',
              name: 'other attempts',
            },
          ],
        }
      : step,
  );
}

const slug = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
