import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import type { Envelope } from '@cucumber/messages';
import { type MarkedRun, markMessage } from '../verdict/run-mark.ts';
import { redactEnvelope } from '../worker/redact-values.ts';

/** The run's message stream on disk, without secrets. */
export interface MessageFile {
  /** Appends a message; it is on its way to the disk when this returns, whatever happens next. */
  write(envelope: Envelope): void;
  /** Says of which run this is: it will stand in the file before the end of the run, or at the end of the file. */
  mark(run: MarkedRun): void;
  /** Nothing is written from now on. */
  close(): void;
}

/** Opens a new message file. */
export function messageFile(file: string): MessageFile {
  const descriptor = openSync(file, 'wx');
  const lines = createHash('sha256');
  let open = true;
  let marked: MarkedRun | undefined;
  const textOf = (envelope: Envelope): string => `${JSON.stringify(redactEnvelope(envelope))}\n`;
  const leaveMark = (): void => {
    if (marked) writeSync(descriptor, textOf(markMessage({ ...marked, lines: lines.copy().digest('hex') })));
    marked = undefined;
  };
  return {
    write: (envelope) => {
      if (!open) return;
      const text = textOf(envelope);
      lines.update(text);
      // Readers of messages take the end of the run for the end of the file.
      if (envelope.testRunFinished) leaveMark();
      writeSync(descriptor, text);
    },
    mark: (run) => {
      marked = run;
    },
    close: () => {
      if (open) leaveMark();
      if (open) closeSync(descriptor);
      open = false;
    },
  };
}
