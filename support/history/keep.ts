import { appendHistory, HISTORY } from '../runs/history-file.ts';
import { suiteHere } from '../suite/suite.ts';
import type { Verdicts } from '../verdict/model.ts';
import { historyRecord, saysSomething } from './record.ts';

/** Adds a run that has just been judged to the history. One that came to no verdict, or whose target is unknown, is left out. */
export async function keepInHistory(verdicts: Verdicts, file = HISTORY): Promise<void> {
  const { runFile } = verdicts.inputs;
  if (!runFile || !saysSomething(verdicts)) return;
  await appendHistory(historyRecord(verdicts, runFile.settings, await suiteHere()), file);
}
