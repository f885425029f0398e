import path from 'node:path';
import { suiteHere } from '../signoff/suite.ts';
import type { Verdicts } from '../verdict/model.ts';
import { appendHistory, HISTORY, readHistory } from './history-file.ts';
import { historyRecord } from './record.ts';
import { placeOf } from './same-target.ts';
import { writeTrends } from './trends.ts';

/** Decisions that say nothing about the system under test. */
const NOTHING_SAID = ['NOTHING JUDGED', 'INVALID'];

export interface KeepOptions {
  /** Folder that gets the trends: `reports`, for the run that is published. */
  readonly publishTo?: string;
  readonly file?: string;
}

/**
 * Adds a run that has just been judged to the history, and draws the trends where it is published. A run that came to
 * no verdict, or whose target is unknown, is left out.
 */
export async function keepInHistory(verdicts: Verdicts, options: KeepOptions = {}): Promise<void> {
  const { publishTo, file = HISTORY } = options;
  const { runFile } = verdicts.inputs;
  if (!runFile || NOTHING_SAID.includes(verdicts.gate.decision)) return;
  await appendHistory(historyRecord(verdicts, runFile.settings, await suiteHere()), file);
  if (publishTo === undefined) return;
  const { records } = await readHistory(file);
  await writeTrends(path.join(publishTo, 'trends'), records, placeOf(runFile));
}
