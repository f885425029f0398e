import { CHECK_RESULTS, type CheckResult, NO_COLUMN, SKIP_REASON } from '../judging/check-results.ts';
import type { Attempt, RecordedStep } from './attempts.ts';
import type { RecordedScenario } from './recorded-run.ts';

/** Media type of the attachment that leads to the evidence of a failure: an `Evidence`. */
export const EVIDENCE = 'application/vnd.llm-serving-acceptance.evidence+json';
/** Media type of the attachment that says how the words of the release tables were resolved: `{ word: value }`. */
export const WORDS = 'application/vnd.llm-serving-acceptance.words+json';
/** Media type of the figures that a scenario measured: `{ figure: number }`. */
export const FIGURES = 'application/vnd.llm-serving-acceptance.figures+json';

/** Media type of the attachment that says what a scenario left on the cluster for people: `{ commands }` to look and to delete. */
export const KEPT = 'application/vnd.llm-serving-acceptance.kept+json';

/** What was captured of a failure. */
export interface Evidence {
  /** Relative to the run directory. */
  readonly directory: string;
  readonly class: 'product' | 'environment' | 'suite';
  readonly cause: string;
  readonly tellingLines: readonly string[];
}

/** How the rows that a step judged came out, in their order; undefined where the step reported none. */
export function rowResults(step: Pick<RecordedStep, 'attachments'>): readonly CheckResult[] | undefined {
  const lists = contentsOf(step, CHECK_RESULTS).filter((content) => Array.isArray(content));
  return lists.length === 0 ? undefined : (lists.flat() as CheckResult[]);
}

/** What failed in each row where the step decides its checks as a whole: an entry about one row speaks for no other. */
export const rowsOfWholeStep = (step: Pick<RecordedStep, 'attachments'>): string[] =>
  (rowResults(step) ?? [])
    .filter(({ id, verdict }) => (id === NO_COLUMN || id === '') && verdict === 'failed')
    .map(({ message = 'no message' }) => message);

/**
 * What failed in rows that name no check, where no check of the whole step stands for it: no exception about checks
 * speaks for that.
 */
export function namelessFailures({ defined, attempts }: RecordedScenario): string[] {
  const whole = new Set(defined.claims.flatMap(({ by, step }) => (by === 'row' ? [] : [step])));
  return attempts
    .flatMap(({ steps }) => steps)
    .filter(({ position }) => position !== undefined && !whole.has(position))
    .flatMap((step) => rowResults(step) ?? [])
    .filter(({ id, verdict }) => id === '' && verdict === 'failed')
    .map(({ message = 'no message' }) => message);
}

/** `needs gpu; found no node with one`, where a scenario was skipped for a reason that it attached. */
export function skipReason(attempt: Attempt): string | undefined {
  const reason = contentIn(attempt, SKIP_REASON) as { needs?: unknown; found?: unknown } | undefined;
  if (reason?.needs === undefined) return undefined;
  return `needs ${listed(reason.needs)}; found ${listed(reason.found ?? 'nothing')}`;
}

/** Where the evidence of a failed attempt lies. */
export function evidenceOf(attempt: Attempt): Evidence | undefined {
  const found = contentIn(attempt, EVIDENCE) as Partial<Evidence> | undefined;
  if (typeof found?.directory !== 'string') return undefined;
  return {
    directory: found.directory,
    class: found.class ?? 'suite',
    cause: found.cause ?? '',
    tellingLines: Array.isArray(found.tellingLines) ? found.tellingLines.map(String) : [],
  };
}

/** Commands that show and delete what an attempt left on the cluster for people. */
export function keptCommands(attempt: Attempt): string[] {
  const { commands } = (contentIn(attempt, KEPT) ?? {}) as { commands?: unknown };
  return Array.isArray(commands) ? commands.map(String) : [];
}

/** How the words of the release tables were resolved in an attempt. */
export function wordsOf(attempt: Attempt): Readonly<Record<string, unknown>> {
  const all = attempt.steps.flatMap((step) => contentsOf(step, WORDS));
  return Object.assign({}, ...all.filter((content) => typeof content === 'object')) as Record<
    string,
    unknown
  >;
}

const listed = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : String(value));

const contentIn = (attempt: Attempt, mediaType: string): unknown =>
  attempt.steps.flatMap((step) => contentsOf(step, mediaType)).at(-1);

/** What the attachments of a type hold; one that is damaged holds nothing. */
export function contentsOf(step: Pick<RecordedStep, 'attachments'>, mediaType: string): unknown[] {
  return step.attachments
    .filter((attachment) => attachment.mediaType === mediaType)
    .flatMap(({ text }) => parsed(text ?? ''));
}

/** An attachment that is not JSON was damaged on its way: it says nothing, and the step's own status counts. */
function parsed(text: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    return [];
  }
}
