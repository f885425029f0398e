import path from 'node:path';
import { HISTORY, type History, readHistory } from '../runs/history-file.ts';
import type { HistoryRecord } from '../runs/history-record.ts';
import { before, firstOnCluster, onSameTarget, placeOf } from '../runs/same-target.ts';
import type { RunFile } from '../settings/settings.ts';
import type { Judge } from '../suite/suite.ts';
import { clusterDoubts } from '../verdict/cluster-doubts.ts';
import { readCoverage } from '../verdict/coverage.ts';
import { withEvidenceIn } from '../verdict/evidence-home.ts';
import { readExceptions } from '../verdict/exceptions.ts';
import { farApart } from '../verdict/far-apart.ts';
import { changedTexts, type FeatureFolder, readFeatureFolder } from '../verdict/feature-files.ts';
import { type Inventory, readInventory } from '../verdict/inventory.ts';
import { readMessageStream } from '../verdict/message-stream.ts';
import type { VerdictInputs, Verdicts } from '../verdict/model.ts';
import { boundTo } from '../verdict/own-run-file.ts';
import { readProof } from '../verdict/proof.ts';
import { type RecordedRun, recordedRun } from '../verdict/recorded-run.ts';
import { aboutRegister } from '../verdict/register-doubts.ts';
import { entryMistakes } from '../verdict/register-entries.ts';
import { notGiven, recordingsOf } from '../verdict/repeated-runs.ts';
import { runFilesBeside } from '../verdict/run-files.ts';
import {
  differingSuites,
  judgedAgain,
  meanwhileDoubts,
  suitesOf,
  unknownSuites,
} from '../verdict/suite-doubts.ts';
import { unbegunAttempts, unbegunText } from '../verdict/unbegun-attempts.ts';
import { judge as judged } from './judge.ts';

/** Where the files lie that a run is judged by; all relative to the working directory. */
export interface Sources {
  /** Folder of the features, with `requirements.yaml`, `exceptions.yaml` and `coverage.yaml` in it. */
  readonly features: string;
  readonly proof: string;
  /** What earlier runs came to; without it nothing is said of them. */
  readonly history?: string;
}

export const PROJECT: Sources = { features: 'features', proof: 'reports/proof.json', history: HISTORY };

/**
 * Reads message files and what they are judged by, and judges. The `run.json` beside them says which run this was.
 * `homes` says where below `evidence/` the evidence of each file lies, if not directly; `judge` is the suite that judges
 * now, where it is not the one that recorded; `asMerge` that what was given is to be all parts of a run. Throws only if a file exists and cannot be read.
 */
export async function loadVerdicts(
  messageFiles: readonly string[],
  sources: Sources = PROJECT,
  homes: readonly string[] = [],
  judge?: Judge,
  asMerge = false,
): Promise<Verdicts> {
  const all = await Promise.all(
    messageFiles.map(async (messages, index) =>
      withEvidenceIn(await readMessageStream(messages), homes[index] ?? ''),
    ),
  );
  const unbegun = unbegunAttempts(all, (await runFilesBeside(messageFiles)).beside);
  const streams = all.filter(({ file }) => !unbegun.some(({ messages }) => messages === file));
  const run = recordedRun(streams);
  const suites = suitesOf(streams);
  const [by, runFiles, register] = await Promise.all([
    readJudging(sources),
    runFilesBeside(streams.map(({ file }) => file)),
    aboutRegister(sources.features, suites),
  ]);
  const { runFile } = runFiles;
  const recordings = recordingsOf(streams, runFiles.beside);
  const binding = boundTo(streams, runFiles.beside);
  const again = judge ? judgedAgain(judge) : { doubts: [], notes: [] };
  const today = run.lastStartedAt ?? new Date();
  const doubtsOfMerge = [
    ...meanwhileDoubts(streams),
    ...differingSuites(suites),
    ...runFiles.doubts,
    ...farApart(run),
    ...binding.doubts,
  ];
  const doubtsOfJudge = [...changedTexts(by.folder, run.sources), ...again.doubts, ...register.doubts];
  return judged({
    ...by.inputs,
    run: {
      ...run,
      damages: [
        ...run.damages,
        ...runFiles.damages,
        ...binding.damages,
        ...notGiven(recordings, runFiles.beside),
      ],
    },
    unreadableHistory: by.history.unreadable,
    runFiles: runFiles.all,
    recordings,
    unbegun,
    asMerge,
    suites,
    ...(runFile && { runFile, history: earlierOf(runFile, runFiles.all, by.history.records) }),
    warnings: [
      ...(runFile ? firstOnCluster(by.history.records, placeOf(runFile)) : []),
      ...by.warnings,
      ...again.notes,
      ...unbegun.map(unbegunText),
      ...register.notes,
      ...by.history.damages,
    ],
    doubtsOfJudge,
    doubtsOfMerge,
    doubts: [...doubtsOfJudge, ...unknownSuites(suites), ...clusterDoubts(runFiles.all)],
    problems: [...by.problems, ...mistakenEntries(by.inputs, run, today)],
    today,
  });
}

/** What a run is judged by, as it lies in files. */
interface Judging {
  readonly inputs: Pick<VerdictInputs, 'defined' | 'inventory' | 'exceptions' | 'coverage' | 'proof'>;
  readonly folder: FeatureFolder;
  readonly history: History;
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

async function readJudging(sources: Sources): Promise<Judging> {
  const file = (name: string): string => path.join(sources.features, name);
  const { inventory, problems } = await inventoryIn(file('requirements.yaml'));
  const [exceptions, coverage, folder, { proof, problem }, history] = await Promise.all([
    readExceptions(file('exceptions.yaml'), inventory),
    readCoverage(file('coverage.yaml'), inventory),
    readFeatureFolder(sources.features),
    readProof(sources.proof),
    readHistory(sources.history),
  ]);
  return {
    inputs: {
      defined: folder.scenarios,
      inventory,
      exceptions: exceptions.entries,
      coverage: coverage.entries,
      ...(proof && { proof }),
    },
    folder,
    history,
    problems: [...problems, ...folder.problems, ...exceptions.problems, ...coverage.problems],
    warnings: problem === undefined ? [] : [problem],
  };
}

/** A file that was renamed since the run is not two files: what is defined and what ran are looked at apart. */
function mistakenEntries(
  { exceptions, defined, inventory }: Judging['inputs'],
  run: RecordedRun,
  today: Date,
): Set<string> {
  const ran = run.scenarios.map((scenario) => scenario.defined);
  return new Set(
    [defined, ran].flatMap((scenarios) => entryMistakes(exceptions, scenarios, inventory, today)),
  );
}

/** What stands in the history before the latest of some runs, on their target: in whatever order they were given. */
function earlierOf(
  runFile: RunFile,
  all: readonly RunFile[],
  records: readonly HistoryRecord[],
): HistoryRecord[] {
  const starts = all.map(({ settings }) => new Date(settings.run.startedAt).getTime());
  return before(onSameTarget(records, placeOf(runFile)), new Date(Math.max(...starts)));
}

/** Without an inventory scenarios are still judged, but nothing is traced: that is a mistake of the project. */
async function inventoryIn(file: string): Promise<{ inventory: Inventory; problems: string[] }> {
  try {
    return { inventory: await readInventory(file), problems: [] };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { inventory: { systems: [], requirements: [] }, problems: [problem] };
  }
}
