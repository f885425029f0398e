import { closeSync, openSync, writeSync } from 'node:fs';
import type { Envelope } from '@cucumber/messages';
import { redactEnvelope } from '../worker/redact-values.ts';

/** The run's message stream on disk, without secrets. */
export interface MessageFile {
  /** Appends a message; it is on its way to the disk when this returns, whatever happens next. */
  write(envelope: Envelope): void;
  /** Nothing is written from now on. */
  close(): void;
}

/** Opens a new message file. */
export function messageFile(file: string): MessageFile {
  const descriptor = openSync(file, 'wx');
  let open = true;
  return {
    write: (envelope) => {
      if (open) writeSync(descriptor, `${JSON.stringify(redactEnvelope(envelope))}\n`);
    },
    close: () => {
      if (open) closeSync(descriptor);
      open = false;
    },
  };
}
