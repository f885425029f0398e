import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import type { Envelope } from '@cucumber/messages';
import { redactEnvelope } from '../redaction/redact-values.ts';
import { cleanUpMessage } from '../verdict/clean-up-failures.ts';
import { type MarkedRun, markMessage } from '../verdict/run-mark.ts';

/** The run's message stream on disk, without secrets. */
export interface MessageFile {
  /**
   * Appends a message; it is on its way to the disk when this returns, whatever happens next. The end of the run alone waits
   * for `close`: a run that has not cleaned up has not ended.
   */
  write(envelope: Envelope): void;
  /** Says of which run this is: it will stand in the file before the end of the run, or at the end of the file. */
  mark(run: MarkedRun): void;
  /** Adds what went wrong with the clean-up, and the end of the run if it came to it; nothing is written from now on. */
  close(problems?: readonly string[]): void;
}

/** Opens a new message file. `lost` hears, once, why it can be written no further; without it that is thrown. */
export function messageFile(file: string, lost?: (why: Error) => void): MessageFile {
  const descriptor = openSync(file, 'wx');
  const lines = createHash('sha256');
  let open = true;
  let marked: MarkedRun | undefined;
  let end: string | undefined;
  const textOf = (envelope: Envelope): string => `${JSON.stringify(redactEnvelope(envelope))}\n`;
  let whole = true;
  const put = (text: string): void => {
    if (!whole) return;
    try {
      writeSync(descriptor, text);
    } catch (error) {
      whole = false;
      if (!lost) throw error;
      lost(error as Error);
    }
  };
  const leaveMark = (): void => {
    if (marked) put(textOf(markMessage({ ...marked, lines: lines.copy().digest('hex') })));
    marked = undefined;
  };
  const append = (text: string): void => {
    lines.update(text);
    put(text);
  };
  return {
    write: (envelope) => {
      if (envelope.testRunFinished) end = textOf(envelope);
      else if (open) append(textOf(envelope));
    },
    mark: (run) => {
      marked = run;
    },
    close: (problems = []) => {
      if (!open) return;
      open = false;
      if (problems.length > 0) append(textOf(cleanUpMessage(problems)));
      lines.update(end ?? '');
      // Readers of messages take the end of the run for the end of the file.
      leaveMark();
      if (end !== undefined) put(end);
      closeSync(descriptor);
    },
  };
}
