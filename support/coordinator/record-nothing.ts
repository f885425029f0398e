import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { machineClass } from '../runs/machine-class.ts';
import type { Settings } from '../settings/settings.ts';
import { recordInvocation } from '../signoff/invocation.ts';
import { knownSuite } from '../suite/suite.ts';
import { NEVER_BEGAN } from '../verdict/recorded-run.ts';
import { writeRunFile } from '../worker/run-file.ts';
import { messageFile } from './message-file.ts';

/** Records a run that ended before it began: its message stream, its settings, and how this process was started. */
export async function recordNothing(settings: Settings, reason: string): Promise<void> {
  const { directory, startedAt } = settings.run;
  const at = (moment: number) => ({ seconds: Math.floor(moment / 1_000), nanos: (moment % 1_000) * 1e6 });
  mkdirSync(directory, { recursive: true });
  const runFile = writeRunFile(directory, {
    ...{ settings, capabilities: {}, versions: {} },
    machine: machineClass(),
  });
  const messages = messageFile(join(directory, 'messages.ndjson'));
  messages.mark({ run: settings.run.id, ...(await knownSuite()), runFile, planned: [] });
  messages.write({ testRunStarted: { timestamp: at(Date.parse(startedAt)) } });
  const exception = { type: NEVER_BEGAN, message: reason };
  messages.write({ testRunFinished: { success: false, timestamp: at(Date.now()), exception } });
  messages.close();
  await recordInvocation(directory, { settings });
}
