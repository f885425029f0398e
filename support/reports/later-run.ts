import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { runFileIn } from '../runs/run-place.ts';
import { NO_REPORTS } from '../settings/publishes.ts';

/** A run as the folder that shows it names it. */
export interface ShownRun {
  readonly id: string;
  readonly startedAt: string;
}

/**
 * The run that a folder shows, or has nothing to show of yet, if it began after the one in another folder: whoever asked for it must
 * not find an earlier run in its place.
 */
export async function laterRunIn(to: string, from: string): Promise<ShownRun | undefined> {
  const own = (await runFileIn(from))?.settings.run;
  const shown = (await withdrawnFor(to)) ?? (await runFileIn(to))?.settings.run;
  return own && shown && shown.id !== own.id && Date.parse(shown.startedAt) > Date.parse(own.startedAt)
    ? shown
    : undefined;
}

/** The run for which the reports in a folder were withdrawn, if a run it was. */
async function withdrawnFor(folder: string): Promise<ShownRun | undefined> {
  try {
    const signOff = JSON.parse(await readFile(path.join(folder, 'signoff.json'), 'utf8'));
    return signOff?.decision === NO_REPORTS ? signOff.run : undefined;
  } catch {
    return undefined;
  }
}
