import path from 'node:path';
import type { Sources } from '../judge/load.ts';
import { runFileIn } from '../runs/run-place.ts';
import type { RunFile } from '../settings/settings.ts';
import type { Verdicts } from '../verdict/model.ts';
import type { RunSuite } from '../verdict/suite-doubts.ts';
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
  const { invocations, problems } = await startsOf(verdicts, from.messages);
  if (problems.length === 0) await writeInvocations(directory, invocations);
  return { invocations, digests: await digestsOf(verdicts, { ...from, directory }), problems };
}

/**
 * How each run of some recordings was started, and by which suite: the one that its recording names, whatever `run.yaml`
 * says. `problems` are one sentence for each record that could not be read.
 */
export async function startsOf(
  { inputs: { runFile, runFiles = [], suites = [] } }: Verdicts,
  messages: readonly string[],
): Promise<Pick<RunRecord, 'invocations' | 'problems'>> {
  const { invocations, problems } = await recorded(messages);
  const told = invocations.length > 0 ? invocations : runFile ? [invocationFrom(runFile)] : [];
  return {
    invocations: suites.length > 0 ? invocationsOf(suites, invocations, runFiles) : told,
    problems,
  };
}

/**
 * How each of some runs was started, by the suite that its recording names. A record that is of none of them says nothing
 * of these.
 */
const invocationsOf = (
  suites: readonly RunSuite[],
  invocations: readonly Invocation[],
  runFiles: readonly RunFile[],
): Invocation[] =>
  suites.flatMap(({ run, suite }) => {
    const runFile = runFiles.find(({ settings }) => settings.run.id === run);
    const found = invocations.find((it) => it.run === run) ?? (runFile && invocationFrom(runFile));
    return found ? [{ ...found, ...(suite && { suite }) }] : [];
  });

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
