import path from 'node:path';
import { runFileIn } from '../history/run-place.ts';
import type { Sources } from '../verdict/load.ts';
import type { Verdicts } from '../verdict/model.ts';
import { RUN_DIRECTORY } from '../worker/run-file.ts';
import { digestsOf } from './digests.ts';
import {
  INVOCATION_FILE,
  type Invocation,
  invocationFrom,
  readInvocations,
  recordInvocation,
  writeInvocations,
} from './invocation.ts';
import type { RunRecord } from './sign-off.ts';

export interface RecordSources {
  readonly sources: Sources;
  readonly messages: readonly string[];
  readonly homes: readonly string[];
}

/** The run of this process records how it was started, before it is judged: a verdict names the suite that it is of. */
export async function recordOwnRun(directory: string): Promise<void> {
  const own = process.env[RUN_DIRECTORY];
  if (own === undefined || path.resolve(own) !== path.resolve(directory)) return;
  const runFile = await runFileIn(directory);
  if (runFile) await recordInvocation(directory, runFile);
}

/**
 * Gathers what a sign-off needs besides the verdicts, and sees to it that `run.yaml` stands in the run directory: written
 * by the run itself before it is judged, gathered from the runs of a merge, or told from the settings of a run that left none.
 */
export async function runRecord(
  directory: string,
  verdicts: Verdicts,
  from: RecordSources,
): Promise<RunRecord> {
  const { runFile } = verdicts.inputs;
  const { invocations, problems } = await recorded(from.messages);
  const known = invocations.length > 0 ? invocations : runFile ? [invocationFrom(runFile)] : [];
  if (problems.length === 0) await writeInvocations(directory, known);
  return { invocations: known, digests: await digestsOf(verdicts, { ...from, directory }), problems };
}

/** The records beside the message files; a damaged one is named and left as it is. */
async function recorded(
  messages: readonly string[],
): Promise<{ invocations: Invocation[]; problems: string[] }> {
  const invocations: Invocation[] = [];
  const problems: string[] = [];
  for (const directory of new Set(messages.map((file) => path.dirname(file)))) {
    try {
      invocations.push(...((await readInvocations(path.join(directory, INVOCATION_FILE))) ?? []));
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
    }
  }
  return { invocations, problems };
}
