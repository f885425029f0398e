import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { machineClass } from '../history/machine-class.ts';
import type { Settings } from '../settings/settings.ts';
import { recordInvocation } from '../signoff/invocation.ts';
import { RUN_DIRECTORY, writeRunFile } from '../worker/run-file.ts';
import { type MessageFile, messageFile } from './message-file.ts';

/**
 * Makes the directory of a run with what is known by now, so that one that ends before its target is up can still be told and
 * repeated; returns the file of its messages. `lost` hears why that can be written no further.
 */
export function openRecording(settings: Settings, lost: (why: Error) => void): MessageFile {
  const { directory } = settings.run;
  mkdirSync(directory, { recursive: true });
  process.env[RUN_DIRECTORY] = directory;
  writeRunFile(directory, { settings, capabilities: {}, versions: {}, machine: machineClass() });
  void recordInvocation(directory, { settings }).catch(() => undefined);
  return messageFile(join(directory, 'messages.ndjson'), lost);
}
