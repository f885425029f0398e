import type { Envelope } from '@cucumber/messages';
import type { Suite } from '../suite/suite.ts';

/** Media type of the message by which a recording says of which run it is: a `RunMark`. */
const RUN_MARK = 'application/vnd.llm-serving-acceptance.run+json';

/** What a run knows of itself before its first scenario. */
export interface MarkedRun {
  readonly run: string;
  /** The suite that judged, where that is known. */
  readonly suite?: Suite;
  /** SHA-256 of its `run.json`. */
  readonly runFile: string;
  /** Keys of the scenarios that it was to run: `features/x.feature:12`. */
  readonly planned: readonly string[];
  /** What was not at its end what it was when it began, one sentence each; absent where all was, and in runs of earlier suites. */
  readonly meanwhile?: readonly string[];
}

/** What the run leaves in its recording, right before the end. */
export interface RunMark extends MarkedRun {
  /** SHA-256 of all other lines of the recording. */
  readonly lines: string;
}

/** The message that carries a mark: an attachment of no scenario, which readers of cucumber messages pass by. */
export const markMessage = (mark: RunMark): Envelope => ({
  attachment: {
    mediaType: RUN_MARK,
    contentEncoding: 'IDENTITY' as NonNullable<Envelope['attachment']>['contentEncoding'],
    body: JSON.stringify(mark),
  },
});

/** The mark that a message carries; undefined for every other message, and for a mark that is none. */
export function markIn({ attachment }: Envelope): RunMark | undefined {
  if (attachment?.mediaType !== RUN_MARK) return undefined;
  try {
    const mark: unknown = JSON.parse(attachment.body);
    return isMark(mark) ? mark : undefined;
  } catch {
    return undefined;
  }
}

function isMark(value: unknown): value is RunMark {
  const {
    run,
    runFile,
    planned,
    lines,
    meanwhile = [],
  } = (value ?? {}) as Partial<Record<keyof RunMark, unknown>>;
  return (
    [run, runFile, lines].every((text) => typeof text === 'string') && [planned, meanwhile].every(isTexts)
  );
}

const isTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every((text) => typeof text === 'string');
