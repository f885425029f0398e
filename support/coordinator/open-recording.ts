import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { machineClass } from '../runs/machine-class.ts';
import type { Settings } from '../settings/settings.ts';
import { recordInvocation } from '../signoff/invocation.ts';
import { RUN_DIRECTORY, writeRunFile } from '../worker/run-file.ts';
import { type MessageFile, messageFile } from './message-file.ts';

/** What a run writes from its beginning. */
export interface Recording {
  readonly messages: MessageFile;
  /** SHA-256 of its `run.json`. */
  readonly runFile: string;
}

/**
 * Makes the directory of a run with what is known by now, so that one that ends before its target is up can still be told and
 * repeated. `lost` hears why its messages can be written no further.
 */
export function openRecording(settings: Settings, lost: (why: Error) => void): Recording {
  const { directory } = settings.run;
  mkdirSync(directory, { recursive: true });
  process.env[RUN_DIRECTORY] = directory;
  const runFile = writeRunFile(directory, {
    settings,
    capabilities: {},
    versions: {},
    machine: machineClass(),
  });
  void recordInvocation(directory, { settings }).catch(() => undefined);
  return { messages: messageFile(join(directory, 'messages.ndjson'), lost), runFile };
}
