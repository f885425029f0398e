import path from 'node:path';
import { keptRecording, runFileIn } from '../runs/run-place.ts';
import { PUBLISHED } from '../settings/publishes.ts';

/**
 * Whether a folder that reports are to be written to holds the recording of a run that is none of those they are of: beside them
 * it would contradict them. Where runs publish it is a copy, and may go. Throws one sentence where it lies nowhere else, or is
 * a run's own.
 */
export async function holdsOther(folder: string, messages: readonly string[]): Promise<boolean> {
  const recording = path.join(folder, 'messages.ndjson');
  const run = await runAt(folder);
  if (run === undefined || messages.some((file) => path.resolve(file) === path.resolve(recording)))
    return false;
  const judged = await Promise.all(messages.map((file) => runAt(path.dirname(file))));
  if (judged.includes(run)) return false;
  const published = path.resolve(folder) === path.resolve(PUBLISHED);
  if (published && (await keptRecording(run)) !== undefined) return true;
  throw new Error(
    `${folder} holds the recording of run ${run}, which is none of those to be judged${published ? ' and lies nowhere else' : ''}: name another folder`,
  );
}

const runAt = async (folder: string): Promise<string | undefined> =>
  (await runFileIn(folder))?.settings.run.id;
