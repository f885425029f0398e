import path from 'node:path';
import { HISTORY, readHistory } from '../history/history-file.ts';
import type { HistoryRecord } from '../history/history-record.ts';
import { before, onSameTarget, placeOf } from '../history/same-target.ts';
import type { RunFile } from '../settings/settings.ts';
import type { Judge } from '../signoff/suite.ts';
import { readCoverage } from './coverage.ts';
import { withEvidenceIn } from './evidence-home.ts';
import { readExceptions } from './exceptions.ts';
import { entryMistakes } from './excused-scenarios.ts';
import { changedTexts, readFeatureFolder } from './feature-files.ts';
import { type Inventory, readInventory } from './inventory.ts';
import { judge as judged } from './judge.ts';
import { clusterDoubts } from './known-cluster.ts';
import { knownRegister } from './known-register.ts';
import { judgedAgain, suiteDoubts, suitesOf } from './known-suite.ts';
import { readMessageStream } from './message-stream.ts';
import type { Verdicts } from './model.ts';
import { boundTo } from './own-run-file.ts';
import { readProof } from './proof.ts';
import { recordedRun } from './recorded-run.ts';
import { runFilesBeside } from './run-files.ts';

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
 * `homes` says where below `evidence/` the evidence of each file lies, if not directly, `judge` which suite judges a run that
 * it did not end itself. Throws only if a file exists
 * and cannot be read.
 */
export async function loadVerdicts(
  messageFiles: readonly string[],
  sources: Sources = PROJECT,
  homes: readonly string[] = [],
  judge?: Judge,
): Promise<Verdicts> {
  const file = (name: string): string => path.join(sources.features, name);
  const streams = await Promise.all(
    messageFiles.map(async (messages, index) =>
      withEvidenceIn(await readMessageStream(messages), homes[index] ?? ''),
    ),
  );
  const run = recordedRun(streams);
  const { inventory, problems } = await inventoryIn(file('requirements.yaml'));
  const [exceptions, coverage, folder, proven, runFiles, history] = await Promise.all([
    readExceptions(file('exceptions.yaml'), inventory),
    readCoverage(file('coverage.yaml'), inventory),
    readFeatureFolder(sources.features),
    readProof(sources.proof),
    runFilesBeside(messageFiles),
    readHistory(sources.history),
  ]);
  const { runFile } = runFiles;
  const suites = suitesOf(streams);
  const register = await knownRegister(sources.features, suites);
  const again = judge ? judgedAgain(judge) : { doubts: [], notes: [] };
  const binding = boundTo(streams, runFiles.beside);
  const today = run.lastStartedAt ?? new Date();
  // A file that was renamed since the run is not two files: what is defined and what ran are looked at apart.
  const mistaken = [folder.scenarios, run.scenarios.map((scenario) => scenario.defined)].flatMap(
    (scenarios) => entryMistakes(exceptions.entries, scenarios, inventory, today),
  );
  return judged({
    run: { ...run, damages: [...run.damages, ...runFiles.damages, ...binding.damages] },
    runFiles: runFiles.all,
    suites,
    ...(runFile && { runFile, history: earlierOf(runFile, history.records) }),
    defined: folder.scenarios,
    inventory,
    exceptions: exceptions.entries,
    coverage: coverage.entries,
    ...(proven.proof && { proof: proven.proof }),
    warnings: [
      ...(proven.problem === undefined ? [] : [proven.problem]),
      ...again.notes,
      ...register.notes,
      ...history.damages,
    ],
    doubts: [
      ...changedTexts(folder, run.sources),
      ...suiteDoubts(suites),
      ...again.doubts,
      ...register.doubts,
      ...runFiles.doubts,
      ...clusterDoubts(runFiles.all),
      ...binding.doubts,
    ],
    problems: [
      ...problems,
      ...folder.problems,
      ...exceptions.problems,
      ...new Set(mistaken),
      ...coverage.problems,
    ],
    today,
  });
}

/** What stands in the history before a run, on its target. */
const earlierOf = (runFile: RunFile, records: readonly HistoryRecord[]): HistoryRecord[] =>
  before(onSameTarget(records, placeOf(runFile)), new Date(runFile.settings.run.startedAt));

/** Without an inventory scenarios are still judged, but nothing is traced: that is a mistake of the project. */
async function inventoryIn(file: string): Promise<{ inventory: Inventory; problems: string[] }> {
  try {
    return { inventory: await readInventory(file), problems: [] };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { inventory: { systems: [], requirements: [] }, problems: [problem] };
  }
}
