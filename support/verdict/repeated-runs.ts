import path from 'node:path';
import { runNameOf } from '../history/run-place.ts';
import type { MessageStream } from './message-stream.ts';
import type { ReadRunFile } from './run-files.ts';

/**
 * One sentence for each run that one of these repeats a part of and whose recording is not among them: what failed there
 * would be forgotten. A recording is known by where it lay when it was repeated, or by the run that it is of: one that
 * was cut off before it said so is taken for that of the `run.json` beside it, and doubted elsewhere.
 */
export function notGiven(
  streams: readonly MessageStream[],
  runFiles: ReadonlyMap<string, ReadRunFile>,
): string[] {
  const files = new Set(streams.map(({ file }) => path.resolve(file)));
  const runs = new Set(
    streams.map(({ file, mark }) => mark?.run ?? runFiles.get(path.dirname(file))?.runFile.settings.run.id),
  );
  const sentences = [...runFiles.values()].flatMap(({ runFile: { settings } }) =>
    (settings.repeats ?? [])
      .filter((file) => !files.has(path.resolve(file)) && !runs.has(runNameOf(file)))
      .map(
        (file) =>
          `run ${settings.run.id} repeats ${file}, which was not given: what failed there is not known`,
      ),
  );
  return [...new Set(sentences)];
}
